import { orderTotal } from '../../domain/orders/money.ts'
import { type Asked, expandKits, shortagesOf } from '../../domain/sync/kits.ts'
import {
  atLeastNothing,
  fromUnits,
  minus,
  NOTHING,
  type Quantity,
  toUnits,
} from '../../domain/sync/quantity.ts'
import type { Tx } from '../db/database.ts'
import { AppError } from '../kernel/app-error.ts'
import { kitsAtSitesWith, partsOfKits } from '../sync/engine/kit-structures.queries.ts'
import type { ArrivedCustomer, ArrivedItem, ArrivedOrder } from './arrived-order.ts'
import { lockForSale, type SaleFacts } from './availability.store.ts'
import { checkedDocument } from './customer-document.ts'
import { readRoute } from './order-routes.store.ts'
import { itemsOf, lockSiteOrder, type StoredOrder } from './orders.store.ts'
import { ourSkus } from './our-skus.ts'
import { type TakeDeps, takeOrderIn } from './take-order.ts'

/** What a checkout wants placed. Products are the site's, whole units; prices and totals are ours. Money in whole cents. */
export type WantedOrder = {
  readonly site_id: string
  readonly number: string
  readonly word: string
  readonly items: readonly { readonly product_id: string; readonly sku: string; readonly quantity: number }[]
  readonly freight_cents: number
  readonly discount_cents: number
  readonly instalments: number
  readonly payment_method: string
  readonly customer: ArrivedCustomer
}

/**
 * Places an order of a checkout that asks us: our prices, our total, and only what is there. Of two buyers of the last unit the first has
 * it; the other is told what is left. The same number again gives the order that is there; with other content it is refused. `sell` takes
 * the items from what the site shows, in the same transaction.
 */
export async function placeOrder(
  deps: TakeDeps,
  tenant_id: string,
  wanted: WantedOrder,
  sell: (tx: Tx) => Promise<void>,
): Promise<{ readonly id: string; readonly is_new: boolean }> {
  const now = deps.clock.now()
  return deps.database.tenant(tenant_id, async (tx) => {
    const { site_id, number } = wanted
    if ((await readRoute(tx, site_id)) === null) throw new AppError('NOT_FOUND', { site_id })
    const known = await lockSiteOrder(tx, site_id, number)
    const asked = await askedOf(tx, wanted)
    if (known !== null) {
      if (!(await isSame(tx, known, wanted, asked))) throw new AppError('IDEMPOTENCY_KEY_REUSED')
      return { id: known.id, is_new: false }
    }
    const arrived = orderOf(wanted, await priced(tx, site_id, asked), now)
    const { order } = await takeOrderIn(tx, site_id, arrived, now)
    await sell(tx)
    return { id: order.id, is_new: true }
  })
}

async function askedOf(tx: Tx, { site_id, items }: WantedOrder): Promise<Asked[]> {
  const skus = await ourSkus(tx, site_id, items)
  return items.map(({ quantity }, index) => ({ sku: skus[index] ?? '', quantity: fromUnits(quantity) }))
}

/** Prices may be others by now: what was asked for is compared. */
async function isSame(
  tx: Tx,
  known: StoredOrder,
  wanted: WantedOrder,
  asked: readonly Asked[],
): Promise<boolean> {
  const { freight_cents, discount_cents } = wanted
  const items = await itemsOf(tx, known.id)
  return (
    known.freight_cents === freight_cents &&
    known.discount_cents === discount_cents &&
    items.length === asked.length &&
    items.every(
      ({ sku, quantity }, index) => sku === asked[index]?.sku && quantity === asked[index]?.quantity,
    )
  )
}

function orderOf(wanted: WantedOrder, items: readonly ArrivedItem[], now: Date): ArrivedOrder {
  const { number, word, freight_cents, discount_cents, instalments, payment_method, customer } = wanted
  const charges = { freight_cents, discount_cents, other_cents: 0 }
  const { document } = customer
  if (document !== '' && checkedDocument(document) === null)
    throw new AppError('ORDER_DOCUMENT_INVALID', {
      fields: [{ path: 'customer.tax_id', message: 'não confere' }],
    })
  return {
    ...{ site_order_id: number, number, word, placed_at: now, items, instalments, payment_method, customer },
    ...charges,
    total_cents: orderTotal(items, charges),
  }
}

async function priced(tx: Tx, site_id: string, asked: readonly Asked[]): Promise<ArrivedItem[]> {
  const skus = asked.map(({ sku }) => sku)
  const leaving = await leavingStock(tx, asked)
  // The kits of what leaves are marked with it: all are held in one order, so that nobody waits crosswise.
  const names = [...new Set([...skus, ...leaving.map(({ sku }) => sku)])]
  const kits = await kitsAtSitesWith(tx, names)
  const facts = await lockForSale(tx, site_id, [...new Set([...names, ...kits.map(({ sku }) => sku)])])
  refuseUnlessThere(leaving, facts)
  return asked.map(({ sku, quantity }) => {
    const found = facts.get(sku)
    if (found === undefined) throw new AppError('ORDER_SKU_UNKNOWN', { sku })
    if (found.unit_price_cents === null) throw new AppError('ORDER_WITHOUT_PRICE', { sku })
    return { sku, description: found.name, quantity, unit_price_cents: found.unit_price_cents }
  })
}

/** Of a kit its parts are what leaves. */
async function leavingStock(tx: Tx, asked: readonly Asked[]): Promise<readonly Asked[]> {
  const parts = await partsOfKits(
    tx,
    asked.map(({ sku }) => sku),
    'all',
  )
  const expanded = expandKits(asked, parts)
  if (!expanded.ok) throw new AppError('ORDER_STOCK_UNKNOWN', { sku: expanded.sku })
  return expanded.items
}

/** What the last look found, less what was asked for since and is not in it; items that share a part are checked on the sum. */
function refuseUnlessThere(leaving: readonly Asked[], facts: ReadonlyMap<string, SaleFacts>): void {
  const left = new Map<string, Quantity>()
  for (const { sku } of leaving) {
    const found = facts.get(sku)
    if (found === undefined) throw new AppError('ORDER_SKU_UNKNOWN', { sku })
    if (found.available === null) throw new AppError('ORDER_STOCK_UNKNOWN', { sku })
    left.set(sku, minus(found.available, found.asked_since))
  }
  const [short] = shortagesOf(leaving, (sku) => left.get(sku) ?? NOTHING)
  if (short === undefined) return
  const { sku, required, available } = short
  throw new AppError('INSUFFICIENT_STOCK', {
    ...{ sku, product_name: facts.get(sku)?.name, required: toUnits(required) },
    available: toUnits(atLeastNothing(available)),
  })
}
