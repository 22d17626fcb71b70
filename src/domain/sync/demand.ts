import type { AccountState } from './account-state.ts'
import { carrierOf, type DemandLine, type DemandState, demandKey, isLive } from './demand-line.ts'
import { compareText } from './place.ts'
import { atLeastNothing, fromGrains, lesser, minus, NOTHING, type Quantity, sum } from './quantity.ts'
import type { HiddenDemand } from './sku-state.ts'

/** Where an account keeps the stock of an open order apart. A site is `shared`: it lowers its own stock. */
export const RESERVATION_PLACES = ['main', 'shared', 'nowhere'] as const
export type ReservationPlace = (typeof RESERVATION_PLACES)[number]

/** What one channel's deposits show of its orders for the SKU, read in the same breath as the sources. */
export type DemandChannel = {
  readonly channel_id: string
  readonly account_state: AccountState
  readonly reserves_in: ReservationPlace
  /** What follows when an order ships out of a shared place: a movement on real stock, or a debt until a transfer. */
  readonly when_shipped: 'draw' | 'debt'
  /** Physical less virtual, over the channel's main deposits. */
  readonly reserved_in_main: Quantity
  /** How much its main deposits dropped since they were last looked at (see `outflowBetween`). Never negative. */
  readonly outflow: Quantity
  /** How much came into them since then, alike. */
  readonly inflow: Quantity
  /** Whether a main deposit may not show a movement of ours yet: until it does, its drop is not known and nothing ends by time. */
  readonly is_settling: boolean
}

/** When the balances were read, and how long a channel may take to show what it was told (its balances settle late). */
export type DemandLook = { readonly balances_read_at: Date; readonly settling_ms: number }

/** The lines as they stand now, to be stored, and the part of them that no source shows yet. */
export type DemandDecision = {
  readonly lines: readonly DemandLine[]
  readonly hidden: readonly HiddenDemand[]
}

/**
 * Decides, for all demand lines of one SKU, what the sources do not show yet. What the lines ask is compared with what the
 * deposits hold back or gave out: `max(asked, reserved)` is missing from the stock, so a reservation that appears late
 * changes nothing, at whatever second it appears.
 */
export function decideDemand(
  lines: readonly DemandLine[],
  channels: readonly DemandChannel[],
  look: DemandLook,
): DemandDecision {
  const decided = channels.flatMap((channel) =>
    decideChannel(
      channel,
      lines.filter((line) => carrierOf(line) === channel.channel_id),
      look,
    ),
  )
  if (decided.length !== lines.length) throw new RangeError('every demand line needs exactly one channel')
  return {
    lines: decided.map(({ line }) => line),
    hidden: decided.flatMap(({ line, hidden }) => {
      const { channel_id, order_id, item_id } = line
      return hidden > NOTHING ? [{ channel_id, order_id, item_id, quantity: hidden }] : []
    }),
  }
}

type Decided = { readonly line: DemandLine; readonly hidden: Quantity }

function decideChannel(channel: DemandChannel, lines: readonly DemandLine[], look: DemandLook): Decided[] {
  const live = lines.filter(isLive).toSorted(oldestFirst)
  const [finished, asking] = partition(live, (line) => isFinished(line, channel, look))
  // A line that ends by time in this very look takes its drop with it, else the drop would stay a guess about an open line for ever.
  const ending = finished.filter((line) => line.state !== 'settled')
  const drawn = attributeOutflow(channel, [...asking, ...ending], look)
  const shown = attributeReservation(channel, asking, drawn, look)
  return [
    ...lines.filter((line) => !isLive(line)).map((line) => ({ line, hidden: NOTHING })),
    ...finished.map((line) => ({
      line: { ...line, drawn: drawn.get(line) ?? line.drawn, state: 'settled' as const },
      hidden: NOTHING,
    })),
    ...asking.map((line) => {
      const attributed = drawn.get(line) ?? NOTHING
      const left = minus(asked(line, look), attributed)
      const hidden = minus(left, shown.get(line) ?? NOTHING)
      const state: DemandState = left <= NOTHING ? 'settled' : hidden <= NOTHING ? 'visible' : 'open'
      const was_visible = line.was_visible || state === 'visible'
      const isOut = channel.account_state === 'excluded'
      return {
        line: { ...line, drawn: attributed, state, was_visible },
        hidden: isOut ? NOTHING : atLeastNothing(hidden),
      }
    }),
  ]
}

