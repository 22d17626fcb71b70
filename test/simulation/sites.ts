import type { Sandbox } from '../../src/sandbox/server.ts'
import type { App } from '../../src/server/app.ts'
import { eventually } from '../support/eventually.ts'
import type { Caller } from '../support/test-app.ts'
import { ok, type Shop } from './company.ts'
import type { KitShape, SiteShape } from './shape.ts'

/** A sales site in the sandbox, connected, with its orders going to one of the accounts. */
export type Site = {
  readonly name: string
  readonly shape: SiteShape
  /** Ours. */
  readonly site_id: string
  /** The sandbox's: a shop in the manner of WooCommerce, or one written by hand. */
  readonly place_id: string
  readonly account: Shop
  /** The shop's own product by SKU; a site written by hand knows SKUs only. */
  readonly products: ReadonlyMap<string, number>
}

/** What every site is opened with. */
export type SiteSurroundings = {
  readonly app: App
  readonly caller: Caller
  readonly sandbox: Sandbox
  readonly accounts: readonly Shop[]
  readonly kit: KitShape | null
  /** How many of these products are linked at the site. */
  readonly linked: (site_id: string) => Promise<number>
}

const PRICE = '10.00'

/** Opens a site with goods in it and connects it, the way its kind is connected. */
export async function openSite(of: SiteSurroundings, shape: SiteShape): Promise<Site> {
  const account = of.accounts[shape.account]
  if (account === undefined) throw new Error(`no account ${shape.account}`)
  const opened = shape.kind === 'woocommerce' ? await openShop(of, shape) : await openOwn(of, shape)
  const { account_id } = account
  await ok(
    of.caller.put(`/sites/${opened.site_id}/order-route`, { account_id, invoice_rule: shape.invoice_rule }),
  )
  // Nobody but the shopkeeper knows what the word of a plugin means.
  if (shape.charged_back_word === 'chargeback' && shape.kind === 'woocommerce')
    await ok(
      of.caller.put(`/sites/${opened.site_id}/status-mapping`, {
        ...{ from_site: { chargeback: { payment: 'charged_back' } }, to_site: {}, to_bling: {} },
      }),
    )
  return { name: shape.name, shape, account, ...opened }
}

async function openShop(of: SiteSurroundings, { name, skus: plain }: SiteShape) {
  const { control, url } = of.sandbox
  const skus = sold(of, plain)
  const { shop_id, ...credentials } = control.addShop({ name })
  const products = new Map<string, number>()
  for (const sku of skus) {
    const stock = { manage_stock: true, stock_quantity: 0 }
    const { product_id } = control.addShopProduct(shop_id, { name: sku, sku, regular_price: PRICE, ...stock })
    products.set(sku, product_id)
  }
  const address = `${url}/shops/${shop_id}`
  const site_id = await connect(of, { kind: 'woocommerce', name, address, credentials }, skus.length)
  return { site_id, place_id: shop_id, products }
}

/** Everything that a site sells. */
function sold({ kit }: SiteSurroundings, skus: readonly string[]): readonly string[] {
  return kit === null ? skus : [...skus, kit.sku]
}

async function openOwn(of: SiteSurroundings, { name, skus }: SiteShape) {
  const { control, url } = of.sandbox
  const { site_id: place_id } = control.addSite({ name })
  const address = `${url}/sites/${place_id}/estoqueuni`
  const site_id = await connect(of, { kind: 'generic', name, address }, sold(of, skus).length)
  const { api_key, webhook_secret } = (await ok(of.caller.post(`/sites/${site_id}/access`))).body
  control.patchSite(place_id, { settings: { api_url: 'http://estoqueuni.example', api_key, webhook_secret } })
  return { site_id, place_id, products: new Map<string, number>() }
}

async function connect(of: SiteSurroundings, wanted: object, products: number): Promise<string> {
  const { id } = (await ok(of.caller.post('/sites', wanted))).body
  await of.app.sites.drain()
  await eventually('the products of a site are linked', async () =>
    (await of.linked(id)) >= products ? true : undefined,
  )
  return id
}

/** Sites written by hand read what there is; one that finds nobody there keeps what it knew. */
export async function lookEverywhere(world: {
  readonly control: Sandbox['control']
  readonly sites: readonly Site[]
  standStill<T>(work: Promise<T>): Promise<T>
}): Promise<void> {
  for (const { shape, place_id } of world.sites)
    if (shape.kind === 'generic') world.control.readSite(place_id)
  await world.standStill(world.control.settle())
}

/** What a site shows of a SKU to its customers. */
export function shownAt(control: Sandbox['control'], site: Site, sku: string): number {
  if (site.shape.kind === 'woocommerce') {
    const { products } = control.shopState(site.place_id)
    return products.find(({ id }) => id === site.products.get(sku))?.stock_quantity ?? 0
  }
  const { products } = control.siteState(site.place_id)
  return products.find((product) => product.sku === sku)?.available ?? 0
}
