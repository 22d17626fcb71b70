import { afterEach, expect, it } from 'vitest'
import { connectShop, showStockAt } from '../orders/support/connected-shop.ts'
import { ok, openSyncWorld, type SyncWorld } from '../support/sync-world.ts'

let world: SyncWorld
afterEach(() => world.close())

const alerts = async (isOpen = true) =>
  (await ok(world.test.owner.get(`/alerts?open=${isOpen}`))).body.items.map(
    ({ kind, subject }: { kind: string; subject: string }) => [kind, subject],
  )
const changePool = (body: object) => ok(world.test.owner.patch(`/pools/${world.pool_id}`, body))
const warnOfDrifts = async () => {
  await changePool({ drift_policy: 'warn' })
  await world.settle()
}

it('of a place are over when the pool writes there no more, those of the others are not', async () => {
  world = await openSyncWorld()
  const { w, y } = world
  await warnOfDrifts()
  world.set(w, 'C', 30)
  world.set(y, 'C', 31)
  await world.settle()
  const told = await alerts()
  expect(told.map(([kind]: [string]) => kind)).toEqual(['external_drift', 'external_drift'])
  const ofY = told.filter(([, subject]: [string, string]) => subject.includes(y.deposits['C']?.id ?? '-'))
  await changePool({ targets: [{ deposit_id: y.deposits['C']?.id }] })
  // At once, and not only when somebody looks again.
  expect(await alerts()).toEqual(ofY)
  await world.settle()
  expect(await alerts()).toEqual(ofY)
  expect(await alerts(false)).toHaveLength(2)
})

it('of a pool are over with it, and its plan waits for nobody', async () => {
  world = await openSyncWorld({
    stock: { 'W.P1': 1, 'W.P2': 0, 'Y.P3': 0, 'W.C': 1, 'Y.C': 1, 'W.E': 0 },
    active: false,
  })
  const { owner } = world.test
  await world.reserveIn(world.y, 'main')
  world.order(world.y, 3)
  await world.pass(31 * 60_000)
  const told = await alerts()
  expect(told.map(([kind]: [string]) => kind).toSorted()).toEqual(['approval_waiting', 'oversold'])
  const other = await ok(owner.post('/pools', { name: 'Outro', sources: [], targets: [] }))
  await ok(owner.remove(`/pools/${other.body.id}`))
  expect(await alerts()).toEqual(told)
  await ok(owner.remove(`/pools/${world.pool_id}`))
  expect(await alerts()).toEqual([])
  await world.settle()
  await world.pass(31 * 60_000)
  expect(await alerts()).toEqual([])
  const plans = (await ok(owner.get('/sync/plans'))).body.items
  expect(plans.map(({ state }: { state: string }) => state)).not.toContain('open')
})

it('of a pool that is left without targets ask nobody to agree to anything', async () => {
  world = await openSyncWorld({ stock: { 'W.C': 18 }, active: false })
  await world.pass(31 * 60_000)
  expect(await alerts()).toEqual([['approval_waiting', world.pool_id]])
  await changePool({ targets: [] })
  expect(await alerts()).toEqual([])
  const { pools } = (await ok(world.test.owner.get('/sync/status'))).body
  expect(pools).toMatchObject([{ waiting_plan_id: null }])
})

it('of an account are over when it is removed, those of the others are not', async () => {
  world = await openSyncWorld()
  const { w, y, control } = world
  const { owner } = world.test
  await warnOfDrifts()
  world.set(y, 'C', 31)
  await world.settle()
  control.revokeTokens({ company_id: y.company_id })
  world.set(w, 'P1', 7)
  await world.settle()
  control.setFaults([
    { kind: 'rate_limit_day', times: 1, company_id: w.company_id, operation: 'GET /estoques/saldos' },
  ])
  world.set(w, 'P1', 6)
  await world.settle()
  await world.pass(31 * 60_000)
  // As if what one notices of Y only in the course of days had been noticed.
  await world.query(
    `insert into alerts (tenant_id, id, kind, subject, facts, opened_at, updated_at)
     select tenant_id, gen_random_uuid(), kind, id::text, '{"account": "Loja Y"}', now(), now()
       from bling_accounts, unnest(array['webhook_silent', 'budget']) as kind where id = $1`,
    [y.account_id],
  )
  expect((await alerts()).toSorted()).toEqual([
    ['budget', w.account_id],
    ['budget', y.account_id],
    ['external_drift', expect.stringContaining(y.account_id)],
    ['reauthorize', y.account_id],
    ['webhook_silent', y.account_id],
  ])
  await ok(owner.remove(`/bling/accounts/${y.account_id}`))
  expect(await alerts()).toEqual([['budget', w.account_id]])
  await world.pass(31 * 60_000)
  expect(await alerts()).toEqual([['budget', w.account_id]])
})

it('of a site are over when it is disconnected', async () => {
  world = await openSyncWorld()
  const shop = await connectShop(world, { name: 'Loja', stock: 0 })
  await showStockAt(world, shop.site_id)
  await warnOfDrifts()
  world.control.patchShopProduct(shop.shop_id, shop.product_id, { stock_quantity: 40 })
  world.set(world.w, 'C', 30)
  await world.pass(31 * 60_000)
  expect(await alerts()).toHaveLength(2)
  await ok(world.test.owner.remove(`/sites/${shop.site_id}`))
  expect(await alerts()).toEqual([['external_drift', expect.stringContaining('deposit/')]])
})
