import type { Place } from './place.ts'
import { NOTHING, type Quantity } from './quantity.ts'

/** Where an order stands, whatever words its channel uses: still to leave, gone out of stock, or off. */
export type OrderPhase = 'open' | 'shipped' | 'cancelled'

/**
 * `open`: not shown by any source, so it lowers what is available; `visible`: reserved in a main deposit;
 * `settled`: drawn from real stock, or carried on by another channel's order; `cancelled`; `ignored`: of a channel that the owner excluded.
 */
export type DemandState = 'open' | 'visible' | 'settled' | 'cancelled' | 'ignored'

/** The movements that we made on real stock for one line (see `planDraws`). */
export type DrawRecord = {
  /** What left real stock by our movements, entries taken back already subtracted. */
  readonly posted: Quantity
  /** How many movements were made; the next one's key counts on. */
  readonly made: number
  /** A movement was decided and its end is not known yet: nothing more is decided until it is. */
  readonly is_pending: boolean
  readonly place: Place | null
  /** When the last movement was known to have arrived; balances read before it do not show it. */
  readonly confirmed_at: Date | null
}

/** One line of the demand ledger: what one item of one order asks of one SKU. */
export type DemandLine = {
  /** The account or site where the order lives. */
  readonly channel_id: string
  readonly order_id: string
  /** The SKU and which of its lines in the order ("CANECA-01#2"): stable even when a channel renumbers its items. */
  readonly item_id: string
  readonly sku: string
  readonly quantity: Quantity
  readonly phase: OrderPhase
  readonly state: DemandState
  /** The name of the rule that excludes the order, for counting. */
  readonly ignored_by: string | null
  /** Whether the order lives on as an order of another channel, which carries the demand from then on. */
  readonly is_replaced: boolean
  /** The account in which a site's order may be already, before anybody read it there: what is reserved there may be this line. */
  readonly carrier_id: string | null
  readonly first_seen_at: Date
  readonly shipped_seen_at: Date | null
  /** Whether a main deposit ever showed it as reserved: only then can a drop there be this line leaving. */
  readonly was_visible: boolean
  /** How much of a seen drop of real stock is taken to be this line leaving. */
  readonly drawn: Quantity
  readonly draw: DrawRecord
}

/** A line for which nothing was drawn yet. */
export const NO_DRAW: DrawRecord = {
  posted: NOTHING,
  made: 0,
  is_pending: false,
  place: null,
  confirmed_at: null,
}

/** Whether the line asks for stock at all. */
export function isLive(line: DemandLine): boolean {
  return line.phase !== 'cancelled' && line.ignored_by === null && !line.is_replaced
}

/** The channel whose balances may show the line. */
export function carrierOf(line: DemandLine): string {
  return line.carrier_id ?? line.channel_id
}

/** One line's name in the whole ledger. */
export function demandKey(line: Pick<DemandLine, 'channel_id' | 'order_id' | 'item_id'>): string {
  return `${line.channel_id}/${line.order_id}/${line.item_id}`
}
