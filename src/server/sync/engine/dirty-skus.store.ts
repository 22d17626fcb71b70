import type { Lane } from '../../bling/rate/lane.ts'
import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { kitsAtSitesWith } from './kit-structures.queries.ts'

/** Why a SKU is looked at. */
export type Origin = 'webhook' | 'sweep' | 'manual' | 'reconcile' | 'plan'

/** Lanes as the table holds them: the most urgent is the smallest. */
const LANE_NUMBERS: Readonly<Record<Lane, number>> = { person: 0, webhook: 1, sweep: 2 }
const LANES_BY_NUMBER: readonly Lane[] = ['person', 'webhook', 'sweep']

/** Two looks at one SKU begin at least this far apart: fifty events in two seconds are at most three looks. */
const SPACING = sql`interval '1 second'`

/** A reason to look at some SKUs. */
export type Mark = { readonly origin: Origin; readonly lane: Lane; readonly at: Date }

/**
 * Marks SKUs to be looked at, each as soon as its last look allows, and with them the kits at sites that they are parts of. Whoever is
 * looking at one now will see that there is a new reason and look again. SKUs that our catalogue does not have are passed over.
 */
export async function markDirty(tx: Tx, skus: readonly string[], mark: Mark): Promise<void> {
  if (skus.length === 0) return
  const kits = await kitsAtSitesWith(tx, skus)
  const concerned = [...new Set([...skus, ...kits.map(({ sku }) => sku)])]
  await tx.query(sql`
    insert into sync_skus as s (tenant_id, sku, generation, due_at, lane, origin)
    select ${tx.tenant_id}, p.sku, 1, ${mark.at}, ${LANE_NUMBERS[mark.lane]}, ${mark.origin}
      from products p where p.tenant_id = ${tx.tenant_id} and p.sku = any (${concerned}::text[]) order by p.sku
    on conflict (tenant_id, sku) do update
       set generation = s.generation + 1,
           due_at = least(s.due_at, greatest(excluded.due_at, s.started_at + ${SPACING})),
           origin = case when s.due_at is null or excluded.lane < s.lane then excluded.origin else s.origin end,
           lane = case when s.due_at is null then excluded.lane else least(s.lane, excluded.lane) end`)
}

/** Marks every SKU that is linked to a product of some account or site: something changed that may concern all of them. */
export async function markLinkedDirty(tx: Tx, mark: Mark): Promise<void> {
  const rows = await tx.query<{ sku: string }>(sql`
    select p.sku from products p
     where p.tenant_id = ${tx.tenant_id} and p.is_active
       and (exists (select from product_links l where l.tenant_id = p.tenant_id and l.product_id = p.id)
         or exists (select from site_product_links l where l.tenant_id = p.tenant_id and l.product_id = p.id))`)
  await markDirty(
    tx,
    rows.map((row) => row.sku),
    mark,
  )
}

/** Some SKUs in the hands of one worker, until `until`. */
export type Claim = {
  readonly worker_id: string
  readonly until: Date
  readonly lane: Lane
  readonly skus: readonly ClaimedSku[]
}

/** One SKU as it was when it was claimed. */
export type ClaimedSku = {
  readonly sku: string
  readonly generation: number
  readonly origin: Origin
  readonly attempts: number
  /** Whether there was a known reason to look: it was due, or under suspicion. */
  readonly was_known: boolean
}

/** Takes up SKUs that are due, of the most urgent lane only, at most `limit`; nobody else gets them before the lease has passed. */
export async function claimDirty(
  tx: Tx,
  request: {
    readonly worker_id: string
    readonly now: Date
    readonly lease_ms: number
    readonly limit: number
  },
): Promise<Claim | null> {
  const { worker_id, now, limit } = request
  const until = new Date(now.getTime() + request.lease_ms)
  const rows = await tx.query<ClaimedSku & { lane: number }>(sql`
    with free as (
      select lane from sync_skus
       where tenant_id = ${tx.tenant_id} and due_at <= ${now} and (claimed_until is null or claimed_until <= ${now})
       order by lane limit 1),
    due as (
      select sku from sync_skus
       where tenant_id = ${tx.tenant_id} and due_at <= ${now} and (claimed_until is null or claimed_until <= ${now})
         and lane = (select lane from free)
       order by due_at, sku limit ${limit} for update skip locked)
    update sync_skus s set claimed_by = ${worker_id}, claimed_until = ${until}, started_at = ${now}
      from due where s.tenant_id = ${tx.tenant_id} and s.sku = due.sku
    returning s.sku, s.generation, s.origin, s.attempts, s.lane, true as was_known`)
  const [first] = rows
  if (first === undefined) return null
  return { worker_id, until, lane: LANES_BY_NUMBER[first.lane] ?? 'sweep', skus: bySku(rows) }
}

