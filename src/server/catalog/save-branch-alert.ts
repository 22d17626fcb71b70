import type * as z from 'zod'
import type { branchAlert, branchAlertChange } from '../../contract/catalog.ts'
import { actorOf, recordAudit } from '../auth/audit.store.ts'
import { requireBranch } from '../auth/principal.ts'
import { idempotently, type StoredAnswer } from '../db/idempotency.ts'
import { AppError } from '../kernel/app-error.ts'
import type { CatalogDeps, CatalogWrite } from './catalog-deps.ts'
import { alertAt, alignLevels, lockLevels, setBranchAlert } from './levels.store.ts'

/** Where the alert is: one product in one branch. */
export type AlertPlace = { readonly product_id: string; readonly branch_id: string }

/** Gives a branch an alert of its own for a product, or null for the product's again; what follows from it changes at once. */
export async function changeBranchAlert(
  deps: CatalogDeps,
  write: CatalogWrite,
  place: AlertPlace,
  body: z.infer<typeof branchAlertChange>,
): Promise<StoredAnswer> {
  requireBranch(write.principal, place.branch_id)
  return deps.database.tenant(write.principal.tenant_id, (tx) =>
    idempotently(tx, write, async () => {
      const ids = [place.product_id]
      // All branches of the product: alert and packing are brought in step for a whole product, in the order of everybody's locks.
      await lockLevels(tx, ids)
      const before = await alertAt(tx, place)
      if (before === null) throw new AppError('NOT_FOUND', place)
      const after = body.low_stock_alert
      if (before.branch_low_stock_alert !== after) {
        await setBranchAlert(tx, place, after)
        await alignLevels(tx, ids)
        await deps.retune(tx, ids)
        await recordAudit(tx, {
          actor: actorOf(write.principal),
          action: 'product.branch_alert_changed',
          target: place.product_id,
          facts: {
            branch_id: place.branch_id,
            low_stock_alert: { before: before.branch_low_stock_alert, after },
          },
          ip: write.ip,
        })
      }
      const now: z.input<typeof branchAlert> = { ...place, ...((await alertAt(tx, place)) ?? before) }
      return { status: 200, body: now }
    }),
  )
}
