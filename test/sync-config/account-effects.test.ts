import { afterEach, expect, it } from 'vitest'
import { openSyncWorld, SKU, type SyncWorld } from '../support/sync-world.ts'

let world: SyncWorld
afterEach(() => world.close())

const preview = async (state: string) =>
  (await world.test.owner.get(`/bling/accounts/${world.y.account_id}/preview?state=${state}`)).body

const choose = async (state: string) => {
  const { status } = await world.test.owner.patch(`/bling/accounts/${world.y.account_id}`, { state })
  expect(status).toBe(200)
  await world.settle()
}

it('shows what leaving an account out changes, writes nothing before, and does that then (sync 27)', async () => {
  world = await openSyncWorld()
  const shown = await preview('excluded')
  expect(shown).toMatchObject({
    account_id: world.y.account_id,
    state: 'excluded',
    items: [
      {
        sku: SKU,
        before: { state: 'unchanged', available: 19, oversell_bound: 19 },
        after: { state: 'to_write', available: 14 },
        writes: [{ name: 'O depósito C (Loja W)', current: 19, target: 14, difference: -5 }],
      },
    ],
    next_cursor: null,
  })
  await world.settle()
  expect(world.posts()).toEqual([])
  await choose('excluded')
  expect(world.posts().map((post) => post.slice(0, 3))).toEqual(['W.C'])
  expect([world.balance(world.w, 'C'), world.balance(world.y, 'C')]).toEqual(['14/14', '19/19'])
})

it('shows that freezing an account stops every SKU that depends on it, and writes nowhere (sync 27)', async () => {
  world = await openSyncWorld()
  expect((await preview('frozen')).items).toMatchObject([
    {
      before: { available: 19 },
      after: { state: 'pending', available: null, oversell_bound: null },
      writes: [],
    },
  ])
  await choose('frozen')
  world.set(world.w, 'P1', 7)
  await world.settle()
  expect(world.posts()).toEqual([])
  expect((await preview('active')).items).toMatchObject([
    { before: { state: 'pending' }, after: { state: 'to_write', available: 16 } },
  ])
  await choose('active')
  expect([world.balance(world.w, 'C'), world.balance(world.y, 'C')]).toEqual(['16/16', '16/16'])
})

it('creates a deposit in Bling', async () => {
  world = await openSyncWorld()
  const { owner } = world.test
  const path = `/bling/accounts/${world.w.account_id}/deposits`
  const made = await owner.post(path, { name: 'Loja online' })
  expect([made.status, made.body]).toMatchObject([
    201,
    { name: 'Loja online', is_active: true, is_default: false },
  ])
  const { deposits } = world.control.state(world.w.company_id)
  expect(deposits).toContainEqual(
    expect.objectContaining({ id: Number(made.body.bling_id), name: 'Loja online' }),
  )
})

it('switches a deposit off in Bling only when its name is repeated, and stops for it alone (sync 64, 66)', async () => {
  world = await openSyncWorld()
  const { owner } = world.test
  const path = (deposit: string) =>
    `/bling/accounts/${world.w.account_id}/deposits/${world.w.deposits[deposit]?.id}/deactivate`
  const isActive = (deposit: string) =>
    world.control
      .state(world.w.company_id)
      .deposits.find((one) => one.id === world.w.deposits[deposit]?.bling_id)?.is_active
  const careless = await owner.post(path('C'), { confirm_name: 'c' })
  expect([careless.status, careless.body.code, isActive('C')]).toEqual([422, 'NAME_NOT_CONFIRMED', true])
  const done = await owner.post(path('C'), { confirm_name: 'C' })
  expect([done.status, done.body]).toMatchObject([200, { is_active: false, pools: ['Estoque único'] }])
  expect(isActive('C')).toBe(false)
  world.set(world.w, 'P1', 7)
  await world.settle()
  expect(world.posts().map((post) => post.slice(0, 3))).toEqual(['Y.C'])
  expect(world.balance(world.y, 'C')).toBe('16/16')
  const { body } = await owner.get(`/pools/${world.pool_id}`)
  expect(body.warnings).toMatchObject([{ code: 'DEPOSIT_INACTIVE', place_id: world.w.deposits['C']?.id }])
  const first = await owner.post(path('P1'), { confirm_name: 'P1' })
  expect([first.status, first.body.code, isActive('P1')]).toEqual([422, 'BLING_REFUSED', true])
  const audit = await owner.get('/audit?action=bling.deposit_deactivated')
  expect(audit.body.items).toHaveLength(1)
})

it('switches off the deposit as Bling has it now, with what was changed there since it was last seen (sync 66)', async () => {
  world = await openSyncWorld()
  const { owner } = world.test
  const { company_id, account_id, deposits } = world.w
  const bling_id = deposits['C']?.bling_id ?? 0
  const path = `/bling/accounts/${account_id}/deposits/${deposits['C']?.id}/deactivate`
  world.control.patchDeposit(company_id, bling_id, { name: 'Loja virtual', ignored_in_totals: true })
  const careless = await owner.post(path, { confirm_name: 'C' })
  expect([careless.status, careless.body]).toMatchObject([
    422,
    { code: 'NAME_NOT_CONFIRMED', name: 'Loja virtual' },
  ])
  const done = await owner.post(path, { confirm_name: 'Loja virtual' })
  expect([done.status, done.body]).toMatchObject([200, { name: 'Loja virtual', is_active: false }])
  expect(world.control.state(company_id).deposits).toContainEqual({
    ...{ id: bling_id, name: 'Loja virtual', is_active: false, is_default: false, ignored_in_totals: true },
  })
  const again = await owner.post(path, { confirm_name: 'Loja virtual' })
  expect([again.status, again.body]).toEqual([200, done.body])
  const puts = world.sandbox.calls().filter(({ operation }) => operation === 'PUT /depositos/{idDeposito}')
  expect(puts).toHaveLength(1)
})

it('knows no account and no deposit of others (sync 76)', async () => {
  world = await openSyncWorld()
  const unknown = '0190a5a0-0000-7000-8000-000000000001'
  const { owner } = world.test
  expect((await owner.get(`/bling/accounts/${unknown}/preview?state=frozen`)).status).toBe(404)
  const elsewhere = `/bling/accounts/${world.y.account_id}/deposits/${world.w.deposits['C']?.id}/deactivate`
  expect((await owner.post(elsewhere, { confirm_name: 'C' })).status).toBe(404)
  expect((await owner.get(`/bling/accounts/${world.y.account_id}/preview?state=gone`)).status).toBe(422)
})

it('tells what each deposit of a pool held when it was last looked at, and to which run a write belongs', async () => {
  world = await openSyncWorld()
  const { owner } = world.test
  world.set(world.w, 'P1', 7)
  await world.settle()
  const { items } = (await owner.get('/sync/deposits')).body
  const held = (deposit: string) =>
    items.find((one: { deposit_id: string }) => one.deposit_id === world.w.deposits[deposit]?.id)
  expect(held('P1')).toMatchObject({ account_id: world.w.account_id, skus: 1, physical: 7, virtual: 7 })
  expect(held('C')).toMatchObject({ physical: 16, virtual: 16 })
  expect(held('FULL')).toBeUndefined()
  const [write] = (await owner.get(`/sync/skus/${SKU}`)).body.writes
  const run = (await owner.get(`/sync/runs/${write.run_id}`)).body
  expect(run).toMatchObject({ sku: SKU, writes: expect.arrayContaining([write]) })
})
