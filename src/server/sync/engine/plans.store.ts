import type { ApprovalCause } from '../../../domain/sync/plan-approval.ts'
import type { Tx } from '../../db/database.ts'
import { empty, sql } from '../../db/sql.ts'

/** A plan as it is kept: `body` is what was shown, byte for byte. */
export type StoredPlan = {
  readonly id: string
  readonly pool_id: string
  readonly kind: 'dry_run' | 'approval' | 'undo'
  readonly causes: readonly ApprovalCause[]
  readonly body: string
  readonly state: 'open' | 'applying' | 'applied' | 'superseded'
  readonly created_at: Date
  readonly created_by: string
  readonly applied_at: Date | null
  readonly run_id: string | null
  readonly outcome: unknown
}

const COLUMNS = sql`id, pool_id, kind, causes, body, state, created_at, created_by, applied_at, run_id, outcome`

/** Keeps a new plan. A plan that waited for approval in its pool makes way for it. */
export async function insertPlan(
  tx: Tx,
  plan: Pick<StoredPlan, 'id' | 'pool_id' | 'kind' | 'causes' | 'body' | 'created_at' | 'created_by'>,
): Promise<void> {
  if (plan.kind === 'approval') {
    await tx.query(sql`
      update sync_plans set state = 'superseded'
       where tenant_id = ${tx.tenant_id} and pool_id = ${plan.pool_id} and kind = 'approval' and state = 'open'`)
  }
  await tx.query(sql`
    insert into sync_plans (tenant_id, id, pool_id, kind, causes, body, created_at, created_by)
    values (${tx.tenant_id}, ${plan.id}, ${plan.pool_id}, ${plan.kind}, ${JSON.stringify(plan.causes)}, ${plan.body},
      ${plan.created_at}, ${plan.created_by})`)
}

/** The plan; null when the tenant has none of this id. */
export async function readPlan(tx: Tx, id: string): Promise<StoredPlan | null> {
  const [row] = await tx.query<StoredPlan>(
    sql`select ${COLUMNS} from sync_plans where tenant_id = ${tx.tenant_id} and id = ${id}`,
  )
  return row ?? null
}

/** As `readPlan`, held for a change. */
export async function lockPlan(tx: Tx, id: string): Promise<StoredPlan | null> {
  const [row] = await tx.query<StoredPlan>(
    sql`select ${COLUMNS} from sync_plans where tenant_id = ${tx.tenant_id} and id = ${id} for update`,
  )
  return row ?? null
}

/** The plan that a run applies. */
export async function planOfRun(tx: Tx, run_id: string): Promise<StoredPlan | null> {
  const [row] = await tx.query<StoredPlan>(
    sql`select ${COLUMNS} from sync_plans where tenant_id = ${tx.tenant_id} and run_id = ${run_id}`,
  )
  return row ?? null
}

/** Says that a person agreed to the plan, and which run applies it. */
export async function beginApplying(
  tx: Tx,
  id: string,
  by: { readonly run_id: string; readonly applied_by: string; readonly at: Date },
): Promise<void> {
  await tx.query(sql`
    update sync_plans set state = 'applying', run_id = ${by.run_id}, applied_by = ${by.applied_by}, applied_at = ${by.at}
     where tenant_id = ${tx.tenant_id} and id = ${id}`)
}

/** Keeps what became of each line. */
export async function endApplying(tx: Tx, id: string, outcome: unknown): Promise<void> {
  await tx.query(sql`
    update sync_plans set state = 'applied', outcome = ${JSON.stringify(outcome)}
     where tenant_id = ${tx.tenant_id} and id = ${id}`)
}

/** Plans of all pools or of one, from the newest back, one more than the limit. */
export async function listPlans(
  tx: Tx,
  filter: {
    readonly pool_id?: string | undefined
    readonly cursor?: string | undefined
    readonly limit: number
  },
): Promise<StoredPlan[]> {
  return tx.query<StoredPlan>(sql`
    select ${COLUMNS} from sync_plans
     where tenant_id = ${tx.tenant_id}
       ${filter.pool_id === undefined ? empty : sql`and pool_id = ${filter.pool_id}`}
       ${filter.cursor === undefined ? empty : sql`and id < ${filter.cursor}`}
     order by id desc limit ${filter.limit + 1}`)
}

/** Plans that wait for approval: at most one in each pool. */
export async function openApprovals(tx: Tx): Promise<StoredPlan[]> {
  return tx.query<StoredPlan>(sql`
    select ${COLUMNS} from sync_plans
     where tenant_id = ${tx.tenant_id} and kind = 'approval' and state = 'open' order by pool_id`)
}

/** Says that an open plan is of no use any more. */
export async function closePlan(tx: Tx, id: string): Promise<void> {
  await tx.query(sql`
    update sync_plans set state = 'superseded' where tenant_id = ${tx.tenant_id} and id = ${id} and state = 'open'`)
}

/** Closes plans that wait for approval in pools that are gone, or have no targets left. */
export async function closeOrphanedPlans(tx: Tx): Promise<void> {
  await tx.query(sql`
    update sync_plans w set state = 'superseded'
     where w.tenant_id = ${tx.tenant_id} and w.kind = 'approval' and w.state = 'open'
       and not exists (select from pools p join pool_targets t on t.tenant_id = p.tenant_id and t.pool_id = p.id
                        where p.tenant_id = w.tenant_id and p.id = w.pool_id and p.removed_at is null)`)
}
