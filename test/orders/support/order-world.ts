import { fromUnits } from '../../../src/domain/sync/quantity.ts'
import type { ArrivedOrder } from '../../../src/server/orders/arrived-order.ts'
import type { SiteTeller } from '../../../src/server/orders/tell-site.ts'
import {
  ok,
  openSyncWorld,
  SKU,
  type SyncWorld,
  type WorldOptions,
  type WorldShop,
} from '../../support/sync-world.ts'
import type { Reply } from '../../support/test-app.ts'

/** What a site was told. */
export type Told = { readonly number: string; readonly word: string; readonly invoice_key: string | null }

/** The two shops, and a site whose orders go to W. */
export type OrderWorld = SyncWorld & {
  readonly site_id: string
  /** What the site was told so far, in order. */
  readonly told: Told[]
  /** What telling the site does besides; throws to have the site away. */
  site: { onTold: () => void }
  /** An order of the site arrives; more can be said. Gives our id. */
  arrives(number: string, more?: Partial<ArrivedOrder>): Promise<string>
  /** The site says another word for an order that arrived. */
  says(number: string, word: string): Promise<void>
  detail(id: string): Promise<Reply['body']>
  /** `[state, reason]` of the work in Bling. */
  sending(id: string): Promise<[string, string | null]>
  /** The kinds of the timeline's lines, in order. */
  timeline(id: string): Promise<string[]>
  /** The orders that a company of the sandbox has of this number. */
  inBling(shop: WorldShop, number: string): ReturnType<SyncWorld['control']['state']>['orders']
}

/** An item of the one product, at 59.90. */
export const item = (units: number, sku = SKU) => ({
  sku,
  description: 'Caneca',
  quantity: fromUnits(units),
  unit_price_cents: 5990,
})

/** Who buys. */
export const MARIA = {
  name: 'Maria Silva',
  document: '529.982.247-25',
  email: 'maria@exemplo.com.br',
  phone: '(11) 99999-0000',
  address: null,
  note: '',
}

/** Opens it. `route` says how the orders travel where it matters. */
export async function openOrderWorld(
  options: WorldOptions & { readonly route?: Readonly<Record<string, unknown>> } = {},
): Promise<OrderWorld> {
  const told: Told[] = []
  const listens = { onTold: () => {} }
  const teller: SiteTeller = async (_tenant_id, { number }, { word, invoice }) => {
    listens.onTold()
    told.push({ number, word, invoice_key: invoice?.access_key ?? null })
  }
  const world = await openSyncWorld({ ...options, teller })
  const { test, clock } = world
  const site = await ok(test.owner.post('/sites', { kind: 'generic', name: 'Site', address: null }))
  const site_id = site.body.id
  const route = { account_id: world.w.account_id, ...options.route }
  await ok(test.owner.put(`/sites/${site_id}/order-route`, route))
  const base = (number: string, more: Partial<ArrivedOrder>): ArrivedOrder => {
    const items = more.items ?? [item(2)]
    const total_cents = items.reduce((sum, one) => sum + (one.quantity / 10_000) * one.unit_price_cents, 0)
    return {
      ...{
        site_order_id: number,
        number,
        word: 'awaiting_payment',
        placed_at: clock.now(),
        items,
        total_cents,
      },
      ...{ discount_cents: 0, freight_cents: 0, other_cents: 0, instalments: 1, payment_method: 'pix' },
      customer: MARIA,
      ...more,
    }
  }
  const detail = async (id: string) => (await ok(test.owner.get(`/orders/${id}`))).body
  return {
    ...world,
    site_id,
    told,
    site: listens,
    async arrives(number, more = {}) {
      const { order } = await test.app.orders.take(test.tenant_id, site_id, base(number, more))
      return order.id
    },
    async says(number, word) {
      await test.app.orders.take(test.tenant_id, site_id, base(number, { word }))
      await world.settle()
    },
    detail,
    async sending(id) {
      const { sendings } = await detail(id)
      const one = sendings.find((sending: { side: string }) => sending.side === 'bling')
      return [one?.state, one?.reason]
    },
    timeline: async (id) => (await detail(id)).timeline.map((event: { kind: string }) => event.kind),
    inBling: (shop, number) =>
      world.control.state(shop.company_id).orders.filter((order) => order.shop_number === number),
  }
}
