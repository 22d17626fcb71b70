import { afterEach, beforeEach, expect, it } from 'vitest'
import { ok, openSyncWorld, type SyncWorld } from '../support/sync-world.ts'
import { type ConnectedShop, connectShop, showStockAt } from './support/connected-shop.ts'

/** A WooCommerce shop that shows the one stock and whose orders go to W, with one order that is there. */
let world: SyncWorld
let shop: ConnectedShop
let order_id: number

const DONE = 9
const INVOICE_CANCELLED = 2
const AUTHORISED = 5

beforeEach(async () => {
  world = await openSyncWorld()
  shop = await connectShop(world, { name: 'Loja virtual', stock: 3 })
  await world.settle()
  await showStockAt(world, shop.site_id)
  order_id = shop.buy(2)
  await world.settle()
})
afterEach(() => world.close())

const atShop = () => world.control.shopState(shop.shop_id).orders.find(({ id }) => id === order_id)
const inBling = () => world.control.state(world.w.company_id).orders.find((one) => one.shop_number !== null)
const receivables = () => world.control.state(world.w.company_id).receivables.length
const shopSays = (status: 'refunded' | 'chargeback') =>
  world.control.patchShopOrder(shop.shop_id, order_id, { status })
const nfeAtShop = () => atShop()?.meta_data.find(({ key }) => key === 'nfe_chave')?.value

it.each(['refunded', 'chargeback'] as const)(
  'an order whose money went back after it left stays with the customer, and keeps the word of its shop: %s (sync 89)',
  async (word) => {
    const { test, control, w } = world
    const from_site = { chargeback: { payment: 'charged_back' } }
    const mapping = { from_site, to_site: {}, to_bling: {} }
    await ok(test.owner.put(`/sites/${shop.site_id}/status-mapping`, mapping))
    control.ship(w.company_id, inBling()?.id ?? 0, { deposit_id: w.deposits['P1']?.bling_id })
    control.patchOrder(w.company_id, inBling()?.id ?? 0, { situation_id: DONE })
    await world.settle()
    expect([atShop()?.status, receivables()]).toEqual(['completed', 1])
    shopSays(word)
    await world.settle()
    await world.pass(31 * 60_000)
    expect([atShop()?.status, inBling()?.situation_id, receivables()]).toEqual([word, DONE, 0])
    expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
  },
)

it('an invoice of which no event came is found by the verification, and so is its end; the shop knows it while it stands', async () => {
  const { control, w } = world
  control.setFaults([{ kind: 'webhook_drop', company_id: w.company_id }])
  const { invoice_id } = control.addInvoice(w.company_id, inBling()?.id ?? 0)
  control.patchInvoice(w.company_id, invoice_id, { situation: AUTHORISED })
  await world.pass(31 * 60_000)
  const [invoice] = control.state(w.company_id).invoices
  expect(nfeAtShop()).toBe(invoice?.access_key)
  control.patchInvoice(w.company_id, invoice_id, { situation: INVOICE_CANCELLED })
  await world.pass(31 * 60_000)
  expect(nfeAtShop()).toBe('')
  expect(atShop()?.notes).toHaveLength(1)
})

it('the end of an invoice is found by the verification though neither products nor deposits can be read', async () => {
  const { control, w } = world
  const { company_id } = w
  const { invoice_id } = control.addInvoice(company_id, inBling()?.id ?? 0)
  control.patchInvoice(company_id, invoice_id, { situation: AUTHORISED })
  await world.settle()
  expect(nfeAtShop()).toBe(control.state(company_id).invoices[0]?.access_key)
  control.setFaults([
    { kind: 'webhook_drop', company_id },
    { kind: 'server_error_before', company_id, operation: 'GET /produtos' },
    { kind: 'server_error_before', company_id, operation: 'GET /depositos' },
  ])
  control.patchInvoice(company_id, invoice_id, { situation: INVOICE_CANCELLED })
  await world.pass(31 * 60_000)
  expect(nfeAtShop()).toBe('')
})

it('an invoice is withdrawn from a shop that kept it and whose answer was lost', async () => {
  const { control, w } = world
  const company_id = shop.shop_id
  control.setFaults([{ kind: 'disconnect_after', company_id, operation: 'WC PUT *' }])
  const { invoice_id } = control.addInvoice(w.company_id, inBling()?.id ?? 0)
  control.patchInvoice(w.company_id, invoice_id, { situation: AUTHORISED })
  await world.settle()
  expect(nfeAtShop()).toBe(control.state(w.company_id).invoices[0]?.access_key)
  control.patchInvoice(w.company_id, invoice_id, { situation: INVOICE_CANCELLED })
  await world.settle()
  control.setFaults()
  await world.pass(31 * 60_000)
  expect(nfeAtShop()).toBe('')
})
