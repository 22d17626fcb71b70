import { actorOf, recordAudit } from '../auth/audit.store.ts'
import { AppError } from '../kernel/app-error.ts'
import { announceChange } from './account-changed.ts'
import { lockAccount, removeAccount } from './accounts.store.ts'
import type { BlingDeps } from './bling-deps.ts'
import type { AccountWrite } from './change-account.ts'
import { openAppSecret, openTokens } from './sealed-tokens.ts'
import { lockTokens } from './tokens.store.ts'

/** Removes an account with everything that refers to it. Its access is given back to Bling, as well as that goes. */
export async function disconnectAccount(deps: BlingDeps, write: AccountWrite): Promise<void> {
  const { tenant_id } = write.principal
  const last = await deps.database.tenant(tenant_id, async (tx) => {
    const account = await lockAccount(tx, write.id)
    const tokens = await lockTokens(tx, write.id)
    if (account === null || tokens === null) throw new AppError('NOT_FOUND', { account_id: write.id })
    const gone = await deps.dependents.list(tx, write.id)
    const now = deps.clock.now()
    await deps.dependents.remove(tx, write.id, now)
    await removeAccount(tx, write.id, now)
    await recordAudit(tx, {
      actor: actorOf(write.principal),
      action: 'bling.account_removed',
      target: write.id,
      facts: { name: account.name, company_id: account.company_id, removed: gone },
      ip: write.ip,
    })
    await announceChange(tx, write.id, 'removed')
    return tokens
  })
  deps.doors.forget()
  if (last.is_disconnected) return
  const client_secret = openAppSecret(deps.box, last.app_id, last.client_secret)
  const { refresh_token } = openTokens(deps.box, write.id, last)
  try {
    await deps.endpoint.revoke({ client_id: last.client_id, client_secret }, refresh_token)
  } catch (error) {
    deps.logger.warn({ err: error, account_id: write.id }, 'bling did not take an access back')
  }
}
