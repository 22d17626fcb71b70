import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { type Database, openDatabase, type Tx } from '../../db/database.ts'
import { newId } from '../../kernel/ids.ts'
import { loadBatch } from './batch.store.ts'
import type { StockCommand } from './command.ts'

const tenant_id = newId()
const branch_id = newId()
const ROWS = 3_000
const BATCH = 100
let test: TestDatabase
let database: Database

/** A company that grew since the database last looked at its statistics: by them its tables are nearly empty. */
beforeAll(async () => {
  test = await cloneDatabase()
  const client = new pg.Client(test.connection)
  await client.connect()
  await client.query(`select set_config('app.tenant_id', $1, false)`, [tenant_id])
  await client.query(`insert into tenants (id, name) values ($1, 'Bar')`, [tenant_id])
  await client.query(`insert into ledgers (tenant_id) values ($1) on conflict do nothing`, [tenant_id])
  await client.query(`alter table idempotency_keys set (autovacuum_enabled = false)`)
  await client.query('analyze')
  await client.query(
    `insert into idempotency_keys (tenant_id, key, fingerprint, status, response)
     select $1, 'key ' || n, '', 200, '{}' from generate_series(1, ${ROWS}) n`,
    [tenant_id],
  )
  await client.end()
  database = openDatabase(test.connection, () => undefined)
})
afterAll(async () => {
  await database.close()
  await test.drop()
})

it('finds answers, products and documents by their keys while the statistics still say that there are none', async () => {
  const plans: string[] = []
  const planned = (tx: Tx): Tx => ({
    ...tx,
    async prepared<Row extends object>(name: string, text: string, values: unknown[]) {
      const lines = await tx.prepared<{ 'QUERY PLAN': string }>(
        `${name}-plan`,
        `explain (analyze, timing off) ${text}`,
        values,
      )
      plans.push(lines.map((line) => line['QUERY PLAN']).join('\n'))
      return tx.prepared<Row>(name, text, values)
    },
  })
  const commandOf = (key: string): StockCommand => ({
    principal: {
      ...{ tenant_id, user_id: newId(), user_name: 'Ana', role: 'owner', branch_ids: null },
      permissions: new Set(),
      credential: { kind: 'system', id: newId() },
    },
    permission: 'stock.sell',
    key,
    fingerprint: '',
    is_fact: false,
    levels: [{ branch_id, product_id: newId() }],
    needs: { sale_ids: [newId()], purchase_ids: [newId()] },
    decide: () => ({ ok: false, code: 'NOT_FOUND', facts: {} }),
  })
  const commands = Array.from({ length: BATCH }, (_, n) => commandOf(`key ${n}`))
  const { answers } = await database.tenant(
    tenant_id,
    (tx) => loadBatch(planned(tx), commands, new Date()),
    'by_key',
  )
  expect(answers.size).toBe(BATCH - 1)
  expect(plans.length).toBeGreaterThan(5)
  const readForNothing = plans.flatMap((plan) => plan.match(/Rows Removed by Filter: \d+/g) ?? [])
  expect(readForNothing).toEqual([])
})
