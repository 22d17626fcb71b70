import { DatabaseError } from 'pg'
import type { Tx } from '../db/database.ts'
import { empty, raw, sql } from '../db/sql.ts'
import { AppError } from '../kernel/app-error.ts'

/** A branch as its row holds it. */
export type BranchRow = {
  readonly id: string
  readonly name: string
  /** Whether people and tills may move stock in it. */
  readonly is_active: boolean
  /** `bling_deposit`: it follows a deposit of a Bling account and moves with it only. */
  readonly kind: 'own' | 'bling_deposit'
  readonly deposit_id: string | null
  readonly created_at: Date
}

const COLUMNS = raw('id, name, is_active, kind, deposit_id, created_at')

/**
 * Products and branches meet in levels: while a branch is being added no product may be, nor may one change its packing, or a
 * level would be missed. Everybody else shares the lock. Taken after levels and before products.
 */
export async function lockBranchSet(tx: Tx, mode: 'shared' | 'exclusive'): Promise<void> {
  const key = sql`hashtextextended('branch set ' || ${tx.tenant_id}, 0)`
  await tx.query(
    mode === 'shared'
      ? sql`select pg_advisory_xact_lock_shared(${key})`
      : sql`select pg_advisory_xact_lock(${key})`,
  )
}

/** The ids of all branches, sorted. */
export async function allBranchIds(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    sql`select id from branches where tenant_id = ${tx.tenant_id} order by id`,
  )
  return rows.map((row) => row.id)
}

/** One branch, held for a change; null when the tenant has none of this id. */
export async function lockBranch(tx: Tx, id: string): Promise<BranchRow | null> {
  const rows = await tx.query<BranchRow>(sql`
    select ${COLUMNS} from branches where tenant_id = ${tx.tenant_id} and id = ${id} for update`)
  return rows[0] ?? null
}

/** Branches by name from a position on, one more than `limit`; `only` narrows them to some ids. */
export async function listBranches(
  tx: Tx,
  page: {
    readonly limit: number
    readonly after: { readonly name: string; readonly id: string } | null
    readonly only: readonly string[] | null
  },
): Promise<BranchRow[]> {
  const { limit, after, only } = page
  return tx.query<BranchRow>(sql`
    select ${COLUMNS} from branches
     where tenant_id = ${tx.tenant_id}
       ${only === null ? empty : sql`and id = any (${only}::uuid[])`}
       ${after === null ? empty : sql`and (name, id) > (${after.name}, ${after.id}::uuid)`}
     order by name, id limit ${limit + 1}`)
}

/** Writes a new branch. Throws `NAME_TAKEN` for a name that differs only in accents or case from another's. */
export async function insertBranch(tx: Tx, branch: BranchRow): Promise<void> {
  await namedOnce(branch.name, () =>
    tx.query(sql`
      insert into branches (tenant_id, id, name, is_active, kind, deposit_id, created_at)
      values (${tx.tenant_id}, ${branch.id}, ${branch.name}, ${branch.is_active}, ${branch.kind}, ${branch.deposit_id},
              ${branch.created_at})`),
  )
}

/** Writes a branch's name and state. Throws `NAME_TAKEN`. */
export async function updateBranch(tx: Tx, branch: BranchRow): Promise<void> {
  await namedOnce(branch.name, () =>
    tx.query(sql`
      update branches set name = ${branch.name}, is_active = ${branch.is_active}
       where tenant_id = ${tx.tenant_id} and id = ${branch.id}`),
  )
}

async function namedOnce(name: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (error instanceof DatabaseError && error.constraint === 'branches_name')
      throw new AppError('NAME_TAKEN', { name })
    throw error
  }
}
