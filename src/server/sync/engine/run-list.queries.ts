import type * as z from 'zod'
import type { syncRun, syncRunQuery, syncWrite } from '../../../contract/sync-runs.ts'
import { fromGrains, toUnits } from '../../../domain/sync/quantity.ts'
import type { Tx } from '../../db/database.ts'
import { empty, type Sql, sql } from '../../db/sql.ts'
import { type Progress, progressOf } from './many-runs.store.ts'

/** A run as people see it. */
export type ShownRun = z.input<typeof syncRun>
/** A write as people see it. */
export type ShownWrite = z.input<typeof syncWrite>

type Row = Omit<ShownRun, 'started_at' | 'finished_at' | 'duration_ms' | 'progress'> & {
  readonly started_at: Date
  readonly finished_at: Date | null
}

const COLUMNS = sql`
  id, parent_id, kind, origin, pool_id, sku, account_ids, state, result, reason, facts, started_at, finished_at`

/** The history from the newest run back, one more than the limit. Children of runs over many are left out unless asked for. */
export async function listRuns(tx: Tx, filter: z.output<typeof syncRunQuery>): Promise<ShownRun[]> {
  const { cursor, origin, kind, result, account_id, pool_id, sku, parent_id, from, to, limit } = filter
  return shownRuns(
    tx,
    sql`
      ${cursor === undefined ? empty : sql`and id < ${cursor}`}
      ${origin === undefined ? empty : sql`and origin = ${origin}`}
      ${kind === undefined ? empty : sql`and kind = ${kind}`}
      ${result === undefined ? empty : sql`and result = ${result}`}
      ${account_id === undefined ? empty : sql`and ${account_id} = any (account_ids)`}
      ${pool_id === undefined ? empty : sql`and pool_id = ${pool_id}`}
      ${sku === undefined ? empty : sql`and sku = ${sku}`}
      ${parent_id === undefined ? empty : sql`and parent_id = ${parent_id}`}
      ${from === undefined ? empty : sql`and started_at >= ${from}`}
      ${to === undefined ? empty : sql`and started_at < ${to}`}
      order by id desc limit ${limit + 1}`,
  )
}

/** One run; null when the tenant has none of this id. */
export async function readRun(tx: Tx, id: string): Promise<ShownRun | null> {
  const [run] = await shownRuns(tx, sql`and id = ${id}`)
  return run ?? null
}

async function shownRuns(tx: Tx, which: Sql): Promise<ShownRun[]> {
  const rows = await tx.query<Row>(
    sql`select ${COLUMNS} from sync_runs where tenant_id = ${tx.tenant_id} ${which}`,
  )
  const many = rows.filter((row) => row.kind !== 'sku').map((row) => row.id)
  const progress = many.length === 0 ? new Map<string, Progress>() : await progressOf(tx, many)
  return rows.map((row) => ({
    ...row,
    started_at: row.started_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
    duration_ms: row.finished_at === null ? null : row.finished_at.getTime() - row.started_at.getTime(),
    progress: shownProgress(progress.get(row.id)),
  }))
}

function shownProgress(progress: Progress | undefined): ShownRun['progress'] {
  if (progress === undefined) return null
  const results = Object.fromEntries(
    Object.entries(progress.results).map(([name, count]) => [name, count ?? 0]),
  )
  return { total: progress.total, done: progress.total - progress.waiting - progress.marked, results }
}

type WriteRow = Omit<
  ShownWrite,
  'quantity' | 'before' | 'after' | 'before_physical' | 'after_physical' | 'sent_at' | 'echoed_at'
> & {
  readonly quantity: number
  readonly before_virtual: number
  readonly target_virtual: number
  readonly before_physical: number
  readonly target_physical: number
  readonly sent_at: Date
  readonly echoed_at: Date | null
}

/** The movements of one run, in the order in which they left. */
export async function writesOfRun(tx: Tx, run_id: string): Promise<ShownWrite[]> {
  return shownWrites(tx, sql`and run_id = ${run_id} order by sent_at, reference`)
}

/** The latest movements for a SKU. */
export async function writesOfSku(tx: Tx, sku: string, limit: number): Promise<ShownWrite[]> {
  return shownWrites(tx, sql`and sku = ${sku} order by sent_at desc, reference desc limit ${limit}`)
}

async function shownWrites(tx: Tx, which: Sql): Promise<ShownWrite[]> {
  const rows = await tx.query<WriteRow>(sql`
    select reference, run_id, kind, sku, account_id, deposit_id, site_id, operation, quantity, before_virtual, target_virtual,
           before_physical, target_physical, reason, sent_at, answer, read_back, judged, echoed_at, error
      from sync_writes where tenant_id = ${tx.tenant_id} ${which}`)
  return rows.map(({ before_virtual, target_virtual, before_physical, target_physical, ...row }) => ({
    ...row,
    quantity: toUnits(fromGrains(row.quantity)),
    before: toUnits(fromGrains(before_virtual)),
    after: toUnits(fromGrains(target_virtual)),
    before_physical: toUnits(fromGrains(before_physical)),
    after_physical: toUnits(fromGrains(target_physical)),
    sent_at: row.sent_at.toISOString(),
    echoed_at: row.echoed_at?.toISOString() ?? null,
  }))
}
