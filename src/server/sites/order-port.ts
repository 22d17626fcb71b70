import { answered, connectorOfActive, type Failed } from './active-connector.ts'
import type { SiteOrder, SiteOrderNews } from './connector.ts'
import type { SiteDeps } from './site-deps.ts'
import type { SiteRef } from './webhook/site-inbox.store.ts'

/** An order of a site, by our id and by what the site calls it. */
export type OrderAtSite = {
  readonly id: string
  readonly site_id: string
  readonly site_order_id: string
  readonly number: string
}

type OrdersRead =
  | {
      readonly kind: 'read'
      readonly orders: readonly SiteOrder[]
      readonly next_cursor: string
      readonly is_last: boolean
    }
  | Failed
type OrderRead =
  | { readonly kind: 'found'; readonly order: SiteOrder }
  | { readonly kind: 'gone' | 'elsewhere' }
  | Failed

/** Sites for who keeps their orders and does not know their kinds. */
export type OrderPort = {
  /** Failures are answers. A site that places its orders with us has none to read. */
  page(site: SiteRef, query: { readonly cursor: string | null; readonly since: Date }): Promise<OrdersRead>
  read(site: SiteRef, order_id: string): Promise<OrderRead>
  /** Tells a site where its order stands. Telling the same again does no harm. Throws `SiteError`, also while the site is paused. */
  tell(tenant_id: string, order: OrderAtSite, news: SiteOrderNews): Promise<void>
}

/** Makes the port of one process. */
export function createOrderPort(deps: Pick<SiteDeps, 'database' | 'connectors'>): OrderPort {
  const ordersOf = async (site: SiteRef) => (await connectorOfActive(deps, site)).orders
  return {
    page: (site, query) =>
      answered(async () => {
        const { kept } = await ordersOf(site)
        if (kept === null) return { kind: 'read', orders: [], next_cursor: '', is_last: true }
        const { items: orders, next_cursor, is_last } = await kept.page(query)
        return { kind: 'read', orders, next_cursor, is_last }
      }),
    read: (site, order_id) =>
      answered(async () => {
        const { kept } = await ordersOf(site)
        if (kept === null) return { kind: 'elsewhere' }
        const order = await kept.read(order_id)
        return order === null ? { kind: 'gone' } : { kind: 'found', order }
      }),
    async tell(tenant_id, { id, site_id, site_order_id: order_id, number }, news) {
      await (await ordersOf({ tenant_id, site_id })).tell({ id, order_id, number }, news)
    },
  }
}
