import { connectShops, openTwoShops, type TwoShops } from './two-shops.ts'

/** The two companies connected and in one unified stock, and a shop of the sandbox that nobody connected yet. */
export type SiteShops = TwoShops & {
  readonly accounts: { readonly w: string; readonly y: string }
  readonly pool_id: string
  /** What a person types to connect the shop. */
  readonly shop: {
    readonly name: string
    readonly address: string
    readonly consumer_key: string
    readonly consumer_secret: string
  }
  /** Connects the shop and sends its orders to W; gives our id. */
  connectShop(): Promise<string>
  /** Somebody buys this at the shop, by its name there; gives the order's number. */
  buy(product: keyof typeof GOODS, more?: Record<string, unknown>): number
  /** The order as the shop has it. */
  atShop(
    number: number,
  ): { readonly status: string; readonly line_items: readonly { readonly id: number }[] } | undefined
  /** The shopkeeper edits lines of an order. */
  edit(number: number, line_items: { id: number; quantity: number }[]): void
  /** The orders of this number in W. */
  inBling(number: number): { readonly situation_id: number }[]
}

/** What the shop sells; nobody knows the last one. */
const GOODS = { original: 'ORI-600', heineken: 'HEI-600', novidade: 'NOVIDADE-1' }

/** Who buys, with a document of right check digits. */
export const MARIA = {
  ...{ first_name: 'Maria', last_name: 'Silva', email: 'maria@exemplo.com.br', phone: '(11) 99999-0000' },
  ...{ cpf: '529.982.247-25', address_1: 'Rua das Flores', number: '10', neighborhood: 'Centro' },
  ...{ city: 'São Paulo', state: 'SP', postcode: '01000-000' },
}

/** Opens all of it, on the real clock. */
export async function openSiteShops(): Promise<SiteShops> {
  const shops = await openTwoShops()
  const { sandbox, owner, address, w } = shops
  const { control } = sandbox
  shops.app.orders.engine.start()
  const connected = await connectShops(shops)
  const { shop_id, ...keys } = control.addShop({ name: 'Loja da Ana', settings: { webhook_delay_ms: 50 } })
  const products = new Map(
    Object.entries(GOODS).map(([name, sku]) => [
      name,
      control.addShopProduct(shop_id, {
        ...{ name: `Garrafa ${name}`, sku, regular_price: '59.90' },
        ...{ manage_stock: true, stock_quantity: 30 },
      }).product_id,
    ]),
  )
  const shop = { name: 'Loja da Ana', address: `${sandbox.url}/shops/${shop_id}`, ...keys }
  return {
    ...shops,
    ...connected,
    shop,
    async connectShop() {
      const { name, address: there, ...credentials } = shop
      // Through the network, so that the product knows under which address the shop reaches it.
      const made = await fetch(`${address}/api/v1/sites`, {
        method: 'POST',
        headers: { authorization: `Bearer ${owner.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ kind: 'woocommerce', name, address: there, credentials }),
      })
      if (made.status !== 201) throw new Error(await made.text())
      const { id } = (await made.json()) as { id: string }
      await shops.app.sites.drain()
      const route = await owner.put(`/sites/${id}/order-route`, { account_id: connected.accounts.w })
      if (route.status !== 200) throw new Error(JSON.stringify(route.body))
      return id
    },
    buy: (product, more = { set_paid: true }) =>
      control.addShopOrder(shop_id, {
        line_items: [{ product_id: products.get(product) ?? 0, quantity: 2 }],
        billing: MARIA,
        ...more,
      }).order_id,
    edit: (number, line_items) => control.patchShopOrder(shop_id, number, { line_items }),
    atShop: (number) => control.shopState(shop_id).orders.find(({ id }) => id === number),
    inBling: (number) =>
      control.state(w.company_id).orders.filter(({ shop_number }) => shop_number === String(number)),
  }
}
