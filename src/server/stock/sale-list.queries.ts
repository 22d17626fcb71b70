import * as z from 'zod'
import type { sale, saleQuery } from '../../contract/sales.ts'
import type { Tx } from '../db/database.ts'
import { empty, join, raw, type Sql, sql } from '../db/sql.ts'
import { decodeCursor, pageFrom } from '../kernel/cursor.ts'
import { LATENESS_MS } from './movement-filter.queries.ts'
import { actorName } from './movement-row.queries.ts'

type Query = z.output<typeof saleQuery>
type Sale = z.input<typeof sale>
type SaleRow = Omit<Sale, 'status' | 'occurred_at' | 'recorded_at' | 'cancelled_at' | 'responsible_name'> & {
  readonly occurred_at: Date
  readonly recorded_at: Date
  readonly cancelled_at: Date | null
  readonly responsible_name: string | null
}

/** One page of sales, the newest number first. `branches` null is all of them. */
export async function listSales(
  tx: Tx,
  query: Query,
  branches: readonly string[] | null,
): Promise<{ items: Sale[]; next_cursor: string | null }> {
  const rows = await tx.query<SaleRow>(sql`
    select s.id, s.number, s.branch_id, s.terminal, s.payment_method, s.lines, s.total_cents, s.savings_cents, s.unpriced_lines,
           s.occurred_at, s.recorded_at, s.responsible, a.name as responsible_name, s.cancelled_at
      from (${await newestNumbers(tx, query, branches)}) page
      join sales s on s.tenant_id = ${tx.tenant_id} and s.number = page.number
      left join actors a on a.tenant_id = ${tx.tenant_id} and a.id = s.responsible
     order by s.number desc`)
  return pageFrom(rows, query.limit, saleOf, (row) => [row.number])
}

function saleOf(row: SaleRow): Sale {
  return {
    ...row,
    responsible_name: actorName(row.responsible, row.responsible_name),
    status: row.cancelled_at === null ? 'completed' : 'cancelled',
    occurred_at: row.occurred_at.toISOString(),
    recorded_at: row.recorded_at.toISOString(),
    cancelled_at: row.cancelled_at?.toISOString() ?? null,
  }
}

/** As movements are found: a time becomes numbers, each branch is walked by itself, misdated sales are found by their own time. */
async function newestNumbers(tx: Tx, query: Query, branches: readonly string[] | null): Promise<Sql> {
  const [cursor] = decodeCursor(query.cursor, z.tuple([z.int().min(0)])) ?? [Number.MAX_SAFE_INTEGER]
  const from = query.from === undefined ? null : new Date(query.from)
  const to = query.to === undefined ? null : new Date(query.to)
  const conditions = [
    sql`s.tenant_id = ${tx.tenant_id} and s.number < ${cursor}`,
    query.status === undefined
      ? null
      : raw(query.status === 'cancelled' ? 's.cancelled_at is not null' : 's.cancelled_at is null'),
    from && sql`s.occurred_at >= ${from}`,
    to && sql`s.occurred_at < ${to}`,
  ].filter((one) => one !== null)
  const count = query.limit + 1
  const newest = (more: Sql) => sql`
    select s.number from sales s where ${join(conditions, ' and ')} ${more} order by s.number desc limit ${count}`
  if (from === null && to === null) return byBranch(branches, newest, empty, count)
  const [bounds] = await tx.query<{ above: number; last: number }>(sql`
    select sale_number_at(${from && new Date(from.getTime() - 1)}) as above,
           sale_number_at(${to && new Date(to.getTime() + LATENESS_MS)}) as last`)
  const above = from === null ? empty : sql`and s.number > ${bounds?.above ?? 0}`
  const until = to === null ? empty : sql`and s.number <= ${bounds?.last ?? 0}`
  const only = branches === null ? empty : sql`and s.branch_id = any (${branches}::uuid[])`
  return sql`
    with misdated as materialized (
      select s.number from sales s where ${join(conditions, ' and ')} and s.is_misdated ${only})
    select number from (
      (${byBranch(branches, newest, sql`and not s.is_misdated ${above} ${until}`, count)})
      union all
      (select number from misdated)) found
     order by number desc limit ${count}`
}

function byBranch(
  branches: readonly string[] | null,
  newest: (more: Sql) => Sql,
  more: Sql,
  count: number,
): Sql {
  if (branches === null) return newest(more)
  return sql`
    select walked.number
      from unnest(${branches}::uuid[]) as branch (id)
      cross join lateral (${newest(sql`and s.branch_id = branch.id ${more}`)}) walked
     order by walked.number desc limit ${count}`
}
