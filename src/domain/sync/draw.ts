import type { DemandChannel } from './demand.ts'
import { type DemandLine, demandKey, isLive } from './demand-line.ts'
import { channelOf, compareText, type Place, placeKey } from './place.ts'
import { minus, NOTHING, negated, type Quantity } from './quantity.ts'
import { balanceOf } from './reading.ts'
import type { PoolSource } from './sku-state.ts'

/** A movement on real stock for an order that left from a shared place. `key` is unique: storing it twice must fail. */
export type DrawMovement = {
  readonly key: string
  readonly line: DemandLine
  readonly place: Place
  readonly operation: 'E' | 'S'
  readonly quantity: Quantity
}

/**
 * The movements to make now, the lines that wait because no source could be drawn from, and those that wait because nobody knows yet what
 * became of an earlier movement at the same place, or because it may not show that one yet.
 */
export type DrawPlan = {
  readonly movements: readonly DrawMovement[]
  readonly waiting: readonly DemandLine[]
  readonly held: readonly DemandLine[]
}

/**
 * When an order ships out of a shared place, real stock is still to be told: one withdrawal from one source, the channel's own
 * first and then by priority. What was drawn is compared with what should be, so an order that is cancelled, reopened or
 * edited after it shipped gives back or takes the rest by one more movement, and an event that comes three times does nothing. Where a
 * movement is in doubt nothing else is moved: its balance could not tell any more which of them happened. Nor where an earlier one may not
 * be seen yet (`settling`, by place): when it is seen at last it would be taken for the next one.
 */
export function planDraws(
  lines: readonly DemandLine[],
  channels: readonly DemandChannel[],
  sources: readonly PoolSource[],
  settling: ReadonlySet<string>,
): DrawPlan {
  const drawing = new Set(
    channels
      .filter((channel) => channel.reserves_in === 'shared' && channel.when_shipped === 'draw')
      .filter((channel) => channel.account_state === 'active')
      .map((channel) => channel.channel_id),
  )
  const doubted = new Set(
    lines.flatMap(({ draw }) => (draw.is_pending && draw.place !== null ? [placeKey(draw.place)] : [])),
  )
  const movements: DrawMovement[] = []
  const waiting: DemandLine[] = []
  const held: DemandLine[] = []
  for (const line of lines) {
    if (!drawing.has(line.channel_id) || line.draw.is_pending) continue
    const difference = drawDue(line)
    if (difference === NOTHING) continue
    const place = difference < NOTHING ? line.draw.place : placeToDraw(line, difference, sources)
    if (place === null) waiting.push(line)
    else if (doubted.has(placeKey(place)) || settling.has(placeKey(place))) held.push(line)
    else movements.push(movementFor(line, place, difference))
  }
  return { movements, waiting, held }
}

/** What is still to leave real stock for the line; negative when it must come back. */
function drawDue(line: DemandLine): Quantity {
  const shouldHaveLeft = isLive(line) && line.phase === 'shipped' ? line.quantity : NOTHING
  return minus(shouldHaveLeft, line.draw.posted)
}

function movementFor(line: DemandLine, place: Place, difference: Quantity): DrawMovement {
  return {
    key: `${demandKey(line)}/${line.draw.made + 1}`,
    line,
    place,
    operation: difference > NOTHING ? 'S' : 'E',
    quantity: difference > NOTHING ? difference : negated(difference),
  }
}

/**
 * The first deposit that covers the whole line; when none does, the first one all the same: the goods are gone already. A branch is
 * never drawn from: what it holds is told by whoever works there.
 */
function placeToDraw(line: DemandLine, quantity: Quantity, sources: readonly PoolSource[]): Place | null {
  const usable = sources
    .filter(({ place, account_state }) => place.kind === 'deposit' && account_state === 'active')
    .filter(({ reading }) => reading.kind === 'observed' || reading.kind === 'unmoved')
    .toSorted((a, b) => bySourceOrder(line.channel_id, a, b))
  const covering = usable.find(({ reading }) => (balanceOf(reading)?.virtual ?? NOTHING) >= quantity)
  return (covering ?? usable[0])?.place ?? null
}

function bySourceOrder(channel_id: string, a: PoolSource, b: PoolSource): number {
  const isForeign = ({ place }: PoolSource) => Number(channelOf(place) !== channel_id)
  return (
    isForeign(a) - isForeign(b) ||
    a.priority - b.priority ||
    compareText(placeKey(a.place), placeKey(b.place))
  )
}
