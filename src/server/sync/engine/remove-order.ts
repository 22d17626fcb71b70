import { actorOf, recordAudit } from '../../auth/audit.store.ts'
import { isGone } from '../../bling/bling-error.ts'
import { forPerson } from '../../bling/bling-problem.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { By } from './apply-plan.ts'
import { loadTenantFacts } from './facts.store.ts'
import type { PlanDeps } from './make-plan.ts'
import { releaseOrder } from './order-ledger.ts'

/**
 * Removes an order in Bling because a person says so, and only then releases what it asked for, once. Should Bling refuse or not answer,
 * nothing changes here: the next reading of the order tells what really happened.
 */
export async function removeOrder(
  deps: PlanDeps,
  by: By,
  order: { readonly account_id: string; readonly order_id: string },
): Promise<readonly string[]> {
  const { account_id, order_id } = order
  const { tenant_id } = by.principal
  const facts = await deps.database.tenant(tenant_id, (tx) => loadTenantFacts(tx, deps.clock.now()))
  const account = facts.accounts.get(account_id)
  if (account === undefined) throw new AppError('NOT_FOUND', { account_id })
  await forPerson(async () => {
    try {
      await deps.clients.forAccount(tenant_id, account_id, 'person').orders.remove(order_id)
    } catch (error) {
      // Gone already is what was asked for.
      if (!isGone(error)) throw error
    }
  })
  return deps.database.tenant(tenant_id, async (tx) => {
    const errand = { lane: 'person', origin: 'manual' } as const
    const { changed_skus } = await releaseOrder(
      tx,
      deps.follow,
      { account, order_id },
      errand,
      deps.clock.now(),
    )
    await recordAudit(tx, {
      actor: actorOf(by.principal),
      action: 'sync.order_removed',
      target: account_id,
      facts: { order_id, skus: changed_skus },
      ip: by.ip,
    })
    return changed_skus
  })
}
