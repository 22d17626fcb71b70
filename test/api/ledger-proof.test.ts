import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BOTTLE, makeProduct, putLevel } from '../support/stock.ts'
import { startTestApp, type TestApp } from '../support/test-app.ts'

let test: TestApp
let beer: string
let whisky: string

beforeEach(async () => {
  test = await startTestApp()
  const { owner, branch_id } = test
  beer = await makeProduct(owner)
  whisky = await makeProduct(owner, BOTTLE)
  await putLevel(owner, branch_id, beer, 5, 0)
  await owner.post('/purchases', {
    branch_id,
    lines: [{ product_id: beer, boxes: 1, batch_number: 'L1', expiry_date: '2027-01-31' }],
  })
  await putLevel(owner, branch_id, whisky, 1, 2, 0)
  for (let count = 0; count < 8; count += 1) await sell(beer, 'unit', 1 + count)
  const last = await sell(whisky, 'dose', 3)
  await owner.post(`/sales/${last.body.id}/cancel`)
  await owner.patch(`/products/${beer}`, { units_per_box: 24 })
})
afterEach(() => test.close())

const sell = (product_id: string, sold_as: string, quantity: number) =>
  test.owner.post('/sales', { branch_id: test.branch_id, lines: [{ product_id, sold_as, quantity }] })
const verify = async (query = '') => (await test.owner.get(`/ledger/verify${query}`)).body

/** Changes the database as its owner could, past everything that protects it. */
async function tamper(...statements: readonly string[]): Promise<void> {
  const client = new pg.Client(test.database.connection)
  await client.connect()
  await client.query(`select set_config('app.tenant_id', $1, false)`, [test.tenant_id])
  await client.query('alter table stock_movements disable trigger user')
  for (const statement of statements) await client.query(statement)
  await client.query('alter table stock_movements enable trigger user')
  await client.end()
}

/** Kinds and places of what a verification finds. */
async function found(query = ''): Promise<[string, number | null][]> {
  const { differences } = await verify(query)
  return differences.map((one: { kind: string; seq: number | null }) => [one.kind, one.seq])
}

