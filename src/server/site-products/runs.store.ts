import type { Family } from '../../domain/sites/family.ts'
import type { Side } from '../../domain/sites/field-owners.ts'
import type { ChangeKind, FieldChange } from '../../domain/sites/product-plan.ts'
import type { Tx } from '../db/database.ts'
import { empty, sql } from '../db/sql.ts'

/** A run over products of a site. */
export type RunRow = {
  readonly id: string
  readonly site_id: string
  readonly origin: 'person' | 'automatic'
  readonly state: 'running' | 'complete' | 'partial' | 'cancelled'
  readonly started_at: Date
  readonly started_by: string
  readonly finished_at: Date | null
  readonly next_attempt_at: Date
  readonly attempts: number
  readonly error: string | null
}

/** A run with how many of its lines are in which state. */
export type RunShown = RunRow & Readonly<Record<LineState, number>>

export type LineState = 'waiting' | 'done' | 'refused' | 'overtaken' | 'cancelled'

type Line = {
  readonly position: number
  readonly sku: string
  readonly name: string
  readonly side: Side
  readonly kind: ChangeKind
  readonly fingerprint: string
  readonly changes: readonly FieldChange[]
  /** The product with variations into which a new variation goes. */
  readonly family: Family | null
  readonly state: LineState
  readonly reason: string | null
  readonly attempts: number
}

/** One product of ours at one side. */
export type LineRow = Line & { readonly product_id: string; readonly site_product_id: null }

/** A product that only the site had when this was decided, to be made at one side. */
export type NewcomerLine = Line & { readonly product_id: null; readonly site_product_id: string }

/** Any line of a run. */
export type RunLine = LineRow | NewcomerLine

/** A line to be kept with a new run. */
export type NewLine = Omit<LineRow, 'position' | 'attempts'> | Omit<NewcomerLine, 'position' | 'attempts'>

const COLUMNS = sql`
  r.id, r.site_id, r.origin, r.state, r.started_at, r.started_by, r.finished_at, r.next_attempt_at, r.attempts, r.error`

/** The run that is not over; null when there is none. */
export async function openRun(tx: Tx, site_id: string): Promise<RunRow | null> {
  const [row] = await tx.query<RunRow>(sql`
    select ${COLUMNS} from site_product_runs r
     where r.tenant_id = ${tx.tenant_id} and r.site_id = ${site_id} and r.state = 'running'`)
  return row ?? null
}

/** Runs of a site from the newest back, one more than the limit; with `id`, that one. */
export async function showRuns(
  tx: Tx,
  site_id: string,
  page: { readonly limit: number; readonly cursor?: string | undefined; readonly id?: string },
): Promise<RunShown[]> {
  return tx.query<RunShown>(sql`
    select ${COLUMNS}, n.waiting, n.done, n.refused, n.overtaken, n.cancelled
      from site_product_runs r
     cross join lateral (
       select count(*) filter (where l.state = 'waiting') as waiting, count(*) filter (where l.state = 'done') as done,
              count(*) filter (where l.state = 'refused') as refused, count(*) filter (where l.state = 'overtaken') as overtaken,
              count(*) filter (where l.state = 'cancelled') as cancelled
         from site_product_run_lines l where l.tenant_id = r.tenant_id and l.run_id = r.id) n
     where r.tenant_id = ${tx.tenant_id} and r.site_id = ${site_id}
       ${page.id === undefined ? empty : sql`and r.id = ${page.id}`}
       ${page.cursor === undefined ? empty : sql`and r.id < ${page.cursor}`}
     order by r.id desc limit ${page.limit + 1}`)
}

/** Lines of a run in their order, one more than the limit. */
export async function runLines(
  tx: Tx,
  run_id: string,
  page: { readonly after: number; readonly limit: number; readonly state?: LineState | undefined },
): Promise<RunLine[]> {
  return tx.query<RunLine>(sql`
    select position, product_id, site_product_id, sku, name, side, kind, fingerprint, changes, family, state, reason, attempts
      from site_product_run_lines
     where tenant_id = ${tx.tenant_id} and run_id = ${run_id} and position > ${page.after}
       ${page.state === undefined ? empty : sql`and state = ${page.state}`}
     order by position limit ${page.limit + 1}`)
}

