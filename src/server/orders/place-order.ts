import type * as z from 'zod'
import type { newOrder } from '../../contract/orders.ts'
import { orderTotal } from '../../domain/orders/money.ts'
import { fromUnits, lesser, minus, type Quantity, sum, toUnits } from '../../domain/sync/quantity.ts'
import type { Tx } from '../db/database.ts'
import { AppError } from '../kernel/app-error.ts'
import { markDirty } from '../sync/engine/dirty-skus.store.ts'
import type { ArrivedItem, ArrivedOrder } from './arrived-order.ts'
import { lockForSale, type SaleFacts } from './availability.store.ts'
import { checkedDocument } from './customer-document.ts'
import { readRoute } from './order-routes.store.ts'
import { lockSiteOrder } from './orders.store.ts'
import { type TakeDeps, takeOrderIn } from './take-order.ts'

/**
 * Places an order of a checkout that asks us: our prices, our total, and only what is there. Of two buyers of the last unit the first has
 * it; the other is told what is left. The same number again gives the order that is there.
 */
export async function placeOrder(
  deps: TakeDeps,
  tenant_id: string,
  wanted: z.output<typeof newOrder>,
): Promise<{ readonly id: string; readonly is_new: boolean }> {
  try {
    return await place(deps, tenant_id, wanted)
  } catch (error) {
    // Nobody has looked yet: whoever tries again soon finds it looked at.
    if (error instanceof AppError && error.code === 'ORDER_STOCK_UNKNOWN') {
      const skus = wanted.items.map(({ sku }) => sku)
      const mark = { origin: 'manual', lane: 'person', at: deps.clock.now() } as const
      await deps.database.tenant(tenant_id, (tx) => markDirty(tx, skus, mark))
    }
    throw error
  }
}

async function place(
  deps: TakeDeps,
  tenant_id: string,
  wanted: z.output<typeof newOrder>,
): Promise<{ readonly id: string; readonly is_new: boolean }> {
  const now = deps.clock.now()
  return deps.database.tenant(tenant_id, async (tx) => {
    const { site_id, number } = wanted
    if ((await readRoute(tx, site_id)) === null) throw new AppError('NOT_FOUND', { site_id })
    const known = await lockSiteOrder(tx, site_id, number)
    if (known !== null) return { id: known.id, is_new: false }
    const arrived = await orderOf(tx, wanted, now)
    const { order } = await takeOrderIn(tx, site_id, arrived, now)
    return { id: order.id, is_new: true }
  })
}

async function orderOf(tx: Tx, wanted: z.output<typeof newOrder>, now: Date): Promise<ArrivedOrder> {
  const items = await priced(tx, wanted.site_id, wanted.items)
  const { freight_cents, discount_cents, customer } = wanted
  const charges = { freight_cents, discount_cents, other_cents: 0 }
  const document = customer.document ?? ''
  if (document !== '' && checkedDocument(document) === null)
    throw new AppError('ORDER_DOCUMENT_INVALID', {
      fields: [{ path: 'customer.document', message: 'não confere' }],
    })
  const { address } = customer
  return {
    site_order_id: wanted.number,
    number: wanted.number,
    word: 'awaiting_payment',
    placed_at: now,
    items,
    ...charges,
    total_cents: orderTotal(items, charges),
    instalments: wanted.instalments,
    payment_method: wanted.payment_method ?? '',
    customer: {
      name: customer.name,
      document,
      email: customer.email ?? '',
      phone: customer.phone ?? '',
      address:
        address === undefined
          ? null
          : {
              ...address,
              number: address.number ?? '',
              complement: address.complement ?? '',
              district: address.district ?? '',
            },
    },
  }
}

async function priced(
  tx: Tx,
  site_id: string,
  asked: z.output<typeof newOrder>['items'],
): Promise<ArrivedItem[]> {
  const wanted = new Map<string, Quantity>()
  for (const { sku, quantity } of asked)
    wanted.set(sku, sum([wanted.get(sku) ?? fromUnits(0), fromUnits(quantity)]))
  const facts = await lockForSale(tx, site_id, [...wanted.keys()])
  for (const [sku, quantity] of wanted) refuseUnlessThere(sku, quantity, facts.get(sku))
  return asked.map(({ sku, quantity }) => {
    const found = facts.get(sku)
    if (found === undefined) throw new AppError('ORDER_SKU_UNKNOWN', { sku })
    if (found.unit_price_cents === null) throw new AppError('ORDER_WITHOUT_PRICE', { sku })
    return {
      sku,
      description: found.name,
      quantity: fromUnits(quantity),
      unit_price_cents: found.unit_price_cents,
    }
  })
}

/** What the last look found, less what was asked for since and is not in it. */
function refuseUnlessThere(sku: string, quantity: Quantity, facts: SaleFacts | undefined): void {
  if (facts === undefined) throw new AppError('ORDER_SKU_UNKNOWN', { sku })
  if (facts.available === null) throw new AppError('ORDER_STOCK_UNKNOWN', { sku })
  const left = minus(facts.available, facts.asked_since)
  if (left >= quantity) return
  const none = fromUnits(0)
  throw new AppError('INSUFFICIENT_STOCK', {
    ...{ sku, product_name: facts.name, required: toUnits(quantity) },
    available: toUnits(left < none ? none : lesser(left, facts.available)),
  })
}