describe('the proof of the ledger', () => {
  it('holds for everything that the product writes', async () => {
    const proof = await verify()
    expect(proof).toMatchObject({ ok: true, full: true, from_seq: 0, differences: [] })
    expect(proof.verified_up_to_seq).toBe(proof.movements)
    expect(proof.movements).toBeGreaterThan(12)
    expect(proof.root_hash).toMatch(/^[0-9a-f]{64}$/)
    await sell(beer, 'unit', 1)
    const later = await verify()
    expect(later).toMatchObject({ ok: true, verified_up_to_seq: proof.verified_up_to_seq + 1 })
    expect(later.root_hash).not.toBe(proof.root_hash)
  })

  it('locates a changed quantity, in the seal and in the replay', async () => {
    await tamper(
      'update stock_movements set quantity = -1, quantity_after = quantity_before - 1 where seq = 6',
    )
    const proof = await verify()
    expect(proof).toMatchObject({ ok: false, verified_up_to_seq: 5 })
    expect(proof.differences[0]).toMatchObject({ kind: 'row_changed', seq: 6, product_id: beer })
    expect(await found()).toContainEqual(['wrong_quantity', 6])
  })

  it.each([
    ['a note', `notes = 'nada'`],
    ['a time by a part of a millisecond', `occurred_at = occurred_at + interval '10 microseconds'`],
    ['a person', `responsible = '00000000-0000-0000-0000-000000000000'`],
    ['a lot', `lots = '[]'`],
  ])('locates %s that was changed', async (_what, change) => {
    await tamper(`update stock_movements set ${change} where seq = 5`)
    expect((await found())[0]).toEqual(['row_changed', 5])
  })

  it('locates a seal that was changed, and blames its row alone', async () => {
    await tamper(`update stock_movements set hash = sha256('x') where seq = 5`)
    expect(await found()).toEqual([['seal_changed', 5]])
  })

  it('locates a deleted row', async () => {
    await tamper('delete from stock_movements where seq = 7')
    const kinds = await found()
    expect(kinds[0]).toEqual(['row_missing', 7])
    expect(kinds).toContainEqual(['not_contiguous', 8])
  })

  it.each([
    [5, 9],
    [6, 7],
  ])('tells that rows %i and %i were swapped', async (one, other) => {
    await tamper(
      `update stock_movements set seq = -1 where seq = ${one}`,
      `update stock_movements set seq = ${one} where seq = ${other}`,
      `update stock_movements set seq = ${other} where seq = -1`,
    )
    const proof = await verify()
    expect(proof.differences[0]).toMatchObject({
      kind: 'rows_swapped',
      seq: one,
      expected: `seq ${one}`,
      found: `seq ${other}`,
    })
    expect(proof.differences.filter((row: { kind: string }) => /row|seal/.test(row.kind))).toHaveLength(1)
  })

  it('sees a level that is not what the rows left', async () => {
    await tamper(
      `update inventory_items set open_box_units = open_box_units + 1 where product_id = '${beer}'`,
    )
    expect((await verify()).differences).toMatchObject([{ kind: 'level', product_id: beer }])
  })

  it('sees a lot and a day that are not what the rows left', async () => {
    await tamper('update lots set quantity = quantity + 1', 'update daily_sales set sold = sold + 1')
    expect((await found()).map(([kind]) => kind).sort()).toEqual(['daily_sales', 'daily_sales', 'lot'])
  })

  it('sees that the end was cut off, even when the head was set back', async () => {
    const before = await verify()
    const last = before.verified_up_to_seq
    await tamper(`delete from stock_movements where seq >= ${last - 1}`)
    expect((await found())[0]).toEqual(['row_missing', last - 1])
    await tamper(
      `update ledgers l set last_seq = ${last - 2},
         last_hash = (select hash from stock_movements m where m.tenant_id = l.tenant_id and m.seq = ${last - 2})`,
    )
    expect(await found()).toContainEqual(['row_missing', last])
    expect(await found()).toContainEqual(['level', expect.anything()])
  })

  it('reads a long ledger from the last proof on when asked to, and still sees what changed since', async () => {
    const { verifyLedger } = await import('../../src/server/stock/verify-ledger.ts')
    const incremental = () =>
      verifyLedger(test.app.database, test.tenant_id, { scope: 'incremental', now: new Date() })
    const first = await incremental()
    expect(first).toMatchObject({ ok: true, from_seq: 0 })
    await sell(beer, 'unit', 2)
    await sell(whisky, 'dose', 1)
    const from_seq = first.verified_up_to_seq
    expect(await incremental()).toMatchObject({ ok: true, from_seq, movements: 2 })
    await sell(beer, 'unit', 2)
    await tamper(`update stock_movements set notes = 'x' where seq = ${from_seq + 3}`)
    expect((await incremental()).differences).toMatchObject([{ kind: 'row_changed', seq: from_seq + 3 }])
  })

  it('is for who may prove it', async () => {
    expect((await test.as('').get('/ledger/verify')).status).toBe(401)
  })
})

describe('the consistency of one item', () => {
  const check = async (product_id: string) =>
    (await test.owner.get(`/inventory/${product_id}/consistency?branch_id=${test.branch_id}`)).body

  it('is sound when an open box is exactly full (stock 19)', async () => {
    const product_id = await makeProduct(test.owner)
    await putLevel(test.owner, test.branch_id, product_id, 3, 12)
    expect(await check(product_id)).toMatchObject({ ok: true, findings: [] })
  })

  it('is sound after sales, a cancellation and a change of packing', async () => {
    expect(await check(beer)).toMatchObject({ product_id: beer, ok: true, findings: [] })
    expect(await check(whisky)).toMatchObject({ ok: true, findings: [] })
  })

  it('says in words what is wrong', async () => {
    await tamper(
      'update stock_movements set closed_boxes_after = closed_boxes_after + 1 where seq = 6',
      `update inventory_items set open_box_units = 99 where product_id = '${beer}'`,
    )
    const { ok, findings } = await check(beer)
    expect(ok).toBe(false)
    const codes = findings.map((finding: { code: string }) => finding.code)
    expect(codes).toEqual(['WRONG_QUANTITY', 'NOT_CONTIGUOUS', 'LEVEL_IS_NOT_REPLAY', 'OPEN_BOX_OVERFULL'])
    expect(findings[0].message).toContain('A movimentação 6')
  })
})
