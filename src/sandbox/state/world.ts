import type { Balance } from '../erp/balance.ts'
import type { Category } from '../erp/category.ts'
import type { Channel } from '../erp/channel.ts'
import type { Company } from '../erp/company.ts'
import type { Contact } from '../erp/contact.ts'
import type { Deposit } from '../erp/deposit.ts'
import type { Invoice } from '../erp/invoice.ts'
import type { Movement } from '../erp/movement.ts'
import type { Order } from '../erp/order.ts'
import type { PaymentMethod } from '../erp/payment-method.ts'
import type { Product } from '../erp/product.ts'
import type { Receivable } from '../erp/receivable.ts'
import type { Situation } from '../erp/situation.ts'
import type { App } from '../oauth/app.ts'
import type { AuthorizationCode } from '../oauth/code.ts'
import type { AccessToken, Connection, RefreshToken } from '../oauth/token.ts'
import type { Shop, ShopOrder, ShopProduct, ShopWebhook } from '../shops/shop.ts'
import type { Site, SiteOrder, SiteProduct } from '../shops/site.ts'
import type { Task } from '../webhooks/agenda.ts'
import { type Change, Table } from './table.ts'

/** Everything the sandbox knows. Global tables use part `''`, the rest the company's id. */
export function createWorld(announce: (change: Change) => void) {
  const tables = {
    apps: new Table<App>('apps', announce),
    codes: new Table<AuthorizationCode>('codes', announce),
    access_tokens: new Table<AccessToken>('access_tokens', announce),
    refresh_tokens: new Table<RefreshToken>('refresh_tokens', announce),
    connections: new Table<Connection>('connections', announce),
    companies: new Table<Company>('companies', announce),
    deposits: new Table<Deposit>('deposits', announce),
    products: new Table<Product>('products', announce),
    categories: new Table<Category>('categories', announce),
    balances: new Table<Balance>('balances', announce),
    movements: new Table<Movement>('movements', announce),
    situations: new Table<Situation>('situations', announce),
    orders: new Table<Order>('orders', announce),
    contacts: new Table<Contact>('contacts', announce),
    payment_methods: new Table<PaymentMethod>('payment_methods', announce),
    channels: new Table<Channel>('channels', announce),
    invoices: new Table<Invoice>('invoices', announce),
    receivables: new Table<Receivable>('receivables', announce),
    shops: new Table<Shop>('shops', announce),
    shop_products: new Table<ShopProduct>('shop_products', announce),
    shop_orders: new Table<ShopOrder>('shop_orders', announce),
    shop_webhooks: new Table<ShopWebhook>('shop_webhooks', announce),
    sites: new Table<Site>('sites', announce),
    site_products: new Table<SiteProduct>('site_products', announce),
    site_orders: new Table<SiteOrder>('site_orders', announce),
    tasks: new Table<Task>('tasks', announce),
    meta: new Table<unknown>('meta', announce),
  }
  return tables
}

/** The tables by name. */
export type World = ReturnType<typeof createWorld>

/** The whole state as changes, for a snapshot. */
export function* worldChanges(world: World): Generator<Change> {
  for (const table of Object.values(world)) yield* table.changes()
}

/** Applies persisted changes. Tables that no longer exist are passed over. */
export function loadWorld(world: World, changes: Iterable<Change>): void {
  const byName = new Map<string, { load(part: string, key: string | number, row: unknown): void }>(
    Object.entries(world),
  )
  for (const [table, part, key, row] of changes) byName.get(table)?.load(part, key, row)
}
