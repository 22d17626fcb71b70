import type { Tx } from '../../db/database.ts'
import { hastenSweep, readSyncAccounts, saveSeenState } from './accounts.store.ts'
import { openAlerts, resolveAlerts } from './alerts.store.ts'
import { markLinkedDirty } from './dirty-skus.store.ts'

/**
 * Notices accounts that were connected, paused, excluded, lost or regained: everything that may depend on them is looked at again with
 * their new state.
 */
export async function noticeAccountStates(tx: Tx, now: Date): Promise<void> {
  const accounts = await readSyncAccounts(tx, now)
  const changed = accounts.filter((account) => account.state !== account.seen_state)
  if (changed.length === 0) return
  for (const account of changed) {
    const cause = { kind: 'reauthorize', subject: account.account_id } as const
    if (account.state === 'reauthorize')
      await openAlerts(tx, [{ ...cause, facts: { account: account.name } }], now)
    else await resolveAlerts(tx, [cause], now)
    // What happened meanwhile nobody has told us of.
    if (account.state === 'active') await hastenSweep(tx, account.account_id, now)
    await saveSeenState(tx, account.account_id, account.state)
  }
  await markLinkedDirty(tx, { origin: 'reconcile', lane: 'webhook', at: now })
}
