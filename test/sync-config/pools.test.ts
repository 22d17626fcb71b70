import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Reply } from '../support/test-app.ts'
import { poolOfF, startTwoShops, type TwoShops } from './support/two-shops.ts'

let shops: TwoShops
let pool: Reply['body']

beforeAll(async () => {
  shops = await startTwoShops()
})
afterAll(() => shops.close())

beforeEach(async () => {
  for (const one of (await shops.owner.get('/pools')).body.items) await shops.owner.remove(`/pools/${one.id}`)
  pool = (await shops.owner.post('/pools', poolOfF(shops))).body
})

const refused = async (change: object) => {
  const reply = await shops.owner.patch(`/pools/${pool.id}`, change)
  expect(reply.status).toBe(422)
  return reply.body
}

it('keeps a pool with its sources, targets and mirror, named as in Bling', async () => {
  expect(pool).toMatchObject({
    name: 'Estoque unificado',
    combine: 'sum',
    safety_stock: 0,
    activated_at: null,
    sources: [
      { name: 'Geral', account_name: 'Loja W', priority: 1, branch_id: null },
      { name: 'Fornecedor', account_name: 'Loja W', priority: 2 },
      { name: 'Geral', account_name: 'Loja Y', priority: 3 },
    ],
    targets: [
      { name: 'Compartilhado', account_name: 'Loja W', role: 'shared', policy: { kind: 'full' } },
      { name: 'Compartilhado', account_name: 'Loja Y', role: 'shared' },
      { name: 'Espelho', role: 'mirror', mirror_of: shops.deposits.p3 },
    ],
    warnings: [],
  })
  expect((await shops.owner.get(`/pools/${pool.id}`)).body).toEqual(pool)
  expect((await shops.owner.get('/pools')).body).toEqual({ items: [pool], next_cursor: null })
})

it('says how far the policies can oversell before the next write', async () => {
  expect(pool.oversell_preview).toMatchObject({
    can_oversell: true,
    examples: [
      { available: 1, exposed: 2, oversell_bound: 1 },
      { available: 10, exposed: 20, oversell_bound: 10 },
      { available: 100, exposed: 200, oversell_bound: 100 },
    ],
  })
  const { wc, yc } = shops.deposits
  const share = (value: number) => ({ policy: { kind: 'share', value } })
  const changed = await shops.owner.patch(`/pools/${pool.id}`, {
    targets: [
      { deposit_id: wc, ...share(70) },
      { deposit_id: yc, ...share(30) },
    ],
  })
  expect(changed.body.oversell_preview).toMatchObject({ can_oversell: false })
  expect(changed.body.targets.map((target: { policy: unknown }) => target.policy)).toEqual([
    { kind: 'share', value: 70 },
    { kind: 'share', value: 30 },
  ])
})

it('refuses a deposit that is principal and shared, naming it (sync 62)', async () => {
  const { p1, wc } = shops.deposits
  const problem = await refused({ targets: [{ deposit_id: wc }, { deposit_id: p1 }] })
  expect(problem).toMatchObject({
    code: 'POOL_REFUSED',
    findings: expect.arrayContaining([expect.objectContaining({ code: 'SOURCE_IS_TARGET', place_id: p1 })]),
  })
  expect(problem.detail).toContain('O depósito Geral (Loja W)')
  expect((await shops.owner.get(`/pools/${pool.id}`)).body).toEqual(pool)
})

it('refuses a deposit that another pool writes or reads the other way round (sync 62)', async () => {
  const { p1, p2, wc, full } = shops.deposits
  const other = (body: object) => shops.owner.post('/pools', { name: 'Outro', ...body })
  const written = await other({ sources: [{ deposit_id: wc }], targets: [{ deposit_id: full }] })
  expect(written.body.findings).toMatchObject([{ code: 'SOURCE_IS_TARGET', place_id: wc }])
  const read = await other({ sources: [{ deposit_id: full }], targets: [{ deposit_id: p1 }] })
  expect(read.body.findings).toMatchObject([{ code: 'SOURCE_IS_TARGET', place_id: p1 }])
  const shared = await other({ sources: [{ deposit_id: p2 }], targets: [{ deposit_id: wc }] })
  expect([shared.status, shared.body.findings]).toMatchObject([422, [{ code: 'TARGET_TWICE', place_id: wc }]])
})

