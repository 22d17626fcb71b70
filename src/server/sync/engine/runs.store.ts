import type { RunResult } from '../../../domain/sync/run-status.ts'
import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import type { Origin } from './dirty-skus.store.ts'

/** A look at one SKU as the history keeps it. */
export type SkuRun = {
  readonly id: string
  readonly origin: Origin
  readonly pool_id: string | null
  readonly sku: string
  readonly account_ids: readonly string[]
}

/** Begins looks in the history, together with what they are about to write; each belongs to the run over many that waits for it. */
export async function beginSkuRuns(tx: Tx, runs: readonly SkuRun[], at: Date): Promise<void> {
  await tx.query(sql`
    insert into sync_runs (tenant_id, id, parent_id, kind, origin, pool_id, sku, account_ids, state, started_at)
    select ${tx.tenant_id}, id,
           (select m.run_id from sync_run_skus m where m.tenant_id = ${tx.tenant_id} and m.sku = r.sku and m.state = 'marked'
             order by m.run_id desc limit 1), 'sku', origin, pool_id, sku,
           array(select jsonb_array_elements_text(account_ids)::uuid), 'running', ${at}
      from jsonb_to_recordset(${JSON.stringify(runs)}::jsonb)
        as r (id uuid, origin text, pool_id uuid, sku text, account_ids jsonb)`)
}

/** How a look ended. */
export type RunEnd = {
  readonly id: string
  readonly result: RunResult
  readonly reason: string | null
  /** What was read, decided and left out; the writes are rows of their own. */
  readonly facts: unknown
}

/** Ends looks in the history. */
export async function endRuns(tx: Tx, ends: readonly RunEnd[], at: Date): Promise<void> {
  await tx.query(sql`
    update sync_runs u set state = 'done', result = e.result, reason = e.reason, facts = e.facts, finished_at = ${at}
      from jsonb_to_recordset(${JSON.stringify(ends)}::jsonb) as e (id uuid, result text, reason text, facts jsonb)
     where u.tenant_id = ${tx.tenant_id} and u.id = e.id`)
}

/** Looks at these SKUs that never ended belonged to a process that is gone. */
export async function closeInterrupted(tx: Tx, skus: readonly string[], at: Date): Promise<void> {
  await tx.query(sql`
    update sync_runs set state = 'interrupted', result = 'failed', reason = 'INTERRUPTED', finished_at = ${at}
     where tenant_id = ${tx.tenant_id} and sku = any (${skus}::text[]) and kind = 'sku' and state = 'running'`)
}

/** The latest decision about a SKU in a pool. */
export type StoredDecision = {
  readonly sku: string
  readonly pool_id: string
  /** The run that tells of it; null when the history tells of none. */
  readonly run_id: string | null
  readonly state: string
  readonly available: number | null
  readonly oversold: number | null
  readonly oversell_bound: number | null
  readonly why: unknown
}

/** What the pools could promise of some SKUs when they were decided last, by `sku pool_id`; null while something was missing. */
export async function decidedBefore(
  tx: Tx,
  skus: readonly string[],
): Promise<ReadonlyMap<string, number | null>> {
  const rows = await tx.query<{ sku: string; pool_id: string; available: number | null }>(sql`
    select sku, pool_id, available from sync_decisions where tenant_id = ${tx.tenant_id} and sku = any (${skus}::text[])`)
  return new Map(rows.map(({ sku, pool_id, available }) => [`${sku} ${pool_id}`, available]))
}

/** Keeps the latest decisions. One that no run tells of and that is the same as before leaves the run that told of it. */
export async function saveDecisions(tx: Tx, decisions: readonly StoredDecision[], at: Date): Promise<void> {
  await tx.query(sql`
    insert into sync_decisions as d (tenant_id, sku, pool_id, run_id, decided_at, state, available, oversold, oversell_bound, why)
    select ${tx.tenant_id}, sku, pool_id, run_id, ${at}, state, available, oversold, oversell_bound, why
      from jsonb_to_recordset(${JSON.stringify(decisions)}::jsonb)
        as r (sku text, pool_id uuid, run_id uuid, state text, available bigint, oversold bigint, oversell_bound bigint, why jsonb)
     order by sku, pool_id
    on conflict (tenant_id, sku, pool_id) do update
       set run_id = excluded.run_id, decided_at = excluded.decided_at, state = excluded.state, available = excluded.available,
           oversold = excluded.oversold, oversell_bound = excluded.oversell_bound, why = excluded.why
     where excluded.run_id is not null
        or (d.state, d.available, d.oversold, d.oversell_bound, d.why)
           is distinct from (excluded.state, excluded.available, excluded.oversold, excluded.oversell_bound, excluded.why)`)
}
