import { intakeOf } from '../../domain/orders/intake.ts'
import { learn, NEW_ORDER } from '../../domain/orders/order-facts.ts'
import { newsFromSite } from '../../domain/orders/status-mapping.ts'
import type { Tx } from '../db/database.ts'
import type { SiteFailed, SiteName, SitePort } from '../sync/sites/site-port.ts'
import { changeOrder } from './change-order.ts'
import { recordOrderEvent } from './order-events.store.ts'
import { type OrderRoute, readRoute } from './order-routes.store.ts'
import { lockSiteOrder } from './orders.store.ts'
import { relabelOrder } from './relink-orders.ts'
import { arrivedOrder, type ShopOrder } from './shop-order.ts'
import { type TakeDeps, takeOrderIn } from './take-order.ts'

/** How orders are read at the shops that keep them. Whoever puts the product together hands it in. */
export type ShopReader = {
  /** Orders that changed, oldest change first; an order may come again. Null begins at `since`. */
  page(
    site: SiteName,
    query: { readonly cursor: string | null; readonly since: Date },
  ): Promise<
    | {
        readonly kind: 'read'
        readonly orders: readonly ShopOrder[]
        readonly next_cursor: string
        readonly is_last: boolean
      }
    | SiteFailed
  >
  /** `gone`: the shop has no such order (any more). `elsewhere`: the site keeps none, it places them with us. */
  read(
    site: SiteName,
    order_id: string,
  ): Promise<
    | { readonly kind: 'found'; readonly order: ShopOrder }
    | { readonly kind: 'gone' | 'elsewhere' }
    | SiteFailed
  >
}

/** What orders of shops are taken with. */
export type ShopIntakeDeps = TakeDeps & { readonly shops: ShopReader; readonly wake: () => void }

/** Takes orders in as shops show them, for whoever hears of events and looks after what was not heard. */
export function createShopIntake(deps: ShopIntakeDeps): Pick<SitePort, 'takeOrders' | 'takeOrder'> {
  const { database, clock, shops, wake } = deps
  const inside = (tenant_id: string, work: (tx: Tx) => Promise<void>) => database.tenant(tenant_id, work)
  return {
    async takeOrders(site, query) {
      const page = await shops.page(site, query)
      if (page.kind === 'failed') return page
      for (const order of page.orders)
        await inside(site.tenant_id, (tx) => takeShopOrder(tx, site.site_id, order, clock.now()))
      wake()
      return { kind: 'taken', next_cursor: page.next_cursor, is_last: page.is_last }
    },
    async takeOrder(site, order_id) {
      const read = await shops.read(site, order_id)
      if (read.kind === 'failed') return read
      await inside(site.tenant_id, async (tx) => {
        if (read.kind === 'found') await takeShopOrder(tx, site.site_id, read.order, clock.now())
        if (read.kind === 'gone') await forgetShopOrder(tx, site.site_id, order_id, clock.now())
      })
      wake()
      return { kind: 'taken' }
    },
  }
}

async function takeShopOrder(tx: Tx, site_id: string, order: ShopOrder, now: Date): Promise<void> {
  const route = await readRoute(tx, site_id)
  if (route === null) return
  const known = await lockSiteOrder(tx, site_id, order.order_id)
  const intake = known === null ? intakeOfShop(route, order) : 'take'
  if (intake === 'pass') return
  const arrived = await arrivedOrder(tx, site_id, order)
  // One that was edited has its SKUs from the new version.
  const isSame = known !== null && (known.site_digest ?? arrived.version.digest) === arrived.version.digest
  if (isSame) await relabelOrder(tx, known, arrived.items, now)
  await takeOrderIn(tx, site_id, { ...arrived, is_held: intake === 'hold' }, now)
}

function intakeOfShop(route: OrderRoute, { word, has_taken_stock, placed_at }: ShopOrder) {
  const facts = learn(NEW_ORDER, newsFromSite(route.shop_kind, route.status_mapping, word) ?? {})
  return intakeOf({ facts, has_taken_stock, placed_at, connected_at: route.connected_at })
}

/** An order that the shop removed is off. */
async function forgetShopOrder(tx: Tx, site_id: string, order_id: string, now: Date): Promise<void> {
  const known = await lockSiteOrder(tx, site_id, order_id)
  if (known === null || known.progress === 'cancelled') return
  const order = await changeOrder(tx, known, { news: { progress: 'cancelled' } }, now)
  await recordOrderEvent(tx, known.id, {
    at: now,
    kind: 'told_by_site',
    facts: { removed: true, before: known.status, after: order.status },
  })
}
