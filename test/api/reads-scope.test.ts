import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeProduct, putLevel } from '../support/stock.ts'
import { type Caller, clockAt, startTestApp, type TestApp } from '../support/test-app.ts'

const clock = clockAt('2026-11-20T15:00:00Z')
let test: TestApp
let owner: Caller
let cashier: Caller
let own_branch: string
let other_branch: string
let beer: string

beforeAll(async () => {
  test = await startTestApp({ clock })
  owner = test.owner
  own_branch = test.branch_id
  other_branch = (await owner.post('/branches', { name: 'Praia' })).body.id
  beer = await makeProduct(owner)
  for (const branch_id of [own_branch, other_branch]) {
    await putLevel(owner, branch_id, beer, 2, 0)
    await owner.post('/sales', { branch_id, lines: [{ product_id: beer, sold_as: 'unit', quantity: 1 }] })
    await owner.post('/purchases', { branch_id, lines: [{ product_id: beer, boxes: 1 }] })
    await sellOffline(branch_id, 40)
  }
  cashier = await hire('caixa@bar.example', 'cashier', [own_branch])
})
afterAll(() => test.close())

/** A new person with a role in some branches, signed in. */
async function hire(email: string, role: string, branch_ids: readonly string[]): Promise<Caller> {
  const password = 'outra senha bem longa'
  const made = await owner.post('/users', { name: 'Pessoa Nova', email, password, role, branch_ids })
  expect(made.status).toBe(201)
  const signedIn = await test.as('').post('/auth/sign-in', { email, password })
  return test.as(signedIn.body.token)
}

let device_seq = 0

async function sellOffline(branch_id: string, quantity: number): Promise<void> {
  device_seq += 1
  const reply = await owner.post('/offline/operations', {
    device_id: 'caixa-1',
    device_now: clock.now().toISOString(),
    operations: [
      {
        op_id: `op-${device_seq}`,
        device_seq,
        kind: 'sale',
        occurred_at: clock.now().toISOString(),
        payload: { branch_id, lines: [{ product_id: beer, sold_as: 'unit', quantity }] },
      },
    ],
  })
  expect(reply.body.results[0]).toMatchObject({ result: 'applied' })
}

const lists = [
  '/inventory',
  '/movements',
  '/movements?search=produto',
  '/sales',
  '/purchases',
  '/divergences',
]

it.each(lists)('shows a person of one branch only that branch in %s', async (path) => {
  const branchesIn = async (caller: Caller) => {
    const { status, body } = await caller.get(path)
    expect(status).toBe(200)
    return new Set(body.items.map((item: { branch_id: string }) => item.branch_id))
  }
  expect(await branchesIn(owner)).toEqual(new Set([own_branch, other_branch]))
  expect(await branchesIn(cashier)).toEqual(new Set([own_branch]))
})

it('refuses a branch outside the reach of a person', async () => {
  const paths = [
    ...lists.map((path) => `${path}${path.includes('?') ? '&' : '?'}branch_id=${other_branch}`),
    `/inventory/${beer}?branch_id=${other_branch}`,
    `/inventory/${beer}?branch_id=${other_branch}&as_of=2026-11-20T15:00:00Z`,
    `/inventory/${beer}/consistency?branch_id=${other_branch}`,
    `/dashboard?branch_id=${other_branch}`,
  ]
  for (const path of paths)
    expect(await cashier.get(path)).toMatchObject({ status: 403, body: { code: 'BRANCH_FORBIDDEN' } })
  expect((await cashier.get('/dashboard')).body.divergences_open).toBe(1)
  expect((await cashier.post('/inventory/consumption', {})).body.items_updated).toBe(1)
})

it('lets nobody without the right prove the ledger or close a divergence', async () => {
  const [open] = (await cashier.get('/divergences')).body.items
  expect((await cashier.get('/ledger/verify')).status).toBe(403)
  expect((await cashier.post(`/divergences/${open.id}/resolve`, { resolution: 'contado' })).status).toBe(403)
})

it('shows a divergence with what happened around it, and closes it with words (stock 77)', async () => {
  const [open] = (await owner.get(`/divergences?branch_id=${own_branch}`)).body.items
  expect(open).toMatchObject({
    kind: 'negative_stock',
    product_id: beer,
    branch_name: expect.any(String),
    product_name: expect.stringContaining('Produto'),
    resolved_at: null,
    resolved_by_name: null,
  })
  const types = open.movements.map((row: { movement_type: string }) => row.movement_type)
  expect(types).toEqual(['sale', 'purchase', 'sale', 'count'])

  const closed = await owner.post(
    `/divergences/${open.id}/resolve`,
    { resolution: 'Contado e acertado' },
    'k1',
  )
  expect(closed).toMatchObject({
    status: 200,
    body: { id: open.id, resolution: 'Contado e acertado', resolved_by_name: 'Dona Ana' },
  })
  const again = await owner.post(
    `/divergences/${open.id}/resolve`,
    { resolution: 'Contado e acertado' },
    'k1',
  )
  expect(again.headers['idempotency-replayed']).toBe('true')
  const later = await owner.post(`/divergences/${open.id}/resolve`, { resolution: 'Outra história' })
  expect(later.body.resolution).toBe('Contado e acertado')

  expect((await owner.get(`/divergences?branch_id=${own_branch}`)).body.items).toEqual([])
  expect((await owner.get('/divergences?open=false')).body.items).toMatchObject([{ id: open.id }])
  const audit = await owner.get(`/audit?target=${open.id}`)
  expect(audit.body.items).toMatchObject([{ action: 'divergence.resolved' }])
})

it('knows nothing of a divergence that does not exist', async () => {
  const unknown = '01900000-0000-7000-8000-000000000000'
  expect((await owner.post(`/divergences/${unknown}/resolve`, { resolution: 'x' })).status).toBe(404)
})