it('refuses unknown deposits, mirrors of what is written, and a deposit shared twice (sync 63)', async () => {
  const { wc, we, p3 } = shops.deposits
  const unknown = '0190a5a0-0000-7000-8000-000000000001'
  expect(await refused({ sources: [{ deposit_id: unknown }] })).toMatchObject({
    findings: [{ code: 'PLACE_UNKNOWN', place_id: unknown }],
  })
  expect(
    (await refused({ targets: [{ deposit_id: wc }, { deposit_id: we, role: 'mirror', mirror_of: wc }] }))
      .findings,
  ).toMatchObject([{ code: 'MIRROR_OF_TARGET', place_id: we }])
  const { p1 } = shops.deposits
  const principal = { deposit_id: p1, role: 'mirror', mirror_of: p3 }
  expect((await refused({ targets: [{ deposit_id: wc }, principal] })).findings).toMatchObject([
    { code: 'SOURCE_IS_TARGET', place_id: p1 },
  ])
  expect((await refused({ targets: [{ deposit_id: we, role: 'mirror' }] })).findings).toMatchObject([
    { code: 'MIRROR_WITHOUT_ORIGIN', place_id: we },
  ])
  expect((await refused({ targets: [{ deposit_id: wc }, { deposit_id: wc }] })).findings).toMatchObject([
    { code: 'TARGET_TWICE', place_id: wc },
  ])
  expect((await refused({ sources: [{ deposit_id: p3 }, { deposit_id: p3 }] })).findings).toMatchObject([
    { code: 'SOURCE_TWICE', place_id: p3 },
  ])
  expect((await refused({ sources: [{ priority: 1 }] })).code).toBe('INVALID_VALUES')
})

it('refuses an unknown rule, shares out of range and negative quantities (sync 13)', async () => {
  const { wc } = shops.deposits
  const policy = (kind: string, value: number) => ({ targets: [{ deposit_id: wc, policy: { kind, value } }] })
  expect((await refused({ combine: 'median' })).code).toBe('INVALID_VALUES')
  expect((await refused(policy('share', 101))).findings).toMatchObject([{ code: 'SHARE_OUT_OF_RANGE' }])
  expect((await refused(policy('buffer', -1))).findings).toMatchObject([{ code: 'NEGATIVE_QUANTITY' }])
  expect((await refused({ safety_stock: -0.5 })).findings).toMatchObject([{ code: 'NEGATIVE_QUANTITY' }])
  expect((await refused({ targets: [{ deposit_id: wc, policy: { kind: 'full', value: 1 } }] })).code).toBe(
    'INVALID_VALUES',
  )
  const kept = await shops.owner.patch(`/pools/${pool.id}`, { combine: 'average', safety_stock: 2.5 })
  expect(kept.body).toMatchObject({
    combine: 'average',
    safety_stock: 2.5,
    version: 2,
    targets: pool.targets,
  })
})

it('moves a deposit from one side to the other in one change', async () => {
  const { p1, p2, p3, wc } = shops.deposits
  const { body } = await shops.owner.patch(`/pools/${pool.id}`, {
    sources: [{ deposit_id: p1 }, { deposit_id: wc }],
    targets: [{ deposit_id: p2 }, { deposit_id: p3 }],
  })
  expect(body.sources.map((one: { deposit_id: string }) => one.deposit_id).toSorted()).toEqual(
    [p1, wc].toSorted(),
  )
  expect(body.targets.map((one: { deposit_id: string }) => one.deposit_id)).toEqual([p2, p3])
})

it('follows every source deposit in a branch of its own, and keeps it when no pool reads it any more', async () => {
  const following = async () =>
    (await shops.owner.get('/branches')).body.items.filter(
      (branch: { kind: string }) => branch.kind === 'bling_deposit',
    )
  const before = await following()
  const { p1, p2, p3 } = shops.deposits
  const branch = (name: string, deposit_id: string) =>
    expect.objectContaining({ name, deposit_id, is_active: false })
  expect(before).toEqual(
    expect.arrayContaining([
      branch('Fornecedor (Loja W)', p2),
      branch('Geral (Loja W)', p1),
      branch('Geral (Loja Y)', p3),
    ]),
  )
  await shops.owner.patch(`/pools/${pool.id}`, { sources: [], targets: [] })
  expect(await following()).toEqual(before)
})

