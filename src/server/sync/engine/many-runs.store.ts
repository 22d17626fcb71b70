import type { RunResult } from '../../../domain/sync/run-status.ts'
import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import type { Origin } from './dirty-skus.store.ts'

/** A run over many SKUs. */
export type ManyRun = {
  readonly id: string
  readonly kind: 'many' | 'sweep' | 'plan'
  readonly origin: Origin
  readonly pool_id: string | null
  readonly account_ids: readonly string[]
  readonly started_by: string | null
}

/** Begins a run over these SKUs. `marked`: they are being looked at already; else they wait for their turn. */
export async function insertManyRun(
  tx: Tx,
  run: ManyRun & { readonly facts: unknown },
  skus: { readonly names: readonly string[]; readonly state: 'waiting' | 'marked' },
  at: Date,
): Promise<void> {
  await tx.query(sql`
    insert into sync_runs (tenant_id, id, kind, origin, pool_id, account_ids, state, facts, started_by, started_at)
    values (${tx.tenant_id}, ${run.id}, ${run.kind}, ${run.origin}, ${run.pool_id}, ${run.account_ids}::uuid[], 'running',
      ${JSON.stringify(run.facts)}, ${run.started_by}, ${at})`)
  await addRunSkus(tx, run.id, skus)
}

/** Adds SKUs to a run, in their order. SKUs that the catalogue does not have are passed over. */
export async function addRunSkus(
  tx: Tx,
  run_id: string,
  skus: { readonly names: readonly string[]; readonly state: 'waiting' | 'marked' },
): Promise<void> {
  if (skus.names.length === 0) return
  await tx.query(sql`
    insert into sync_skus (tenant_id, sku)
    select ${tx.tenant_id}, p.sku from products p
     where p.tenant_id = ${tx.tenant_id} and p.sku = any (${skus.names}::text[]) order by p.sku
    on conflict do nothing`)
  await tx.query(sql`
    insert into sync_run_skus (tenant_id, run_id, position, sku, state)
    select ${tx.tenant_id}, ${run_id}, row_number() over (order by n.place), s.sku, ${skus.state}
      from unnest(${skus.names}::text[]) with ordinality as n (sku, place)
      join sync_skus s on s.tenant_id = ${tx.tenant_id} and s.sku = n.sku`)
}

/** How far a run over many has come. */
export type Progress = {
  readonly total: number
  readonly waiting: number
  readonly marked: number
  readonly results: Readonly<Partial<Record<RunResult, number>>>
}

/** Counts a run's SKUs by what became of them. */
export async function progressOf(tx: Tx, run_ids: readonly string[]): Promise<Map<string, Progress>> {
  const rows = await tx.query<{ run_id: string; state: string; result: RunResult | null; skus: number }>(sql`
    select run_id, state, result, count(*) as skus from sync_run_skus
     where tenant_id = ${tx.tenant_id} and run_id = any (${run_ids}::uuid[]) group by run_id, state, result`)
  const byRun = Map.groupBy(rows, (row) => row.run_id)
  const count = (own: typeof rows, state: string) =>
    own.filter((row) => row.state === state).reduce((total, row) => total + row.skus, 0)
  return new Map(
    [...byRun].map(([run_id, own]) => [
      run_id,
      {
        total: own.reduce((total, row) => total + row.skus, 0),
        waiting: count(own, 'waiting'),
        marked: count(own, 'marked'),
        results: Object.fromEntries(
          own.flatMap((row) => (row.result === null ? [] : [[row.result, row.skus]])),
        ),
      },
    ]),
  )
}

/** A run in the hands of whoever took it up. */
export type TakenRun = ManyRun & {
  /** Until when; nobody else ever has it until the same instant, so it also tells who has it. */
  readonly leased_until: Date
  /** Whether a sweep still looks for what is to be done: only the process that began it can do that. */
  readonly is_looking: boolean
}

/** What a sweep tells of itself once it has looked at everything. */
const HAS_LOOKED = sql`kind <> 'sweep' or facts ? 'looked_skus'`

