import * as z from 'zod'
import type { purchase, purchaseQuery } from '../../contract/purchases.ts'
import type { Tx } from '../db/database.ts'
import { join, sql } from '../db/sql.ts'
import { decodeCursor, pageFrom } from '../kernel/cursor.ts'

type Query = z.output<typeof purchaseQuery>
type Purchase = z.input<typeof purchase>
type PurchaseRow = Omit<Purchase, 'uncosted_lines' | 'created_at' | 'received_at' | 'cancelled_at'> & {
  readonly created_at: Date
  readonly received_at: Date | null
  readonly cancelled_at: Date | null
}

/** One page of purchases, the newest number first. `branches` null is all of them. */
export async function listPurchases(
  tx: Tx,
  query: Query,
  branches: readonly string[] | null,
): Promise<{ items: Purchase[]; next_cursor: string | null }> {
  const [cursor] = decodeCursor(query.cursor, z.tuple([z.int().min(0)])) ?? [Number.MAX_SAFE_INTEGER]
  const conditions = [
    sql`tenant_id = ${tx.tenant_id} and number < ${cursor}`,
    branches && sql`branch_id = any (${branches}::uuid[])`,
    query.status === undefined ? null : sql`status = ${query.status}`,
  ].filter((one) => one !== null)
  const rows = await tx.query<PurchaseRow>(sql`
    select id, number, branch_id, supplier, status, notes, total_cents, lines, created_at, received_at, cancelled_at
      from purchases
     where ${join(conditions, ' and ')}
     order by number desc limit ${query.limit + 1}`)
  return pageFrom(rows, query.limit, purchaseOf, (row) => [row.number])
}

function purchaseOf(row: PurchaseRow): Purchase {
  return {
    ...row,
    uncosted_lines: row.lines.filter((line) => line.total_cents === null).length,
    created_at: row.created_at.toISOString(),
    received_at: row.received_at?.toISOString() ?? null,
    cancelled_at: row.cancelled_at?.toISOString() ?? null,
  }
}