it('takes a branch of our own as a source and never one that follows a deposit', async () => {
  const branches = (await shops.owner.get('/branches')).body.items
  const following = branches.find((branch: { kind: string }) => branch.kind === 'bling_deposit')
  const own = { branch_id: shops.test.branch_id }
  const { status, body } = await shops.owner.patch(`/pools/${pool.id}`, {
    sources: [{ deposit_id: shops.deposits.p1 }, own],
    targets: [{ deposit_id: shops.deposits.wc }],
  })
  expect([status, body.sources[1] ?? body]).toMatchObject([
    200,
    { ...own, deposit_id: null, account_id: null },
  ])
  const refusal = await refused({ sources: [{ branch_id: following.id }] })
  expect(refusal.findings[0]).toMatchObject({ code: 'PLACE_UNKNOWN', place_id: following.id })
})

it('lets nobody move stock in a branch that follows a deposit', async () => {
  const branches = (await shops.owner.get('/branches')).body.items
  const following = branches.find((branch: { kind: string }) => branch.kind === 'bling_deposit')
  const product = await shops.owner.post('/products', {
    sku: `S-${pool.id}`,
    name: 'Cerveja',
    unit_price_cents: 900,
  })
  const line = { product_id: product.body.id, sold_as: 'unit', quantity: 1 }
  const sale = await shops.owner.post('/sales', { branch_id: following.id, lines: [line] })
  expect([sale.status, sale.body.code]).toEqual([409, 'BRANCH_INACTIVE'])
  const opened = await shops.owner.patch(`/branches/${following.id}`, { is_active: true })
  expect([opened.status, opened.body.code]).toEqual([409, 'BRANCH_FOLLOWS_BLING'])
  const me = await shops.owner.get('/me')
  expect(me.body.branches.map((branch: { id: string }) => branch.id)).not.toContain(following.id)
})

it('keeps sources and says what they lack when a deposit is made inactive in Bling (sync 64)', async () => {
  const { control } = shops.sandbox
  control.patchDeposit(shops.w.company_id, shops.bling.p2, { is_active: false })
  await shops.owner.get(`/bling/accounts/${shops.w.account_id}/deposits`)
  const { body } = await shops.owner.get(`/pools/${pool.id}`)
  expect(body.sources).toMatchObject([
    { is_active: true },
    { name: 'Fornecedor', is_active: false },
    { is_active: true },
  ])
  expect(body.warnings).toMatchObject([{ code: 'DEPOSIT_INACTIVE', place_id: shops.deposits.p2 }])
  control.patchDeposit(shops.w.company_id, shops.bling.p2, { is_active: true })
  await shops.owner.get(`/bling/accounts/${shops.w.account_id}/deposits`)
})

it('changes nothing in Bling when deposits leave the configuration (sync 66)', async () => {
  const before = shops.sandbox.control.state(shops.w.company_id)
  const calls = shops.sandbox.calls().length
  await shops.owner.patch(`/pools/${pool.id}`, { sources: [], targets: [] })
  await shops.owner.remove(`/pools/${pool.id}`)
  expect(shops.sandbox.calls().length).toBe(calls)
  expect(shops.sandbox.control.state(shops.w.company_id)).toEqual(before)
  expect((await shops.owner.get(`/pools/${pool.id}`)).status).toBe(404)
})

it('repeats the first answer under the same key and writes once', async () => {
  const body = { name: 'Uma vez' }
  const first = await shops.owner.post('/pools', body, 'chave-do-pool')
  const again = await shops.owner.post('/pools', body, 'chave-do-pool')
  expect([again.status, again.body, again.headers['idempotency-replayed']]).toEqual([201, first.body, 'true'])
  expect((await shops.owner.post('/pools', body)).body.code).toBe('NAME_TAKEN')
  expect(first.body.warnings).toMatchObject([{ code: 'NO_SOURCE' }, { code: 'NO_TARGET' }])
})

it('shows and lets change pools only to who may (sync 76)', async () => {
  const stranger = shops.test.as('')
  expect((await stranger.get('/pools')).status).toBe(401)
  expect((await stranger.post('/pools', { name: 'X' })).status).toBe(401)
  expect((await shops.owner.get('/pools/0190a5a0-0000-7000-8000-000000000001')).status).toBe(404)
})
