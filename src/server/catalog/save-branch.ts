import type * as z from 'zod'
import type { branch, branchChange, newBranch } from '../../contract/catalog.ts'
import { actorOf, recordAudit } from '../auth/audit.store.ts'
import { requireBranch } from '../auth/principal.ts'
import { idempotently, type StoredAnswer } from '../db/idempotency.ts'
import { AppError } from '../kernel/app-error.ts'
import { newId } from '../kernel/ids.ts'
import { type BranchRow, insertBranch, lockBranch, lockBranchSet, updateBranch } from './branches.store.ts'
import type { CatalogDeps, CatalogWrite } from './catalog-deps.ts'
import { createLevelsOfBranch } from './levels.store.ts'

/** A branch as the API shows it. */
export function branchView(row: BranchRow): z.infer<typeof branch> {
  return { ...row, created_at: row.created_at.toISOString() }
}

/** Adds a branch, with an empty level of every product. Only who reaches all branches may: nobody else would reach this one. */
export async function createBranch(
  deps: CatalogDeps,
  write: CatalogWrite,
  body: z.infer<typeof newBranch>,
): Promise<StoredAnswer> {
  if (write.principal.branch_ids !== null) throw new AppError('FORBIDDEN')
  return deps.database.tenant(write.principal.tenant_id, (tx) =>
    idempotently(tx, write, async () => {
      const row: BranchRow = {
        id: newId(),
        name: body.name,
        is_active: true,
        kind: 'own',
        deposit_id: null,
        created_at: deps.clock.now(),
      }
      await lockBranchSet(tx, 'exclusive')
      await insertBranch(tx, row)
      await createLevelsOfBranch(tx, row.id)
      const actor = actorOf(write.principal)
      const facts = { name: { before: null, after: row.name } }
      await recordAudit(tx, { actor, action: 'branch.created', target: row.id, facts, ip: write.ip })
      return { status: 201, body: branchView(row) }
    }),
  )
}

/**
 * Renames a branch, or says whether it takes movements; what it holds stays where it is. One that follows a deposit of Bling never
 * takes any.
 */
export async function changeBranch(
  deps: CatalogDeps,
  write: CatalogWrite,
  id: string,
  body: z.infer<typeof branchChange>,
): Promise<StoredAnswer> {
  requireBranch(write.principal, id)
  return deps.database.tenant(write.principal.tenant_id, (tx) =>
    idempotently(tx, write, async () => {
      const before = await lockBranch(tx, id)
      if (before === null) throw new AppError('NOT_FOUND', { branch_id: id })
      if (before.kind === 'bling_deposit' && body.is_active === true)
        throw new AppError('BRANCH_FOLLOWS_BLING')
      const after = {
        ...before,
        name: body.name ?? before.name,
        is_active: body.is_active ?? before.is_active,
      }
      const changed = (['name', 'is_active'] as const).filter((field) => after[field] !== before[field])
      if (changed.length > 0) {
        await updateBranch(tx, after)
        const facts = Object.fromEntries(
          changed.map((field) => [field, { before: before[field], after: after[field] }]),
        )
        const actor = actorOf(write.principal)
        await recordAudit(tx, { actor, action: 'branch.changed', target: id, facts, ip: write.ip })
      }
      return { status: 200, body: branchView(after) }
    }),
  )
}
