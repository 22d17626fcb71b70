import pg from 'pg'
import { eventually } from '../../support/eventually.ts'
import type { Reply } from '../../support/test-app.ts'
import { startTwoShops, type TwoShops } from '../../sync-config/support/two-shops.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
type Json = any

/** The two accounts, and a WooCommerce shop whose products are those of account W. */
export type ExchangeWorld = TwoShops & {
  readonly shop_id: string
  readonly site_id: string
  /** Adds a product to Bling, makes it ours and links it; gives the ids of both. */
  add(
    sku: string,
    more?: Record<string, unknown>,
  ): Promise<{ readonly bling_id: string; readonly product_id: string }>
  /** Connects one more shop, whose orders go to account W too. */
  openShop(name: string): Promise<{ readonly shop_id: string; readonly site_id: string }>
  /** Adds a product to the shop as its keeper does. */
  sell(sku: string, more?: Record<string, unknown>): number
  /** What the shop holds of a SKU. */
  held(sku: string): Json
  /** Reads Bling and the shop anew, products whole, and waits until links followed. */
  read(): Promise<void>
  /** Says whose value counts. */
  own(said?: Record<string, unknown>): Promise<void>
  plan(query?: string): Promise<Json>
  /** Has something written and waits for the end; gives the run. */
  write(wanted?: Record<string, unknown>): Promise<Json>
  runLines(run_id: string): Promise<Json[]>
  /** Calls that reached the shop since the last time this was asked, reads aside. */
  writes(): string[]
  query<Row extends pg.QueryResultRow>(text: string): Promise<Row[]>
}

/** Throws what an answer says when it is no success. */
export async function ok(answer: Promise<Reply>): Promise<Json> {
  const reply = await answer
  if (reply.status >= 300) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`)
  return reply.body
}

/** Opens the world. */
export async function openExchangeWorld(): Promise<ExchangeWorld> {
  const shops = await startTwoShops()
  const { sandbox, test, owner, w } = shops
  const { control } = sandbox
  const { app, tenant_id } = test
  // Signatures carry the machine's time: the shop's clock must not be far from it.
  control.setClock({ mode: 'manual', at: Date.now() })
  app.background.outbox.start()
  const openShop = async (name: string) => {
    const { shop_id, ...credentials } = control.addShop({ name })
    const address = `${sandbox.url}/shops/${shop_id}`
    const said = { kind: 'woocommerce', name, address, credentials, requests_per_second: 100 }
    const made = await fetch(`${shops.address}/api/v1/sites`, {
      method: 'POST',
      headers: { authorization: `Bearer ${owner.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(said),
    })
    const site = (await made.json()) as { id: string }
    if (made.status !== 201) throw new Error(JSON.stringify(site))
    await app.sites.drain()
    await ok(owner.put(`/sites/${site.id}/order-route`, { account_id: w.account_id }))
    return { shop_id, site_id: site.id }
  }
  const { shop_id, site_id } = await openShop('Loja virtual')
  const database = new pg.Pool({ ...test.database.connection, max: 2 })
  const path = `/sites/${site_id}`
  const told = async () => {
    await eventually('the outbox is empty', async () => {
      app.background.outbox.wake(tenant_id)
      return (await database.query('select from outbox')).rows.length === 0 ? true : undefined
    })
    await app.siteProducts.drain()
  }
  let counted = 0
  const world: ExchangeWorld = {
    ...shops,
    ...{ shop_id, site_id, openShop },
    async add(sku, more = {}) {
      const bling_id = shops.product(w, sku, more)
      await shops.readProducts(w)
      const catalogued = await ok(
        owner.post(`/bling/accounts/${w.account_id}/products/catalog`, { product_ids: [bling_id] }),
      )
      if (catalogued.created !== 1) throw new Error(JSON.stringify(catalogued))
      const product_id = (await ok(owner.get(`/products?sku=${encodeURIComponent(sku)}`))).items[0].id
      await told()
      return { bling_id, product_id }
    },
    sell: (sku, more = {}) =>
      control.addShopProduct(shop_id, { sku, name: `Produto ${sku}`, regular_price: '10.00', ...more })
        .product_id,
    held: (sku) => control.shopState(shop_id).products.find((one) => one.sku === sku),
    async read() {
      control.advance(60_000)
      await shops.readProducts(w, 'changes')
      await ok(owner.post(`${path}/products/imports`, { scope: 'everything' }))
      await app.sites.drain()
      await ok(owner.post(`${path}/product-readings`))
      await app.siteProducts.drain()
      await told()
    },
    async own(said = {}) {
      await ok(owner.put(`${path}/field-owners`, said))
      await app.siteProducts.drain()
    },
    plan: (query = '') => ok(owner.get(`${path}/product-plan${query}`)),
    async write(wanted = {}) {
      const run = await ok(owner.post(`${path}/product-runs`, wanted))
      await app.siteProducts.drain()
      return ok(owner.get(`${path}/product-runs/${run.id}`))
    },
    runLines: async (run_id) => (await ok(owner.get(`${path}/product-runs/${run_id}/lines`))).items,
    writes() {
      const calls = sandbox.calls().slice(counted)
      counted += calls.length
      return calls
        .map(({ operation }) => operation)
        .filter((one) => /^WC (?:POST|PUT) .products|^PATCH/.test(one))
    },
    query: async <Row extends pg.QueryResultRow>(text: string) => (await database.query<Row>(text)).rows,
    async close() {
      await database.end()
      await shops.close()
    },
  }
  return world
}