/** Takes up these SKUs whether they are due or not, those that nobody has in hands at this moment. */
export async function claimThese(
  tx: Tx,
  skus: readonly string[],
  request: {
    readonly worker_id: string
    readonly now: Date
    readonly lease_ms: number
    readonly lane: Lane
    readonly origin: Origin
  },
): Promise<Claim> {
  const { worker_id, now, lane, origin } = request
  const until = new Date(now.getTime() + request.lease_ms)
  await tx.query(sql`
    insert into sync_skus (tenant_id, sku)
    select ${tx.tenant_id}, p.sku from products p where p.tenant_id = ${tx.tenant_id} and p.sku = any (${skus}::text[]) order by p.sku
    on conflict do nothing`)
  const rows = await tx.query<ClaimedSku>(sql`
    with free as (
      select sku from sync_skus
       where tenant_id = ${tx.tenant_id} and sku = any (${skus}::text[]) and (claimed_until is null or claimed_until <= ${now})
       order by sku for update skip locked)
    update sync_skus s set claimed_by = ${worker_id}, claimed_until = ${until}, started_at = ${now}
      from free where s.tenant_id = ${tx.tenant_id} and s.sku = free.sku
    returning s.sku, s.generation, s.attempts, ${origin} as origin, (s.due_at is not null or s.suspect_since is not null) as was_known`)
  return { worker_id, until, lane, skus: bySku(rows) }
}

function bySku(rows: readonly ClaimedSku[]): ClaimedSku[] {
  return rows
    .map(({ sku, generation, origin, attempts, was_known }) => ({
      sku,
      generation,
      origin,
      attempts,
      was_known,
    }))
    .toSorted((a, b) => (a.sku < b.sku ? -1 : 1))
}

/** Prolongs a claim. False when somebody else has taken over meanwhile: then nothing more may be written for these SKUs. */
export async function renewClaim(tx: Tx, claim: Claim, until: Date): Promise<boolean> {
  const names = claim.skus.map((one) => one.sku)
  const rows = await tx.query(sql`
    update sync_skus set claimed_until = ${until}
     where tenant_id = ${tx.tenant_id} and sku = any (${names}::text[]) and claimed_by = ${claim.worker_id}
    returning sku`)
  return rows.length === names.length
}

/** How a look at one SKU ended. */
export type LookEnd = {
  readonly sku: string
  readonly generation: number
  readonly result: string
  /** Null when the SKU is complete; else why it stays under suspicion. */
  readonly suspect_reason: string | null
  /** When to look again by ourselves, or null when only a new reason brings it back. */
  readonly again_at: Date | null
}

/** Gives claimed SKUs back. One that got a new reason meanwhile is due again. A look that the history does not tell of is no run. */
export async function releaseSkus(
  tx: Tx,
  worker_id: string,
  ends: readonly LookEnd[],
  { now, is_told }: { readonly now: Date; readonly is_told: boolean },
): Promise<void> {
  await tx.query(sql`
    update sync_skus s
       set claimed_by = null, claimed_until = null, last_result = e.result,
           last_run_at = case when ${is_told} then ${now} else s.last_run_at end,
           due_at = case when s.generation = e.generation then e.again_at
                         else greatest(${now}::timestamptz, s.started_at + ${SPACING}) end,
           lane = case when s.generation = e.generation then greatest(s.lane, 1) else s.lane end,
           attempts = case when e.suspect_reason is null then 0 else s.attempts + 1 end,
           suspect_since = case when e.suspect_reason is null then null else coalesce(s.suspect_since, ${now}) end,
           suspect_reason = e.suspect_reason
      from jsonb_to_recordset(${JSON.stringify(ends)}::jsonb)
        as e (sku text, generation bigint, result text, suspect_reason text, again_at timestamptz)
     where s.tenant_id = ${tx.tenant_id} and s.sku = e.sku and s.claimed_by = ${worker_id}`)
}

/** SKUs that wait because no source ever said a number of them while a site shows one. */
export async function unseenSkus(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ sku: string }>(sql`
    select sku from sync_skus
     where tenant_id = ${tx.tenant_id} and suspect_since is not null and suspect_reason = 'UNSEEN_STOCK' order by sku`)
  return rows.map((row) => row.sku)
}
