import { BlingError } from '../../bling/bling-error.ts'
import { rememberDeposits } from '../../bling/deposits.store.ts'
import type { Database } from '../../db/database.ts'
import type { CopyDeps } from '../products/copy-deps.ts'
import { walkProducts } from '../products/walk-products.ts'
import type { Lease } from './lease.ts'

/** What copies are refreshed with. */
export type RefreshDeps = CopyDeps & {
  /** Who looks for what nobody told of an account's invoices. Throws `BlingError`. */
  readonly lookAfterInvoices: (tenant_id: string, account_id: string) => Promise<void>
}

/**
 * What the account calls its products and deposits, and its invoices, may have changed without an event. A failure of one leaves its copy as
 * it is and hides none of the others.
 */
export async function refreshCopies(
  deps: RefreshDeps,
  tenant_id: string,
  account_id: string,
  lease: Lease,
): Promise<void> {
  const copies = {
    products: () => walkProducts(alive(deps, lease), { tenant_id, account_id }, 'changes', 'sweep'),
    async deposits() {
      const deposits = await deps.clients.forAccount(tenant_id, account_id, 'sweep').deposits.list()
      const at = deps.clock.now()
      await deps.database.tenant(tenant_id, (tx) => rememberDeposits(tx, account_id, deposits, at))
    },
    invoices: () => deps.lookAfterInvoices(tenant_id, account_id),
  }
  for (const [copy, refresh] of Object.entries(copies)) {
    if (!(await lease.holds())) return
    await refresh().catch((error: unknown) => {
      if (!(error instanceof BlingError)) throw error
      deps.logger.warn({ err: error, account_id, copy }, 'the copies of an account could not be refreshed')
    })
  }
}

/** The same means for work that takes long: whatever it keeps is a sign of life. */
function alive(deps: RefreshDeps, lease: Lease): RefreshDeps {
  const { database } = deps
  const tenant: Database['tenant'] = async (...asked) => {
    const kept = await database.tenant(...asked)
    await lease.holds()
    return kept
  }
  return { ...deps, database: { ...database, tenant } }
}
