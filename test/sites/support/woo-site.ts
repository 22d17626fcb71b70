import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { type Sandbox, startSandbox } from '../../../src/sandbox/server.ts'
import { type HttpClient, httpClient } from '../../../src/server/kernel/http-client.ts'
import type { Pace } from '../../../src/server/kernel/token-bucket.ts'
import type { Connector } from '../../../src/server/sites/connector.ts'
import { createWooConnector } from '../../../src/server/sites/woocommerce/woo-connector.ts'
import { wooWebhookReader } from '../../../src/server/sites/woocommerce/woo-webhooks.ts'
import type { SiteUnderTest } from './connector-contract.ts'
import { openListener } from './listener.ts'

/** A WooCommerce-like shop of the sandbox, with what only its own tests need. */
export type WooUnderTest = SiteUnderTest & {
  readonly buy: NonNullable<SiteUnderTest['buy']>
  /** The orders that the shop keeps. */
  readonly kept: NonNullable<Connector['orders']['kept']>
  readonly sandbox: Sandbox
  readonly shop_id: string
  /** What the listener answers to deliveries from now on. */
  answer(status: number): void
}

/** Opens a shop on a clock that the test moves. `is_tls`: the shop believes to be reached by https, and is, through a proxy. */
export async function openWooSite(options: { readonly is_tls?: boolean } = {}): Promise<WooUnderTest> {
  const { is_tls = false } = options
  const sandbox = await startSandbox({ seed: 'site' })
  const { control } = sandbox
  control.setClock({ mode: 'manual', at: Date.UTC(2026, 10, 24, 15) })
  const { shop_id, ...keys } = control.addShop({ name: 'Loja', settings: { is_tls } })
  const listener = await openListener()
  onTestFinished(async () => {
    await listener.close()
    await sandbox.close()
  })
  const pace: Pace = { now: () => control.clock().now_ms, sleep: async () => {} }
  const direct: HttpClient = (request) =>
    httpClient({ ...request, url: request.url.replace(/^https:/, 'http:') })
  const deps = {
    http: direct,
    pace,
    random: () => 0.5,
    logger: pino({ level: 'silent' }),
    budget: { take: async () => {}, block: async () => {} },
    timeouts: { read_ms: 3000, write_ms: 3000 },
  }
  const address = `${is_tls ? sandbox.url.replace(/^http:/, 'https:') : sandbox.url}/shops/${shop_id}`
  const site = { site_id: 'site', address, ...keys }
  const productOf = (id: string) =>
    control.shopState(shop_id).products.find((product) => String(product.id) === id)
  const connector = createWooConnector(deps, site)
  const { kept } = connector.orders
  if (kept === null) throw new Error('a shop keeps its orders')
  return {
    sandbox,
    shop_id,
    connector,
    kept,
    stranger: createWooConnector(deps, { ...site, consumer_secret: 'cs_de_outro' }),
    webhooks: wooWebhookReader,
    async add({ sku, name, price_cents, stock }) {
      const { product_id } = control.addShopProduct(shop_id, {
        ...{ sku, name, regular_price: (price_cents / 100).toFixed(2) },
        ...{ manage_stock: true, stock_quantity: stock },
      })
      return { product_id: String(product_id), parent_id: null }
    },
    held: async ({ product_id }) => productOf(product_id)?.stock_quantity ?? Number.NaN,
    async buy(lines) {
      const { order_id } = control.addShopOrder(shop_id, {
        set_paid: true,
        line_items: lines.map(({ ref, quantity }) => ({
          product_id: Number(ref.parent_id ?? ref.product_id),
          ...(ref.parent_id === null ? {} : { variation_id: Number(ref.product_id) }),
          quantity,
        })),
      })
      return String(order_id)
    },
    happen: async () => String(control.addShopOrder(shop_id, { set_paid: true, line_items: [] }).order_id),
    loseAnswer: () =>
      void control.setFaults([
        { kind: 'disconnect_after', company_id: shop_id, operation: 'WC POST *', times: 1 },
      ]),
    async pass(ms) {
      control.advance(ms)
      await control.settle()
    },
    delivery_url: listener.url,
    webhook_secret: 'um segredo bem guardado',
    delivered: () => listener.delivered,
    answer: listener.answer,
  }
}
