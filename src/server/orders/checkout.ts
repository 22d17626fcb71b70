import type { KeptSiteOrder, SiteOrderWord } from '../../contract/site-api.ts'
import { itemsTotal } from '../../domain/orders/money.ts'
import { toUnits } from '../../domain/sync/quantity.ts'
import type { Tx } from '../db/database.ts'
import { AppError } from '../kernel/app-error.ts'
import { invoiceForSite } from './change-order.ts'
import { readRoute } from './order-routes.store.ts'
import { itemsOf, lockOrderRow, readOrderRow, type StoredOrder } from './orders.store.ts'
import { placeOrder, type WantedOrder } from './place-order.ts'
import { arrivedCustomer, type ShopCustomer } from './shop-order.ts'
import { hearOfOrder, type TakeDeps } from './take-order.ts'

/** An order as a site written by hand wants it placed. */
export type CheckoutOrder = Omit<WantedOrder, 'customer'> & {
  readonly customer: ShopCustomer
  readonly note: string
}

/** The orders of sites that place them with us, for those sites. */
export type Checkout = {
  place(
    tenant_id: string,
    wanted: CheckoutOrder,
    sell: (tx: Tx) => Promise<void>,
  ): Promise<{ readonly order: KeptSiteOrder; readonly is_new: boolean }>
  /** Throws `NOT_FOUND` for an order that is not the site's. */
  read(tenant_id: string, site_id: string, id: string): Promise<KeptSiteOrder>
  change(
    tenant_id: string,
    order: { readonly site_id: string; readonly id: string },
    word: SiteOrderWord,
  ): Promise<KeptSiteOrder>
}

/** Makes it; `wake` says that there may be something to send. */
export function createCheckout(deps: TakeDeps & { readonly wake: () => void }): Checkout {
  const { database, clock, wake } = deps
  const view = (tenant_id: string, id: string) =>
    database.tenant(tenant_id, async (tx) => orderForSite(tx, await readOrderRow(tx, id)))
  return {
    async place(tenant_id, { customer, note, ...wanted }, sell) {
      const arrived = { ...wanted, customer: arrivedCustomer(customer, note) }
      const { id, is_new } = await placeOrder(deps, tenant_id, arrived, sell)
      wake()
      return { order: await view(tenant_id, id), is_new }
    },
    read: (tenant_id, site_id, id) =>
      database.tenant(tenant_id, async (tx) => {
        const order = await readOrderRow(tx, id)
        return orderForSite(tx, order?.site_id === site_id ? order : null)
      }),
    async change(tenant_id, { site_id, id }, word) {
      await database.tenant(tenant_id, async (tx) => {
        const order = await lockOrderRow(tx, id)
        const route = await readRoute(tx, site_id)
        if (order === null || route === null || order.site_id !== site_id) throw new AppError('NOT_FOUND')
        if (isSo(order, word)) return
        if (isBeyond(order, word))
          throw new AppError('ORDER_STATUS_REFUSED', { status: order.status, wanted: word })
        await hearOfOrder(tx, route, order, { word }, clock.now())
      })
      wake()
      return view(tenant_id, id)
    },
  }
}

function isSo({ progress, payment }: StoredOrder, word: SiteOrderWord): boolean {
  switch (word) {
    case 'cancelled':
      return progress === 'cancelled'
    case 'paid':
      return payment === 'approved' && progress !== 'cancelled'
    case 'refused':
    case 'expired':
      return payment === 'refused'
    case 'refunded':
      return payment === 'refunded' || payment === 'charged_back'
    case 'charged_back':
      return payment === 'charged_back'
  }
}

/**
 * What is with the customer, or over, is not for a checkout to change, nor is a payment refused that was approved. Money goes back at any
 * time, also after the goods left.
 */
function isBeyond({ progress, payment }: StoredOrder, word: SiteOrderWord): boolean {
  if (word === 'refunded' || word === 'charged_back') return false
  const isOver = progress === 'shipped' || progress === 'delivered' || progress === 'cancelled'
  const isSettled = payment === 'refunded' || payment === 'charged_back'
  const isRefusal = word === 'refused' || word === 'expired'
  return isOver || isSettled || (isRefusal && payment !== 'pending')
}

async function orderForSite(tx: Tx, order: StoredOrder | null): Promise<KeptSiteOrder> {
  if (order === null) throw new AppError('NOT_FOUND')
  const { id, number: reference, status, items_cents, freight_cents, discount_cents, total_cents } = order
  const items = await itemsOf(tx, id)
  return {
    ...{ id, reference, status, items_cents, freight_cents, discount_cents, total_cents },
    lines: items.map((item) => ({
      ...{ sku: item.sku, name: item.description, quantity: toUnits(item.quantity) },
      ...{ unit_price_cents: item.unit_price_cents, total_cents: itemsTotal([item]) },
    })),
    placed_at: order.placed_at.toISOString(),
    invoice: invoiceForSite(order),
  }
}
