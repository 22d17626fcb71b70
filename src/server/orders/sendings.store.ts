import type { Database, Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/** Where an order has something to be done. */
export type Side = 'bling' | 'site'

/** An order in the hands of one worker, until the lease ends. */
export type Claim = {
  readonly order_id: string
  readonly side: Side
  readonly worker_id: string
  readonly generation: number
  readonly attempts: number
  readonly is_unclear: boolean
}

/** How work on one side of an order ended for now. */
export type SendingEnd = {
  /** `due`: at `next_attempt_at`; `waiting` and `dead` for a person or for what is missing; `done`: nothing is left to do. */
  readonly state: 'due' | 'waiting' | 'dead' | 'done'
  readonly reason: string | null
  readonly attempts: number
  readonly next_attempt_at: Date
  readonly is_unclear: boolean
}

/**
 * Says that there may be something to do on one side of an order: at once, whatever it waited for. Somebody who is at work on it will see
 * that there is a new reason. What was given up stays given up, unless `revives`.
 */
export async function askToSend(
  tx: Tx,
  order: { readonly id: string; readonly site_id: string },
  side: Side,
  { now, revives }: { readonly now: Date; readonly revives: boolean },
): Promise<void> {
  await tx.query(sql`
    insert into order_sendings as s (tenant_id, order_id, side, site_id, state, next_attempt_at)
    values (${tx.tenant_id}, ${order.id}, ${side}, ${order.site_id}, 'due', ${now})
    on conflict (tenant_id, order_id, side) do update
       set generation = s.generation + 1,
           state = case when s.state = 'dead' and not ${revives} then s.state else 'due' end,
           reason = case when s.state = 'due' and not ${revives} then s.reason when s.state = 'dead' and not ${revives} then s.reason end,
           attempts = case when ${revives} or s.state in ('done', 'waiting') then 0 else s.attempts end,
           next_attempt_at = case when s.state = 'due' and s.attempts > 0 and not ${revives}
                                  then s.next_attempt_at else ${now} end`)
}

/** Says that nothing is left to do on one side: what waited for a person, or was given up, is over. */
export async function callOff(tx: Tx, order_id: string, side: Side): Promise<void> {
  await tx.query(sql`
    update order_sendings set state = 'done', reason = null, attempts = 0
     where tenant_id = ${tx.tenant_id} and order_id = ${order_id} and side = ${side} and state in ('waiting', 'dead')`)
}

/** How many orders of a site are neither with the customer nor off. */
export async function openOrdersOf(tx: Tx, site_id: string): Promise<number> {
  const [row] = await tx.query<{ open: number }>(sql`
    select count(*) as open from orders
     where tenant_id = ${tx.tenant_id} and site_id = ${site_id} and status not in ('delivered', 'cancelled', 'refunded')`)
  return row?.open ?? 0
}

/** Says that a site is told nothing any more. */
export async function callOffSite(tx: Tx, site_id: string): Promise<void> {
  await tx.query(sql`
    update order_sendings set state = 'done', reason = null, attempts = 0
     where tenant_id = ${tx.tenant_id} and site_id = ${site_id} and side = 'site' and state <> 'done'`)
}

/**
 * Takes up the next order on one side: of the site that was served longest ago, its oldest. One order of an account at a time, so that two
 * orders of one new customer do not make the customer twice.
 */
export async function claimNext(
  tx: Tx,
  side: Side,
  request: { readonly worker_id: string; readonly now: Date; readonly until: Date },
): Promise<Claim | null> {
  const { worker_id, now, until } = request
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('order sendings ' || ${tx.tenant_id}, 0))`)
  const [claim] = await tx.query<Claim>(sql`
    with work as (
      select s.order_id, s.state, s.next_attempt_at, s.claimed_until, r.site_id, r.served_at, o.taken_at,
             case when ${side} = 'bling' then coalesce(o.account_id, r.account_id, r.site_id) else r.site_id end as lane
        from order_sendings s
        join orders o on o.tenant_id = s.tenant_id and o.id = s.order_id
        join order_routes r on r.tenant_id = s.tenant_id and r.site_id = s.site_id
       where s.tenant_id = ${tx.tenant_id} and s.side = ${side} and (s.state = 'due' or s.claimed_until > ${now})),
    next as (
      select order_id, site_id from work w
       where state = 'due' and next_attempt_at <= ${now} and (claimed_until is null or claimed_until <= ${now})
         and not exists (select from work busy where busy.lane = w.lane and busy.claimed_until > ${now})
       order by served_at, taken_at, order_id limit 1),
    served as (
      update order_routes r set served_at = clock_timestamp() from next
       where r.tenant_id = ${tx.tenant_id} and r.site_id = next.site_id)
    update order_sendings s set claimed_by = ${worker_id}, claimed_until = ${until}
      from next where s.tenant_id = ${tx.tenant_id} and s.order_id = next.order_id and s.side = ${side}
    returning s.order_id, s.side, s.claimed_by as worker_id, s.generation, s.attempts, s.is_unclear`)
  return claim ?? null
}

/** Prolongs a claim and says which reasons are known by now. Null when somebody else has taken over: then nothing more may be asked. */
export async function renewClaim(tx: Tx, claim: Claim, until: Date): Promise<number | null> {
  const [row] = await tx.query<{ generation: number }>(sql`
    update order_sendings set claimed_until = ${until}
     where tenant_id = ${tx.tenant_id} and order_id = ${claim.order_id} and side = ${claim.side} and claimed_by = ${claim.worker_id}
    returning generation`)
  return row?.generation ?? null
}

/** Says whether what was asked for may have happened without an answer, while the work goes on. */
export async function saveUnclear(tx: Tx, claim: Claim, is_unclear: boolean): Promise<void> {
  await tx.query(sql`
    update order_sendings set is_unclear = ${is_unclear}
     where tenant_id = ${tx.tenant_id} and order_id = ${claim.order_id} and side = ${claim.side}`)
}

/** Gives a claim back. Where a new reason came meanwhile and nothing failed, it is due again at once. */
export async function endClaim(tx: Tx, claim: Claim, end: SendingEnd, now: Date): Promise<void> {
  const isFailed = end.state === 'dead' || (end.state === 'due' && end.attempts > 0)
  await tx.query(sql`
    update order_sendings s
       set claimed_by = null, claimed_until = null, reason = ${end.reason}, attempts = ${end.attempts}, is_unclear = ${end.is_unclear},
           state = case when s.generation = ${claim.generation} or ${isFailed} then ${end.state} else 'due' end,
           next_attempt_at = case when s.generation = ${claim.generation} or ${isFailed} then ${end.next_attempt_at}::timestamptz
                                  else ${now}::timestamptz end
     where s.tenant_id = ${tx.tenant_id} and s.order_id = ${claim.order_id} and s.side = ${claim.side}
       and s.claimed_by = ${claim.worker_id}`)
}

/** An account does not answer: nothing else is asked of it for its orders before `until`. */
export async function postponeAccount(tx: Tx, account_id: string, until: Date): Promise<void> {
  await tx.query(sql`
    update order_sendings s set next_attempt_at = ${until}
      from orders o, order_routes r
     where s.tenant_id = ${tx.tenant_id} and s.side = 'bling' and s.state = 'due' and s.next_attempt_at < ${until}
       and o.tenant_id = s.tenant_id and o.id = s.order_id and r.tenant_id = s.tenant_id and r.site_id = s.site_id
       and coalesce(o.account_id, r.account_id) = ${account_id}`)
}

/** The tenants whose orders have something due now. */
export async function tenantsWithOrderWork(database: Database, now: Date): Promise<string[]> {
  const rows = await database.global<{ tenant_id: string }>(
    sql`select tenants_with_order_work as tenant_id from tenants_with_order_work(${now}) order by 1`,
  )
  return rows.map((row) => row.tenant_id)
}
