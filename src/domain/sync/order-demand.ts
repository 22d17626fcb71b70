import { type DemandLine, NO_DRAW, type OrderPhase } from './demand-line.ts'
import { NOTHING, type Quantity } from './quantity.ts'

/** One item of an order, kits already taken apart (see `expandKits`). */
export type OrderItem = { readonly sku: string; readonly quantity: Quantity }

/** An order as it was just read again, or that it no longer exists. An order that could not be read decides nothing. */
export type OrderReading =
  | {
      readonly kind: 'found'
      readonly phase: OrderPhase
      readonly items: readonly OrderItem[]
      readonly ignored_by: string | null
      readonly is_replaced: boolean
      /** See `DemandLine`; none when absent. */
      readonly carrier_id?: string | null
    }
  | { readonly kind: 'gone' }

/** The lines of the order from now on; without a change nothing needs to be looked at again. */
export type OrderDemand = { readonly lines: readonly DemandLine[]; readonly is_changed: boolean }

/**
 * Brings the lines of one order to what the order says now. Only the order as read again counts, never arithmetic on events,
 * so repeated, late and reversed events all end the same. Items that left the order, and all of an order that is gone, stay as
 * cancelled lines: the history of the demand is kept and released exactly once.
 */
export function demandOfOrder(
  order: { readonly channel_id: string; readonly order_id: string },
  stored: readonly DemandLine[],
  reading: OrderReading,
  seen_at: Date,
): OrderDemand {
  const now = reading.kind === 'found' ? reading : GONE
  const items = numberItems(now.items)
  const kept = stored.map((line) => {
    const item = items.get(line.item_id)
    return item === undefined ? cancelled(line) : reread(line, item.quantity, now, seen_at)
  })
  const known = new Set(stored.map((line) => line.item_id))
  const unknown = now.phase === 'cancelled' ? [] : [...items].filter(([item_id]) => !known.has(item_id))
  const added = unknown.map(([item_id, { sku, quantity }]): DemandLine => {
    const line = { ...order, ...BLANK, item_id, sku, quantity, first_seen_at: seen_at }
    return reread(line, quantity, now, seen_at)
  })
  const is_changed = added.length > 0 || kept.some((line, index) => line !== stored[index])
  return { lines: [...kept, ...added], is_changed }
}

type FoundOrder = Extract<OrderReading, { kind: 'found' }>

const GONE: FoundOrder = {
  kind: 'found',
  phase: 'cancelled',
  items: [],
  ignored_by: null,
  is_replaced: false,
}

const BLANK = {
  phase: 'open',
  state: 'open',
  ignored_by: null,
  is_replaced: false,
  carrier_id: null,
  shipped_seen_at: null,
  was_visible: false,
  drawn: NOTHING,
  draw: NO_DRAW,
} as const

/** Names each item by its SKU and its turn: channels renumber items when an order is edited, this name stays. */
function numberItems(items: readonly OrderItem[]): Map<string, OrderItem> {
  const turns = new Map<string, number>()
  const numbered = new Map<string, OrderItem>()
  for (const item of items) {
    if (item.quantity <= NOTHING) continue
    const turn = (turns.get(item.sku) ?? 0) + 1
    turns.set(item.sku, turn)
    numbered.set(`${item.sku}#${turn}`, item)
  }
  return numbered
}

/** The same object when nothing changed, so that an event without effect is recognised as such. */
function reread(
  line: DemandLine,
  quantity: Quantity,
  { phase, ignored_by, is_replaced, carrier_id = null }: FoundOrder,
  seen_at: Date,
): DemandLine {
  if (phase === 'cancelled') return cancelled(line)
  const isSame =
    line.quantity === quantity &&
    line.phase === phase &&
    line.ignored_by === ignored_by &&
    line.is_replaced === is_replaced &&
    line.carrier_id === carrier_id
  if (isSame) return line
  const stayedShipped = line.phase === 'shipped' && phase === 'shipped'
  // What was taken for another channel's order leaving is none of a line that asks by itself again.
  const cameBack = (line.phase !== 'open' && phase === 'open') || (line.is_replaced && !is_replaced)
  return {
    ...line,
    quantity,
    phase,
    ignored_by,
    is_replaced,
    carrier_id,
    state: ignored_by !== null ? 'ignored' : is_replaced ? 'settled' : 'open',
    shipped_seen_at: phase === 'open' ? null : stayedShipped ? line.shipped_seen_at : seen_at,
    was_visible: line.was_visible && !cameBack,
    drawn: cameBack ? NOTHING : line.drawn,
  }
}

function cancelled(line: DemandLine): DemandLine {
  if (line.phase === 'cancelled') return line
  return { ...line, phase: 'cancelled', state: line.ignored_by === null ? 'cancelled' : 'ignored' }
}
