import type { KeptSiteOrder, NewSiteOrder } from '../../../contract/site-api.ts'
import { fromGrains, GRAINS_PER_UNIT, toUnits } from '../../../domain/sync/quantity.ts'
import type { Tx } from '../../db/database.ts'
import { AppError } from '../../kernel/app-error.ts'
import { fingerprintOf } from '../../kernel/fingerprint.ts'
import { newId } from '../../kernel/ids.ts'
import type { SecretBox } from '../../kernel/secret-box.ts'
import type { SiteCustomer, SiteOrder } from '../connector.ts'
import { announceOrder } from './generic-news.ts'
import {
  type GenericLine,
  type GenericOrderRow,
  nextNumbers,
  orderOfReference,
  readGenericOrder,
  saveGenericOrder,
} from './generic-orders.store.ts'
import { findGenericProducts, type GenericProductRow } from './generic-products.store.ts'
import { lockGenericStock, saveGenericStock } from './generic-stock.store.ts'

/** Whose order it is, and when. */
export type OrderContext = { readonly site_id: string; readonly box: SecretBox; readonly now: Date }

/**
 * Places an order at our prices and takes its items from the site's stock, all or none. The same reference is the same order: asked again
 * it is given again, with other content it is refused. Throws `SITE_PRODUCT_UNKNOWN`, `INSUFFICIENT_STOCK`, `IDEMPOTENCY_KEY_REUSED`.
 */
export async function placeOrder(
  tx: Tx,
  context: OrderContext,
  wanted: NewSiteOrder,
): Promise<{ readonly order: GenericOrderRow; readonly is_new: boolean }> {
  const { site_id, box, now } = context
  const fingerprint = fingerprintOf('site order', wanted)
  // Held to the end: of two that place the same order at once the second finds the first one's.
  const { change, number } = await nextNumbers(tx, site_id, true)
  const before = await orderOfReference(tx, site_id, wanted.reference)
  if (before !== null) {
    if (before.fingerprint !== fingerprint) throw new AppError('IDEMPOTENCY_KEY_REUSED')
    return { order: before, is_new: false }
  }
  const lines = await pricedLines(tx, site_id, wanted)
  await moveStock(tx, site_id, lines, 'take')
  const id = newId()
  const { customer, note } = wanted
  const order: GenericOrderRow = {
    ...{ id, number, fingerprint, lines, change },
    reference: wanted.reference,
    status: wanted.status,
    has_stock: true,
    total_cents: lines.reduce((total, line) => total + line.total_cents, wanted.freight_cents),
    freight_cents: wanted.freight_cents,
    customer: box.seal(JSON.stringify({ customer, note }), `site_order:${id}`),
    placed_at: now,
    modified_at: now,
    paid_at: wanted.status === 'paid' ? now : null,
  }
  await saveGenericOrder(tx, site_id, order)
  await announceOrder(tx, context, order)
  return { order, is_new: true }
}

/** What may follow what; an order that is over stays over, and one that is completed is only ever refunded. */
const NEXT: Readonly<Record<GenericOrderRow['status'], readonly GenericOrderRow['status'][]>> = {
  awaiting_payment: ['on_hold', 'paid', 'completed', 'cancelled', 'failed'],
  on_hold: ['paid', 'completed', 'cancelled', 'failed'],
  paid: ['on_hold', 'completed', 'cancelled', 'refunded'],
  completed: ['refunded'],
  cancelled: [],
  refunded: [],
  failed: [],
}

/** Moves an order on; where it is already nothing happens. What is cancelled gives its items back, once. Null when there is no such order. */
export async function changeGenericOrder(
  tx: Tx,
  context: OrderContext,
  id: string,
  status: GenericOrderRow['status'],
): Promise<GenericOrderRow | null> {
  const { site_id, now } = context
  const { change } = await nextNumbers(tx, site_id, false)
  const before = await readGenericOrder(tx, site_id, id)
  if (before === null || before.status === status) return before
  if (!NEXT[before.status].includes(status))
    throw new AppError('ORDER_STATUS_REFUSED', { status: before.status, wanted: status })
  const givesBack = before.has_stock && (status === 'cancelled' || status === 'failed')
  if (givesBack) await moveStock(tx, site_id, before.lines, 'give_back')
  const after: GenericOrderRow = {
    ...before,
    ...{ status, change, modified_at: now },
    has_stock: before.has_stock && !givesBack,
    paid_at: status === 'paid' ? (before.paid_at ?? now) : before.paid_at,
  }
  await saveGenericOrder(tx, site_id, after)
  await announceOrder(tx, context, after)
  return after
}