/** Takes up the next run that goes on and that nobody works on now, passing over those in `but`. */
export async function takeRun(
  tx: Tx,
  request: { readonly now: Date; readonly until: Date; readonly but: readonly string[] },
): Promise<TakenRun | null> {
  const { now, until, but } = request
  const [run] = await tx.query<TakenRun>(sql`
    with free as (
      select id from sync_runs
       where tenant_id = ${tx.tenant_id} and state = 'running' and kind <> 'sku' and leased_until <= ${now}
         and id <> all (${but}::uuid[])
       order by id limit 1 for update skip locked)
    update sync_runs r set leased_until = ${until}
      from free where r.tenant_id = ${tx.tenant_id} and r.id = free.id
    returning r.id, r.kind, r.origin, r.pool_id, r.account_ids, r.started_by, r.leased_until, not (${HAS_LOOKED}) as is_looking`)
  return run ?? null
}

/** Says until when a run is worked on; false when it goes on no longer. */
export async function leaseRun(tx: Tx, id: string, until: Date): Promise<boolean> {
  const rows = await tx.query(sql`
    update sync_runs set leased_until = ${until}
     where tenant_id = ${tx.tenant_id} and id = ${id} and state = 'running' returning id`)
  return rows.length > 0
}

/** As `leaseRun`, for whoever has taken it up until `held`: false also when somebody else has taken it up since. */
export async function prolongRun(
  tx: Tx,
  id: string,
  lease: { readonly held: Date; readonly next: Date },
): Promise<boolean> {
  const rows = await tx.query(sql`
    update sync_runs set leased_until = ${lease.next}
     where tenant_id = ${tx.tenant_id} and id = ${id} and state = 'running' and leased_until = ${lease.held} returning id`)
  return rows.length > 0
}

/** Takes the next waiting SKUs of a run, in its order. */
export async function nextRunSkus(tx: Tx, run_id: string, limit: number): Promise<string[]> {
  const rows = await tx.query<{ sku: string }>(sql`
    with next as (
      select position from sync_run_skus
       where tenant_id = ${tx.tenant_id} and run_id = ${run_id} and state = 'waiting' order by position limit ${limit})
    update sync_run_skus s set state = 'marked'
      from next where s.tenant_id = ${tx.tenant_id} and s.run_id = ${run_id} and s.position = next.position
    returning s.sku`)
  return rows.map((row) => row.sku)
}

/** Ends a run over many. */
export async function endManyRun(
  tx: Tx,
  id: string,
  end: { readonly result: RunResult; readonly state: 'done' | 'interrupted'; readonly at: Date },
): Promise<void> {
  await tx.query(sql`
    update sync_runs set state = ${end.state}, result = ${end.result}, finished_at = ${end.at}
     where tenant_id = ${tx.tenant_id} and id = ${id} and state = 'running'`)
}

/** Ends sweeps of these accounts that never came to an end of their looking: another begins in their place. */
export async function interruptSweeps(tx: Tx, account_ids: readonly string[], at: Date): Promise<void> {
  await tx.query(sql`
    update sync_runs set state = 'interrupted', result = 'failed', reason = 'INTERRUPTED', finished_at = ${at}
     where tenant_id = ${tx.tenant_id} and state = 'running' and kind <> 'sku' and not (${HAS_LOOKED})
       and account_ids && ${account_ids}::uuid[]`)
}

/** Adds to what a run tells of itself. */
export async function addRunFacts(
  tx: Tx,
  id: string,
  facts: Readonly<Record<string, unknown>>,
): Promise<void> {
  await tx.query(sql`
    update sync_runs set facts = facts || ${JSON.stringify(facts)}::jsonb where tenant_id = ${tx.tenant_id} and id = ${id}`)
}

/** Stops a run where it is, or has it go on; false when it is not in a state for that. */
export async function switchRun(
  tx: Tx,
  id: string,
  change: { readonly from: 'running' | 'cancelled'; readonly to: 'running' | 'cancelled'; readonly at: Date },
): Promise<boolean> {
  const finished = change.to === 'cancelled' ? change.at : null
  const rows = await tx.query(sql`
    update sync_runs set state = ${change.to}, finished_at = ${finished}, leased_until = '-infinity'
     where tenant_id = ${tx.tenant_id} and id = ${id} and kind = 'many' and state = ${change.from} returning id`)
  return rows.length > 0
}