/** Writes a run with its lines. Gives false when another one of the site is open: then nothing is kept. */
export async function insertRun(
  tx: Tx,
  run: Pick<RunRow, 'id' | 'site_id' | 'origin' | 'started_at' | 'started_by'>,
  lines: readonly NewLine[],
): Promise<boolean> {
  const made = await tx.query(sql`
    insert into site_product_runs (tenant_id, id, site_id, origin, started_at, started_by, updated_at, next_attempt_at)
    values (${tx.tenant_id}, ${run.id}, ${run.site_id}, ${run.origin}, ${run.started_at}, ${run.started_by}, ${run.started_at},
            ${run.started_at}) on conflict do nothing returning id`)
  if (made.length === 0) return false
  const rows = lines.map((line, index) => ({ ...line, position: index + 1 }))
  await tx.query(sql`
    insert into site_product_run_lines (tenant_id, run_id, position, product_id, site_product_id, sku, name, side, kind, fingerprint, changes,
                                        family, state, reason)
    select ${tx.tenant_id}, ${run.id}, position, product_id, site_product_id, sku, name, side, kind, fingerprint, changes, family, state,
           reason
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as row (position integer, product_id uuid, site_product_id text, sku text, name text, side text, kind text, fingerprint text,
                changes jsonb, family jsonb, state text, reason text)`)
  return true
}

/** Writes that the other side refused since: `id side fingerprint`, the id being ours or, of what only the site has, the site's. */
export async function refusedSince(tx: Tx, site_id: string, since: Date): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ write: string }>(sql`
    select concat_ws(' ', coalesce(l.product_id::text, l.site_product_id), l.side, l.fingerprint) as write
      from site_product_runs r
      join site_product_run_lines l on l.tenant_id = r.tenant_id and l.run_id = r.id and l.state = 'refused'
     where r.tenant_id = ${tx.tenant_id} and r.site_id = ${site_id} and r.started_at >= ${since}`)
  return new Set(rows.map(({ write }) => write))
}

/** Takes up a run that is due and nobody is at; null when there is none of this site. */
export async function claimRun(tx: Tx, site_id: string, now: Date, until: Date): Promise<RunRow | null> {
  const [row] = await tx.query<RunRow>(sql`
    update site_product_runs r set leased_until = ${until}, updated_at = ${now}
     where r.tenant_id = ${tx.tenant_id} and r.site_id = ${site_id} and r.state = 'running' and r.next_attempt_at <= ${now}
       and (r.leased_until is null or r.leased_until <= ${now})
    returning ${COLUMNS}`)
  return row ?? null
}

/** Goes on with a claimed run; false when it was cancelled meanwhile. */
export async function renewRun(tx: Tx, id: string, now: Date, until: Date): Promise<boolean> {
  const rows = await tx.query(sql`
    update site_product_runs set leased_until = ${until}, updated_at = ${now}
     where tenant_id = ${tx.tenant_id} and id = ${id} and state = 'running' returning id`)
  return rows.length > 0
}

/** Puts a run off: the other side does not answer now. */
export async function postponeRun(
  tx: Tx,
  id: string,
  why: { readonly error: string; readonly next_attempt_at: Date },
  now: Date,
): Promise<void> {
  await tx.query(sql`
    update site_product_runs
       set leased_until = null, attempts = attempts + 1, error = ${why.error}, next_attempt_at = ${why.next_attempt_at}, updated_at = ${now}
     where tenant_id = ${tx.tenant_id} and id = ${id} and state = 'running'`)
}

/** Says that a run is over: complete when everything was done. Lines that wait are closed as `left`. */
export async function finishRun(
  tx: Tx,
  id: string,
  left: { readonly state: 'refused' | 'cancelled'; readonly reason: string | null },
  now: Date,
): Promise<boolean> {
  const [open] = await tx.query(sql`
    select from site_product_runs where tenant_id = ${tx.tenant_id} and id = ${id} and state = 'running' for update`)
  if (open === undefined) return false
  await tx.query(sql`
    update site_product_run_lines set state = ${left.state}, reason = ${left.reason}, settled_at = ${now}
     where tenant_id = ${tx.tenant_id} and run_id = ${id} and state = 'waiting'`)
  await tx.query(sql`
    update site_product_runs r
       set leased_until = null, finished_at = ${now}, updated_at = ${now},
           state = case when ${left.state === 'cancelled'} then 'cancelled'
                        when exists (select from site_product_run_lines l
                                      where l.tenant_id = r.tenant_id and l.run_id = r.id and l.state <> 'done') then 'partial'
                        else 'complete' end,
           error = ${left.state === 'cancelled' ? null : left.reason}
     where r.tenant_id = ${tx.tenant_id} and r.id = ${id}`)
  return true
}

/** How a line ended; one that waits is tried again. */
export type LineEnd = {
  readonly position: number
  readonly state: LineState
  readonly reason: string | null
}

/** Keeps how lines ended. */
export async function settleLines(
  tx: Tx,
  run_id: string,
  ends: readonly LineEnd[],
  now: Date,
): Promise<void> {
  await tx.query(sql`
    update site_product_run_lines l
       set state = e.state, reason = e.reason, attempts = l.attempts + 1,
           settled_at = case when e.state = 'waiting' then null else ${now}::timestamptz end
      from jsonb_to_recordset(${JSON.stringify(ends)}::jsonb) as e (position integer, state text, reason text)
     where l.tenant_id = ${tx.tenant_id} and l.run_id = ${run_id} and l.position = e.position and l.state = 'waiting'`)
}