/** An order as the site sees it. */
export function orderView(order: GenericOrderRow): KeptSiteOrder {
  const { id, number, reference, status, total_cents, freight_cents, lines } = order
  return {
    ...{ id, number, reference, status, total_cents, freight_cents },
    lines: lines.map((line) => ({ ...line, quantity: toUnits(fromGrains(line.quantity)) })),
    placed_at: order.placed_at.toISOString(),
    modified_at: order.modified_at.toISOString(),
    paid_at: order.paid_at?.toISOString() ?? null,
  }
}

/** An order in the words of the port. */
export function siteOrderOf(order: GenericOrderRow, box: SecretBox): SiteOrder {
  const opened: { customer: SiteCustomer; note: string } = JSON.parse(
    box.open(order.customer, `site_order:${order.id}`),
  )
  return {
    order_id: order.id,
    number: order.reference,
    status: order.status,
    site_status: order.status,
    has_taken_stock: order.has_stock,
    placed_at: order.placed_at,
    modified_at: order.modified_at,
    paid_at: order.paid_at,
    total_cents: order.total_cents,
    discount_cents: 0,
    freight_cents: order.freight_cents,
    ...opened,
    lines: order.lines.map((line) => ({ ...line, parent_id: null, quantity: fromGrains(line.quantity) })),
  }
}

async function pricedLines(tx: Tx, site_id: string, { lines }: NewSiteOrder): Promise<GenericLine[]> {
  const products = await findGenericProducts(tx, site_id, {
    skus: lines.flatMap(({ sku }) => sku ?? []),
    ids: lines.flatMap(({ product_id }) => product_id ?? []),
  })
  return lines.map(({ sku, product_id, quantity }, index) => {
    const product = products.find((one) =>
      product_id === undefined ? one.sku === sku : one.product_id === product_id,
    )
    if (product === undefined || !isForSale(product))
      throw new AppError('SITE_PRODUCT_UNKNOWN', { sku: sku ?? product_id })
    const unit_price_cents = product.price_cents
    return {
      line_id: String(index + 1),
      ...{ product_id: product.product_id, sku: product.sku, name: product.name, unit_price_cents },
      quantity: quantity * GRAINS_PER_UNIT,
      total_cents: unit_price_cents * quantity,
    }
  })
}

function isForSale(
  product: GenericProductRow,
): product is GenericProductRow & { readonly price_cents: number } {
  return product.is_active && product.price_cents !== null
}

async function moveStock(
  tx: Tx,
  site_id: string,
  lines: readonly GenericLine[],
  direction: 'take' | 'give_back',
): Promise<void> {
  const asked = new Map<string, number>()
  for (const { product_id, quantity } of lines) asked.set(product_id, (asked.get(product_id) ?? 0) + quantity)
  const held = await lockGenericStock(tx, site_id, [...asked.keys()])
  const left = new Map<string, number>()
  for (const [product_id, quantity] of asked) {
    const there = held.get(product_id)?.quantity ?? 0
    if (direction === 'take' && there < quantity) {
      const name = lines.find((line) => line.product_id === product_id)?.name
      const available = Math.max(0, toUnits(fromGrains(there)))
      const required = toUnits(fromGrains(quantity))
      throw new AppError('INSUFFICIENT_STOCK', { product_name: name, available, required })
    }
    if (held.has(product_id)) left.set(product_id, there + (direction === 'take' ? -quantity : quantity))
  }
  await saveGenericStock(tx, site_id, left)
}
