import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/** Movements told of one by one; whoever missed more reads anew. */
const MOST_MOVEMENTS = 2_000

/** A level by its key. */
export type LevelKey = { readonly branch_id: string; readonly product_id: string }

/** What the ledger has after some place of it: the levels touched, or that there are too many to name. */
export type LedgerNews =
  | { readonly kind: 'none' }
  | { readonly kind: 'levels'; readonly up_to_seq: number; readonly levels: readonly LevelKey[] }
  | { readonly kind: 'too_much'; readonly up_to_seq: number }

type Touched = LevelKey & { readonly seq: number; readonly movements: number }

/** The place where the tenant's ledger ends; 0 for one that has not begun. */
export async function ledgerEnd(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ last_seq: number }>(
    sql`select last_seq from ledgers where tenant_id = ${tx.tenant_id}`,
  )
  return row?.last_seq ?? 0
}

/** What came after `seq`. Places have no gaps and are given in the order of commit, so nothing can appear behind it later. */
export async function newsAfter(tx: Tx, seq: number): Promise<LedgerNews> {
  const levels = await tx.query<Touched>(sql`
    select branch_id, product_id, max(seq) as seq, count(*)::integer as movements
      from (select branch_id, product_id, seq from stock_movements
             where tenant_id = ${tx.tenant_id} and seq > ${seq} order by seq limit ${MOST_MOVEMENTS + 1}) as news
     group by branch_id, product_id`)
  if (levels.length === 0) return { kind: 'none' }
  if (levels.reduce((total, level) => total + level.movements, 0) > MOST_MOVEMENTS)
    return { kind: 'too_much', up_to_seq: await ledgerEnd(tx) }
  return {
    kind: 'levels',
    up_to_seq: Math.max(...levels.map((level) => level.seq)),
    levels: levels.map(({ branch_id, product_id }) => ({ branch_id, product_id })),
  }
}
