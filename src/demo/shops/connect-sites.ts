import type { NewPool } from '../../contract/sync.ts'
import type { Sandbox } from '../../sandbox/server.ts'
import type { ShopGood } from './found-shops.ts'
import type { Office } from './office.ts'
import type { SalesSite } from './shops.ts'

/** How often the shop written by hand reads products and stock. */
const READ_EVERY_MS = 3_000
/** The shop is on this machine: it need not be spared. */
const REQUESTS_PER_SECOND = 50

/** What connecting a site needs: the office, the sandbox that it is in, and the accounts by the names of their companies. */
export type SiteSurroundings = {
  readonly office: Office
  readonly sandbox: Sandbox
  /** Where the product is. */
  readonly address: string
  readonly accounts: ReadonlyMap<string, string>
  readonly goods: readonly ShopGood[]
}

/** Opens a sales site and connects it as its kind is connected; gives what the pool shows there. */
export async function connectSite(
  around: SiteSurroundings,
  site: SalesSite,
): Promise<NewPool['targets'][number]> {
  const site_id = site.kind === 'woocommerce' ? await openShop(around, site) : await openOwn(around, site)
  const { number_prefix, invoice_rule } = site
  const account_id = around.accounts.get(site.sells_through) ?? null
  await around.office.sendOrdersTo(site_id, { account_id, number_prefix, invoice_rule })
  return { site_id, policy: site.policy, role: 'shared', paused: false }
}

/** Has sites that were connected earlier and the product find each other where they are now. */
export async function aimSitesAt(office: Office, sandbox: Sandbox, address: string): Promise<void> {
  const { control } = sandbox
  for (const { site_id } of control.sites()) control.patchSite(site_id, { settings: { api_url: address } })
  const places = new Map([
    ...control.shops().map(({ shop_id, name }) => [name, shopAddress(sandbox, shop_id)] as const),
    ...control.sites().map(({ site_id, name }) => [name, doorOf(sandbox, site_id)] as const),
  ])
  for (const { id, name } of await office.sites()) {
    const place = places.get(name)
    if (place !== undefined) await office.moveSite(id, place)
  }
}

async function openShop({ office, sandbox, goods }: SiteSurroundings, { name }: SalesSite): Promise<string> {
  const { shop_id, ...credentials } = sandbox.control.addShop({ name })
  for (const good of goods)
    sandbox.control.addShopProduct(shop_id, {
      ...{ name: good.name, sku: good.sku, regular_price: good.price.toFixed(2) },
      ...{ manage_stock: true, stock_quantity: good.in_branches },
    })
  const { id } = await office.openSite(
    {
      ...{ kind: 'woocommerce', name, address: shopAddress(sandbox, shop_id), credentials },
      requests_per_second: REQUESTS_PER_SECOND,
    },
    goods.length,
  )
  return id
}

async function openOwn(around: SiteSurroundings, { name }: SalesSite): Promise<string> {
  const { office, sandbox, goods } = around
  const { site_id } = sandbox.control.addSite({ name })
  const wanted = { kind: 'generic', name, address: doorOf(sandbox, site_id) } as const
  const { id } = await office.openSite(wanted, goods.length)
  const { api_key, webhook_secret } = await office.keyOf(id)
  const settings = { api_url: around.address, api_key, webhook_secret, read_every_ms: READ_EVERY_MS }
  sandbox.control.patchSite(site_id, { settings })
  return id
}

function shopAddress({ url }: Sandbox, shop_id: string): string {
  return `${url}/shops/${shop_id}`
}

/** Where a shop written by hand is told of its orders. */
function doorOf({ url }: Sandbox, site_id: string): string {
  return `${url}/sites/${site_id}/estoqueuni`
}