/**
 * A shipped line ends when real stock showed it leaving, or when balances were read long enough after it shipped: by then
 * they are right whatever we understood of them. What a shared place owes to real stock never ends by time.
 */
function isFinished(line: DemandLine, channel: DemandChannel, look: DemandLook): boolean {
  if (line.phase !== 'shipped') return false
  if (line.state === 'settled') return true
  if (channel.reserves_in === 'shared' || line.shipped_seen_at === null || channel.is_settling) return false
  return line.shipped_seen_at.getTime() + look.settling_ms <= look.balances_read_at.getTime()
}

/** What the line asks for beyond what our own movements took from real stock and the balances can show by now. */
function asked(line: DemandLine, look: DemandLook): Quantity {
  const { posted, confirmed_at } = line.draw
  const isShown = confirmed_at !== null && confirmed_at.getTime() <= look.balances_read_at.getTime()
  return atLeastNothing(minus(line.quantity, isShown ? posted : NOTHING))
}

/**
 * Takes drops of real stock to be lines leaving. All drops so far are divided anew each time, shipped lines first: a guess
 * among open lines is corrected as soon as an order is read as shipped, and taken back when as much comes in: it may be the
 * goods of an order that had left, which is off again. So is what a shipped line has of its drop only in part: were that
 * another's, its own drop would pass on to an open line; it ends by time, too. Never more than is missing beyond the reservations,
 * so that a counter sale beside a reserved order is not mistaken for it.
 */
function attributeOutflow(
  channel: DemandChannel,
  asking: readonly DemandLine[],
  look: DemandLook,
): ReadonlyMap<DemandLine, Quantity> {
  const reserved = channel.reserves_in === 'main' ? atLeastNothing(channel.reserved_in_main) : NOTHING
  const missing = atLeastNothing(minus(sum(asking.map((line) => asked(line, look))), reserved))
  const [left, unsure] = partition(
    asking,
    (line) => line.phase === 'shipped' && line.drawn >= asked(line, look),
  )
  const guessed = minus(sum([channel.outflow, ...unsure.map((line) => line.drawn)]), channel.inflow)
  const dropped = sum([atLeastNothing(guessed), ...left.map((line) => line.drawn)])
  const takers = asking.filter((line) => canLeaveBy(channel, line)).toSorted(shippedFirst)
  return handOut(lesser(dropped, missing), takers, (line) => asked(line, look))
}

function canLeaveBy(channel: DemandChannel, line: DemandLine): boolean {
  switch (channel.reserves_in) {
    case 'main':
      return line.phase === 'shipped' || line.was_visible
    case 'nowhere':
      return true
    case 'shared':
      return line.phase === 'shipped' && channel.when_shipped === 'debt'
  }
}

function attributeReservation(
  channel: DemandChannel,
  asking: readonly DemandLine[],
  drawn: ReadonlyMap<DemandLine, Quantity>,
  look: DemandLook,
): ReadonlyMap<DemandLine, Quantity> {
  const reserved = channel.reserves_in === 'main' ? atLeastNothing(channel.reserved_in_main) : NOTHING
  const [shipped, open] = partition(asking, (line) => line.phase === 'shipped')
  return handOut(reserved, [...open, ...shipped], (line) =>
    minus(asked(line, look), drawn.get(line) ?? NOTHING),
  )
}

function handOut(
  total: Quantity,
  takers: readonly DemandLine[],
  wants: (line: DemandLine) => Quantity,
): ReadonlyMap<DemandLine, Quantity> {
  const given = new Map<DemandLine, Quantity>()
  let left = total
  for (const line of takers) {
    const part = lesser(left, wants(line))
    given.set(line, part)
    left = fromGrains(left - part)
  }
  return given
}

function partition<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))]
}

function oldestFirst(a: DemandLine, b: DemandLine): number {
  return a.first_seen_at.getTime() - b.first_seen_at.getTime() || compareText(demandKey(a), demandKey(b))
}

/** Stable, so lines of one kind stay oldest first. */
function shippedFirst(a: DemandLine, b: DemandLine): number {
  return Number(b.phase === 'shipped') - Number(a.phase === 'shipped')
}
