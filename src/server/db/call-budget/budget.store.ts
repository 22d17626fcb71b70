import type { Tx } from '../database.ts'
import { type Budget, planSlots, type SlotPlan, type SlotRequest } from './plan-slots.ts'

type Row = {
  readonly slots: number[]
  readonly blocked_until: number
  readonly day: string
  readonly used: number
  readonly now: number
}

/** Where budgets are kept, and by whose id. */
const PLACES = {
  account: { table: 'bling_rate_budgets', id: 'account_id' },
  site: { table: 'site_rate_budgets', id: 'site_id' },
} as const

/** Whose budget it is. */
export type BudgetOf = { readonly of: keyof typeof PLACES; readonly id: string }

/** What a claim brought, and the instant at which the database looked: slots are told from there. */
export type SlotClaim = { readonly plan: SlotPlan; readonly now: number }

/**
 * Takes calls out of a budget. The row's lock makes processes take turns, and the database's clock (or the given one, where time is
 * simulated) is the only one that counts, whatever the machines believe. Losing the last of it in a crash is harmless, so nobody waits for
 * the disk. Null for a budget that is not there.
 */
export async function claimSlots(
  tx: Tx,
  budget: BudgetOf,
  request: Omit<SlotRequest, 'now' | 'today'> & {
    readonly now: number | null
    readonly todayOf: (now: number) => string
  },
): Promise<SlotClaim | null> {
  const row = await lockBudget(tx, budget, request.now)
  if (row === null) return null
  const plan = planSlots(row, { ...request, now: row.now, today: request.todayOf(row.now) })
  await saveBudget(tx, budget, plan.budget)
  return { plan, now: row.now }
}

/** Has every process stay away until `until` (milliseconds since the epoch). */
export async function blockBudget(tx: Tx, budget: BudgetOf, until: number): Promise<void> {
  const { table, id } = PLACES[budget.of]
  await tx.prepared(
    `${budget.of} budget block`,
    `update ${table} set blocked_until = greatest(blocked_until, $3) where tenant_id = $1 and ${id} = $2`,
    [tx.tenant_id, budget.id, until],
  )
}

/** Makes the budget; one that is there stays as it is. */
export async function createBudget(tx: Tx, budget: BudgetOf): Promise<void> {
  const { table, id } = PLACES[budget.of]
  await tx.prepared(
    `${budget.of} budget make`,
    `insert into ${table} (tenant_id, ${id}) values ($1, $2) on conflict do nothing`,
    [tx.tenant_id, budget.id],
  )
}

async function lockBudget(tx: Tx, budget: BudgetOf, now: number | null): Promise<Row | null> {
  const { table, id } = PLACES[budget.of]
  const [row] = await tx.prepared<Row>(
    `${budget.of} budget lock`,
    `select slots, blocked_until, day, used,
            coalesce($3::bigint, (extract(epoch from clock_timestamp()) * 1000)::bigint) as now,
            set_config('synchronous_commit', 'off', true)
       from ${table} where tenant_id = $1 and ${id} = $2 for update`,
    [tx.tenant_id, budget.id, now],
  )
  return row ?? null
}

async function saveBudget(tx: Tx, of: BudgetOf, budget: Budget): Promise<void> {
  const { table, id } = PLACES[of.of]
  await tx.prepared(
    `${of.of} budget save`,
    `update ${table} set slots = $3::float8[], day = $4, used = $5 where tenant_id = $1 and ${id} = $2`,
    [tx.tenant_id, of.id, `{${budget.slots.join(',')}}`, budget.day, budget.used],
  )
}
