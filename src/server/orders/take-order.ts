import { itemsTotal } from '../../domain/orders/money.ts'
import { learn, NEW_ORDER } from '../../domain/orders/order-facts.ts'
import { statusOf } from '../../domain/orders/standing.ts'
import { newsFromSite } from '../../domain/orders/status-mapping.ts'
import type { Database, Tx } from '../db/database.ts'
import { AppError } from '../kernel/app-error.ts'
import type { Clock } from '../kernel/clock.ts'
import { newId } from '../kernel/ids.ts'
import type { ArrivedOrder } from './arrived-order.ts'
import { askForWork, changeOrder, keepDemand } from './change-order.ts'
import { followEdit } from './edit-order.ts'
import { linkSkus } from './link-items.ts'
import { recordOrderEvent } from './order-events.store.ts'
import { type OrderRoute, readRoute } from './order-routes.store.ts'
import { insertOrder, isShopNumberTaken, lockSiteOrder, type StoredOrder } from './orders.store.ts'
import { personIn } from './person-in.ts'

/** What orders are taken with. */
export type TakeDeps = { readonly database: Database; readonly clock: Clock }

/** The order as it stands after it was heard of, and whether that was the first time. */
export type Taken = { readonly order: StoredOrder; readonly is_new: boolean }

/**
 * Takes an order of a site in, or what the site now says of one that is known: each order exactly once, however often and in whatever order
 * it is brought. From this instant it asks for its stock. An edit at a shop that keeps its orders is followed (see `followEdit`).
 */
export async function takeOrder(
  deps: TakeDeps,
  tenant_id: string,
  site_id: string,
  arrived: ArrivedOrder,
): Promise<Taken> {
  const now = deps.clock.now()
  return deps.database.tenant(tenant_id, (tx) => takeOrderIn(tx, site_id, arrived, now))
}

/** The same inside the caller's transaction. Throws `NOT_FOUND` for a site whose orders nobody asked for. */
export async function takeOrderIn(tx: Tx, site_id: string, arrived: ArrivedOrder, now: Date): Promise<Taken> {
  const route = await readRoute(tx, site_id)
  if (route === null) throw new AppError('NOT_FOUND', { site_id })
  const known = await lockSiteOrder(tx, site_id, arrived.site_order_id)
  if (known === null) return { order: await firstTime(tx, route, arrived, now), is_new: true }
  const { version } = arrived
  const order =
    version === undefined ? known : await followEdit(tx, route, known, { ...arrived, version }, now)
  return { order: await hearOfOrder(tx, route, order, arrived, now), is_new: false }
}

async function firstTime(tx: Tx, route: OrderRoute, arrived: ArrivedOrder, now: Date): Promise<StoredOrder> {
  const { items } = arrived
  const linked = await linkSkus(
    tx,
    items.map(({ sku }) => sku),
    route.account_id,
  )
  const news = newsFromSite(route.shop_kind, route.status_mapping, arrived.word)
  const facts = learn(NEW_ORDER, news ?? {})
  const order: StoredOrder = {
    ...BLANK,
    ...facts,
    id: newId(),
    site_id: route.site_id,
    site_order_id: arrived.site_order_id,
    number: arrived.number,
    shop_number: await freeShopNumber(tx, route, arrived.number),
    placed_at: arrived.placed_at,
    taken_at: now,
    items_cents: itemsTotal(items),
    discount_cents: arrived.discount_cents,
    freight_cents: arrived.freight_cents,
    other_cents: arrived.other_cents,
    total_cents: arrived.total_cents,
    instalments: arrived.instalments,
    payment_method: arrived.payment_method,
    status: statusOf(facts),
    is_linked: linked.unknown.length === 0,
    is_held: arrived.is_held ?? false,
    site_word: arrived.word,
    site_modified_at: arrived.version?.modified_at ?? null,
    site_digest: arrived.version?.digest ?? null,
  }
  await insertOrder(tx, order, items, personIn(arrived.customer))
  await recordOrderEvent(tx, order.id, {
    at: now,
    kind: 'taken',
    facts: {
      ...{ number: order.number, word: arrived.word, is_word_known: news !== null, status: order.status },
      ...{ total_cents: order.total_cents, items: items.length, unknown_skus: linked.unknown },
    },
  })
  await keepDemand(tx, order, items, now)
  await askForWork(tx, order, now)
  return order
}

/** What the site's word tells of an order that is known. */
export async function hearOfOrder(
  tx: Tx,
  route: OrderRoute,
  known: StoredOrder,
  { word }: Pick<ArrivedOrder, 'word'>,
  now: Date,
): Promise<StoredOrder> {
  if (word === known.site_word) return known
  const news = newsFromSite(route.shop_kind, route.status_mapping, word)
  const order = await changeOrder(tx, known, { site_word: word, news: news ?? {} }, now)
  await recordOrderEvent(tx, known.id, {
    at: now,
    kind: 'told_by_site',
    facts: { word, is_word_known: news !== null, before: known.status, after: order.status },
  })
  return order
}

/** The number that the account knows the order by: the site's own, unless an order of another site has it. */
async function freeShopNumber(tx: Tx, route: OrderRoute, number: string): Promise<string> {
  const wanted = `${route.number_prefix}${number}`
  return (await isShopNumberTaken(tx, wanted)) ? `${wanted}-${route.site_id.slice(-6)}` : wanted
}

const BLANK = {
  account_id: null,
  may_be_there: false,
  bling_order_id: null,
  bling_number: null,
  bling_status: null,
  was_cancelled_there: false,
  are_accounts_launched: false,
  is_stock_launched: false,
  was_fulfilled: false,
  is_stock_reversed: false,
  invoice_asked_at: null,
  invoice_id: null,
  invoice_sent_at: null,
  invoice_number: null,
  invoice_series: null,
  invoice_key: null,
  invoice_url: null,
  site_invoice: null,
  site_modified_at: null,
  site_digest: null,
  is_edited: false,
  edit_held: null,
  bling_items: null,
  sent_goods: [],
} as const
