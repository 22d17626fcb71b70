import * as z from 'zod'
import { id } from '../../contract/common.ts'
import type { divergence, divergenceQuery } from '../../contract/insight.ts'
import type { Tx } from '../db/database.ts'
import { empty, type Sql, sql } from '../db/sql.ts'
import { decodeCursor, pageFrom } from '../kernel/cursor.ts'
import { rowsAt } from './movement-list.queries.ts'
import { actorName, type MovementRow, movementOf } from './movement-row.queries.ts'

/** A divergence as clients see it. */
export type Divergence = z.input<typeof divergence>

type Row = Omit<Divergence, 'opened_at' | 'resolved_at' | 'resolved_by_name' | 'movements'> & {
  readonly opened_at: Date
  readonly resolved_at: Date | null
  readonly resolved_by_name: string | null
}

/** Movements shown with a divergence: what led to it, and what came right after. */
const BEFORE = 5
const AFTER = 3

/** One page of what people have to look at, the newest first. `branches` null is all of them. */
export async function listDivergences(
  tx: Tx,
  query: z.output<typeof divergenceQuery>,
  branches: readonly string[] | null,
): Promise<{ items: Divergence[]; next_cursor: string | null }> {
  const [after] = decodeCursor(query.cursor, z.tuple([id])) ?? [null]
  const rows = await divergenceRows(
    tx,
    sql`
      ${query.open ? sql`d.resolved_at is null` : sql`d.resolved_at is not null`}
      ${after === null ? empty : sql`and d.id < ${after}`}
      ${branches === null ? empty : sql`and d.branch_id = any (${branches}::uuid[])`}
      order by d.id desc limit ${query.limit + 1}`,
  )
  const around = await movementsAround(tx, rows.slice(0, query.limit))
  return pageFrom(
    rows,
    query.limit,
    (row) => divergenceOf(row, around),
    (row) => [row.id],
  )
}

/** One divergence; null when there is none of that id. */
export async function divergenceById(tx: Tx, divergenceId: string): Promise<Divergence | null> {
  const rows = await divergenceRows(tx, sql`d.id = ${divergenceId}`)
  const around = await movementsAround(tx, rows)
  const [row] = rows
  return row === undefined ? null : divergenceOf(row, around)
}

function divergenceRows(tx: Tx, condition: Sql): Promise<Row[]> {
  return tx.query<Row>(sql`
    select d.id, d.kind, d.branch_id, b.name as branch_name, d.product_id, p.name as product_name, p.sku, d.operation_id, d.seq,
           d.facts, d.opened_at, d.resolved_at, d.resolved_by, a.name as resolved_by_name, d.resolution
      from divergences d
      join branches b on b.tenant_id = d.tenant_id and b.id = d.branch_id
      left join products p on p.tenant_id = d.tenant_id and p.id = d.product_id
      left join actors a on a.tenant_id = d.tenant_id and a.id = d.resolved_by
     where d.tenant_id = ${tx.tenant_id} and ${condition}`)
}

function movementsAround(tx: Tx, rows: readonly Row[]): Promise<MovementRow[]> {
  const placed = rows.filter((row) => row.product_id !== null && row.seq !== null)
  if (placed.length === 0) return Promise.resolve([])
  const near = (comparison: Sql, limit: number) => sql`
    (select m.seq from stock_movements m
      where m.tenant_id = ${tx.tenant_id} and m.product_id = d.product_id and m.branch_id = d.branch_id and m.seq ${comparison}
      limit ${limit})`
  return rowsAt(
    tx,
    sql`
      select distinct near.seq
        from unnest(${placed.map((row) => row.product_id)}::uuid[], ${placed.map((row) => row.branch_id)}::uuid[],
                    ${placed.map((row) => row.seq)}::bigint[]) as d (product_id, branch_id, seq)
        cross join lateral (
          ${near(sql`<= d.seq order by m.seq desc`, BEFORE)} union all ${near(sql`> d.seq order by m.seq`, AFTER)}) near`,
  )
}

function divergenceOf(row: Row, around: readonly MovementRow[]): Divergence {
  const own = around.filter(
    (movement) => movement.product_id === row.product_id && movement.branch_id === row.branch_id,
  )
  const seq = row.seq ?? 0
  const before = own.filter((movement) => movement.seq <= seq).slice(0, BEFORE)
  const after = own.filter((movement) => movement.seq > seq).slice(-AFTER)
  return {
    ...row,
    opened_at: row.opened_at.toISOString(),
    resolved_at: row.resolved_at?.toISOString() ?? null,
    resolved_by_name: row.resolved_by === null ? null : actorName(row.resolved_by, row.resolved_by_name),
    movements: [...after, ...before].map(movementOf),
  }
}
