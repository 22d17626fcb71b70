import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { type Budget, planSlots, type SlotPlan, type SlotRequest } from './plan-slots.ts'

type Row = {
  readonly slots: number[]
  readonly blocked_until: number
  readonly day: string
  readonly used: number
  readonly now: number
}

/** What a claim brought, and the instant at which the database looked: slots are told from there. */
export type SlotClaim = { readonly plan: SlotPlan; readonly now: number }

/**
 * Takes calls out of an account's budget. The row's lock makes processes take turns, and the database's clock (or the given one,
 * where time is simulated) is the only one that counts, whatever the machines believe. Losing the last of it in a crash is harmless, so
 * nobody waits for the disk. Null for an account that is not there.
 */
export async function claimSlots(
  tx: Tx,
  account_id: string,
  request: Omit<SlotRequest, 'now' | 'today'> & {
    readonly now: number | null
    readonly todayOf: (now: number) => string
  },
): Promise<SlotClaim | null> {
  const row = await lockBudget(tx, account_id, request.now)
  if (row === null) return null
  const plan = planSlots(row, { ...request, now: row.now, today: request.todayOf(row.now) })
  await saveBudget(tx, account_id, plan.budget)
  return { plan, now: row.now }
}

/** Has every process stay away from an account until `until` (milliseconds since the epoch). */
export async function blockBudget(tx: Tx, account_id: string, until: number): Promise<void> {
  await tx.query(sql`
    update bling_rate_budgets set blocked_until = greatest(blocked_until, ${until})
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id}`)
}

/** Makes the budget of a new account. */
export async function createBudget(tx: Tx, account_id: string): Promise<void> {
  await tx.query(sql`
    insert into bling_rate_budgets (tenant_id, account_id) values (${tx.tenant_id}, ${account_id}) on conflict do nothing`)
}

async function lockBudget(tx: Tx, account_id: string, now: number | null): Promise<Row | null> {
  const [row] = await tx.prepared<Row>(
    'bling budget lock',
    `select slots, blocked_until, day, used,
            coalesce($3::bigint, (extract(epoch from clock_timestamp()) * 1000)::bigint) as now,
            set_config('synchronous_commit', 'off', true)
       from bling_rate_budgets where tenant_id = $1 and account_id = $2 for update`,
    [tx.tenant_id, account_id, now],
  )
  return row ?? null
}

async function saveBudget(tx: Tx, account_id: string, budget: Budget): Promise<void> {
  await tx.prepared(
    'bling budget save',
    `update bling_rate_budgets set slots = $3::float8[], day = $4, used = $5
      where tenant_id = $1 and account_id = $2`,
    [tx.tenant_id, account_id, `{${budget.slots.join(',')}}`, budget.day, budget.used],
  )
}
