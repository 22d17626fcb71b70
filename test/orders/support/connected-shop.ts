import { ok, SKU, type SyncWorld } from '../../support/sync-world.ts'

/** A WooCommerce shop that sells the fixture's product, connected, its orders sent to W. */
export type ConnectedShop = {
  readonly shop_id: string
  readonly site_id: string
  readonly product_id: number
  /** A customer buys; gives the shop's number of the order. */
  buy(quantity: number, more?: object): number
  /** How many the shop shows. */
  held(): number | undefined
}

const BUYER = {
  ...{ first_name: 'Maria', last_name: 'Silva', email: 'maria@exemplo.com.br', phone: '(11) 99999-0000' },
  ...{ cpf: '529.982.247-25', address_1: 'Rua das Flores', number: '10', neighborhood: 'Centro' },
  ...{ city: 'São Paulo', state: 'SP', postcode: '01000-000' },
}

/** Opens a shop with some of the product, lets `before` happen there, and connects it. */
export async function connectShop(
  world: SyncWorld,
  { name, stock }: { readonly name: string; readonly stock: number },
  before: (shop: Omit<ConnectedShop, 'site_id'>) => void = () => {},
): Promise<ConnectedShop> {
  const { control, sandbox, test, w } = world
  const { shop_id, consumer_key, consumer_secret } = control.addShop({ name })
  const { product_id } = control.addShopProduct(shop_id, {
    ...{ name: 'Caneca', sku: SKU, regular_price: '59.90', manage_stock: true, stock_quantity: stock },
  })
  const shop = {
    ...{ shop_id, product_id },
    buy: (quantity: number, more: object = { set_paid: true }) =>
      control.addShopOrder(shop_id, {
        ...{ line_items: [{ product_id, quantity }], billing: BUYER, ...more },
      }).order_id,
    held: () => control.shopState(shop_id).products.find(({ id }) => id === product_id)?.stock_quantity,
  }
  before(shop)
  // Through the network, so that the product knows the address under which the shop reaches it.
  const made = await fetch(`${world.address}/api/v1/sites`, {
    method: 'POST',
    headers: { authorization: `Bearer ${test.owner.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ kind: 'woocommerce', name, address: `${sandbox.url}/shops/${shop_id}` },
      credentials: { consumer_key, consumer_secret },
    }),
  })
  if (made.status !== 201) throw new Error(`the shop was not connected: ${made.status}`)
  const { id: site_id } = (await made.json()) as { id: string }
  await test.app.sites.drain()
  await ok(test.owner.put(`/sites/${site_id}/order-route`, { account_id: w.account_id }))
  return { ...shop, site_id }
}

/** Has a site show the one stock, as a person agrees to. */
export async function showStockAt(world: SyncWorld, site_id: string): Promise<void> {
  const { test, pool_id } = world
  const pool = await ok(test.owner.get('/pools'))
  const { targets } = pool.body.items[0]
  const kept = targets.map(({ deposit_id, site_id: site, mirror_of, ...one }: Record<string, unknown>) => ({
    ...(site === null ? { deposit_id } : { site_id: site }),
    ...{ role: one['role'], policy: one['policy'], paused: one['paused'] },
    ...(mirror_of === null ? {} : { mirror_of }),
  }))
  await ok(test.owner.patch(`/pools/${pool_id}`, { targets: [...kept, { site_id }] }))
  await world.settle()
  const plan = await ok(test.owner.post('/sync/plans', { pool_id }))
  await ok(test.owner.post(`/sync/plans/${plan.body.id}/apply`))
  await world.pass(31_000)
}
