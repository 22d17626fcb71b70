import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FaultRuleInput } from '../../src/sandbox/faults/faults.ts'
import { startSandbox } from '../../src/sandbox/server.ts'
import { eventually } from '../support/eventually.ts'
import { makeProduct, putLevel } from '../support/stock.ts'
import { openSiteWorld, type SiteWorld } from './support/site-world.ts'

const SKU = 'CANECA-01'
let world: SiteWorld
let shop: string
let site_id: string

beforeAll(async () => {
  world = await openSiteWorld()
  const { owner, branch_id } = world.test
  const product_id = await makeProduct(owner, { sku: SKU, name: 'Caneca', unit_price_cents: 5990 })
  await putLevel(owner, branch_id, product_id, 0, 50)
  shop = world.control.addSite({ name: 'Lojinha' }).site_id
  const address = `${world.sandbox.url}/sites/${shop}/estoqueuni`
  site_id = (await owner.post('/sites', { kind: 'generic', name: 'Lojinha', address })).body.id
  await world.test.app.sites.drain()
  const { api_key, webhook_secret } = (await owner.post(`/sites/${site_id}/access`)).body
  world.control.patchSite(shop, { settings: { api_url: world.address, api_key, webhook_secret } })
  world.test.app.background.outbox.start()
  const pool = { name: 'Estoque', sources: [{ branch_id }], targets: [{ site_id }] }
  const pool_id = (await owner.post('/pools', pool)).body.id
  await settle()
  const plan = (await owner.post('/sync/plans', { pool_id })).body
  await owner.post(`/sync/plans/${plan.id}/apply`)
  await settle()
})
beforeEach(() => world.control.setFaults([]))
afterAll(() => world.close())

/** Lets everything be told and done that is due within two minutes. */
async function settle(): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    world.control.advance(30_000)
    await world.control.settle()
    await eventually('the outbox is empty', async () => {
      world.test.app.background.outbox.wake(world.test.tenant_id)
      return (await world.query('select from outbox')).length === 0 ? true : undefined
    })
    await world.test.app.sync.engine.rest()
    await world.test.app.orders.engine.rest()
    await world.test.app.sites.drain()
  }
  world.control.readSite(shop)
  await world.control.settle()
}

const shown = () => world.control.siteState(shop).products.find(({ sku }) => sku === SKU)?.available
const orderOf = (reference: string) =>
  world.control.siteState(shop).orders.find((order) => order.reference === reference)
const buy = (quantity: number) =>
  world.control.addSiteOrder(shop, { lines: [{ sku: SKU, quantity }] }).reference
const ours = async (reference: string) =>
  (await world.test.owner.get(`/orders?search=${reference}`)).body.items.filter(
    (order: { number: string }) => order.number === reference,
  )

describe('the sandbox’s shop written by hand', () => {
  it('shows our stock, sells it at our price, and hears of what became of the order', async () => {
    await settle()
    const before = shown() ?? 0
    const reference = buy(2)
    await settle()
    expect(orderOf(reference)).toMatchObject({
      state: 'kept',
      total_cents: 11_980,
      status: 'awaiting_payment',
    })
    expect(shown()).toBe(before - 2)
    world.control.patchSiteOrder(shop, reference, { status: 'paid' })
    await settle()
    expect(orderOf(reference)?.status).toBe('paid')
    const [order] = await ours(reference)
    expect((await world.test.owner.post(`/orders/${order.id}/cancel`)).status).toBe(200)
    await settle()
    expect(orderOf(reference)?.status).toBe('cancelled')
    expect(shown()).toBe(before)
  })

  it.each<FaultRuleInput>([
    { kind: 'disconnect_before', operation: 'SITE POST /orders', times: 2 },
    { kind: 'timeout_after', operation: 'SITE POST /orders', times: 1 },
    { kind: 'server_error_after', operation: 'SITE POST /orders', times: 3 },
    { kind: 'webhook_duplicate', operation: 'SITE POST *' },
    { kind: 'webhook_reorder', operation: 'SITE POST *', delay_ms: 20_000 },
    { kind: 'webhook_delay', operation: 'SITE POST *' },
  ])('whose calls are struck by $kind has its order taken once and given back once', async (fault) => {
    await settle()
    const before = shown() ?? 0
    world.control.setFaults([{ ...fault, company_id: shop }])
    const reference = buy(3)
    world.control.patchSiteOrder(shop, reference, { status: 'paid' })
    await settle()
    world.control.setFaults([])
    expect(orderOf(reference)).toMatchObject({ state: 'kept', status: 'paid' })
    expect(await ours(reference)).toHaveLength(1)
    expect(shown()).toBe(before - 3)
    world.control.setFaults([{ kind: 'webhook_duplicate', operation: 'SITE *' }])
    world.control.patchSiteOrder(shop, reference, { status: 'cancelled' })
    await settle()
    expect([orderOf(reference)?.status, shown()]).toEqual(['cancelled', before])
  })

  it('keeps what it shows to itself: a customer is refused what it does not show, EstoqueUni what is gone', async () => {
    await settle()
    const before = shown() ?? 0
    expect(() => buy(before + 1)).toThrow('not enough')
    // Two customers see the same last ones.
    const references = [buy(before), buy(before)]
    await settle()
    expect(references.map((one) => orderOf(one)?.state)).toEqual(['kept', 'refused'])
    expect(orderOf(references[1] ?? '')?.refusal).toBe('INSUFFICIENT_STOCK')
    world.control.patchSiteOrder(shop, references[0] ?? '', { status: 'cancelled' })
    await settle()
    expect(shown()).toBe(before)
  })

  it('does not hear what nobody signed, fails when it is told to, and is told again', async () => {
    const door = `${world.sandbox.url}/sites/${shop}/estoqueuni`
    const body = JSON.stringify({ topic: 'order', id: 'x' })
    const headers = { 'x-estoqueuni-signature-256': `sha256=${'0'.repeat(64)}` }
    expect((await fetch(door, { method: 'POST', body, headers })).status).toBe(401)
    await settle()
    const reference = buy(1)
    await settle()
    world.control.setFaults([{ kind: 'server_error_before', operation: 'SITE POST /estoqueuni', times: 1 }])
    const [order] = await ours(reference)
    await world.test.owner.post(`/orders/${order.id}/cancel`)
    await settle()
    expect(orderOf(reference)?.status).toBe('awaiting_payment')
    world.control.advance(10 * 60_000)
    await world.test.app.sites.watch(world.test.tenant_id)
    await settle()
    expect(orderOf(reference)?.status).toBe('cancelled')
  })

  it('is as it was after a restart', async () => {
    const again = await startSandbox({ state: world.control.dump() })
    expect(again.control.siteState(shop)).toEqual(world.control.siteState(shop))
    await again.close()
  })
})
