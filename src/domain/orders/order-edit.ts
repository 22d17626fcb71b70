import { minus, NOTHING, type Quantity, sum } from '../sync/quantity.ts'
import { type OrderFacts, PROGRESSES } from './order-facts.ts'

/** Which version of an order is known: when its shop changed it, and the mark of what it holds; null before anybody kept that. */
export type KnownVersion = { readonly modified_at: Date | null; readonly digest: string | null }
/** The version that a shop shows. */
export type ToldVersion = { readonly modified_at: Date; readonly digest: string }

/**
 * `late`: an older version than the known one, however it comes to be told only now. `same`: it holds what is known. `other`: it is newer
 * and holds something else. Shops tell time by the second: of two versions of one second the one that is read later stands.
 */
export function compareVersions(known: KnownVersion, told: ToldVersion): 'late' | 'same' | 'other' {
  if (known.modified_at !== null && told.modified_at.getTime() < known.modified_at.getTime()) return 'late'
  return known.digest === told.digest ? 'same' : 'other'
}

/** Why an edit is not followed in Bling by itself. */
export type EditHold = 'left' | 'invoiced' | 'empty' | 'changed_there'

/** What decides whether an order may be given other items there. */
export type EditSide = {
  readonly facts: OrderFacts
  /** Whether goods of it left stock there, by us or by others, as far as is known. */
  readonly are_goods_out: boolean
  readonly has_invoice: boolean
  readonly items: number
}

/** Why a person has to decide about an edit; null when the new items take the place of the old ones. A cancelled invoice binds, too. */
export function editHold({ facts, are_goods_out, has_invoice, items }: EditSide): EditHold | null {
  if (has_invoice || facts.invoice !== 'none') return 'invoiced'
  const isSent = PROGRESSES.indexOf(facts.progress) >= PROGRESSES.indexOf('shipped')
  if (are_goods_out || (isSent && facts.progress !== 'cancelled')) return 'left'
  return items === 0 ? 'empty' : null
}

/** A piece of what an order asks for. */
type Asked = { readonly sku: string; readonly quantity: Quantity }

/** What of `wanted` goes beyond `there`, by SKU: what nothing asks for yet while the account's order holds the old items. */
export function beyond(wanted: readonly Asked[], there: readonly Asked[]): Asked[] {
  const total = (all: readonly Asked[], sku: string) =>
    sum(all.filter((one) => one.sku === sku).map(({ quantity }) => quantity))
  return [...new Set(wanted.map(({ sku }) => sku))].flatMap((sku) => {
    const quantity = minus(total(wanted, sku), total(there, sku))
    return quantity > NOTHING ? [{ sku, quantity }] : []
  })
}

/** What an order holds as one text, whatever the order of its items and however they are split: equal when it asks and costs the same. */
export function goodsOf(
  items: readonly {
    readonly product_id: string | null
    readonly quantity: Quantity
    readonly unit_price_cents: number
    readonly discount_percent?: number
  }[],
): string {
  const named = Map.groupBy(
    items,
    ({ product_id, unit_price_cents, discount_percent = 0 }) =>
      `${product_id ?? '?'}@${unit_price_cents}${discount_percent === 0 ? '' : `-${discount_percent}%`}`,
  )
  return [...named]
    .map(([name, all]) => `${sum(all.map(({ quantity }) => quantity))}x${name}`)
    .toSorted()
    .join(' ')
}
