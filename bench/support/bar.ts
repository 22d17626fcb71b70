import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { v7 } from 'uuid'
import type * as z from 'zod'
import type { me, signedIn } from '../../src/contract/identity.ts'
import type { verifyAnswer } from '../../src/contract/insight.ts'
import type { AppUnderLoad } from './app-under-load.ts'

/** A company with products and stock enough for any load. */
export type Bar = {
  readonly token: string
  readonly branch_id: string
  readonly product_ids: readonly string[]
  /** Replays the whole ledger; true when it proves every level. */
  verify(): Promise<boolean>
}

/** Who owns the company. */
export const BAR_OWNER = { email: 'medidor@bar.example', password: 'uma senha bem longa' }

const UNITS_PER_BOX = 12
const BOXES = 800_000
const COUNT_LINES = 1000

/** Sets a company up, puts products in by SQL and stock in by counts, as a person would. */
export async function openBar(app: AppUnderLoad, products: number): Promise<Bar> {
  const call = async <Answer>(
    method: string,
    path: string,
    token: string,
    body?: unknown,
  ): Promise<Answer> => {
    const response = await fetch(`${app.address}/api/v1${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'idempotency-key': randomUUID(),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const answer = await response.json()
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`)
    return answer as Answer
  }
  const owner = { company_name: 'Bar da Medição', owner_name: 'Medidor', ...BAR_OWNER }
  const { token, tenant } = await call<z.infer<typeof signedIn>>('POST', '/setup', '', owner)
  const { branches } = await call<z.infer<typeof me>>('GET', '/me', token)
  const branch_id = branches[0]?.id ?? ''
  const product_ids = Array.from({ length: products }, () => v7())
  await insertProducts(app, tenant.id, product_ids)
  for (let first = 0; first < products; first += COUNT_LINES) {
    const lines = product_ids
      .slice(first, first + COUNT_LINES)
      .map((product_id) => ({ product_id, closed_boxes: BOXES, open_box_units: 0 }))
    await call('POST', '/inventory/counts', token, { branch_id, lines })
  }
  await tidyTables(app)
  return {
    token,
    branch_id,
    product_ids,
    verify: async () =>
      (await call<z.infer<typeof verifyAnswer>>('GET', '/ledger/verify?full=true', token)).ok,
  }
}

async function insertProducts(app: AppUnderLoad, tenantId: string, ids: readonly string[]): Promise<void> {
  const client = new pg.Client(app.connection)
  await client.connect()
  await client.query(
    `insert into products (tenant_id, id, sku, name, unit_price_cents, box_tracking, units_per_box)
     select $1, id, 'SKU-' || n, 'Produto ' || n, 900, true, $3
       from unnest($2::uuid[]) with ordinality as given (id, n)`,
    [tenantId, ids, UNITS_PER_BOX],
  )
  await client.end()
}

/** What autovacuum does a minute after a load, and what pgbench does for its own tables before it measures. */
async function tidyTables(app: AppUnderLoad): Promise<void> {
  const client = new pg.Client(app.connection)
  await client.connect()
  await client.query('vacuum analyze')
  await client.end()
}
