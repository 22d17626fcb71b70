import { AppError } from '../kernel/app-error.ts'
import { actorOf, recordAudit } from './audit.store.ts'
import type { Identity } from './identity.ts'
import { endSession } from './logins.ts'
import type { Principal } from './principal.ts'

/** Ends the session at once, everywhere. An API key is not a session: it is revoked, not signed out. */
export async function signOut(identity: Identity, principal: Principal, ip: string): Promise<void> {
  if (principal.credential.kind !== 'session') throw new AppError('FORBIDDEN')
  await identity.db.tenant(principal.tenant_id, async (tx) => {
    await endSession(identity.library, principal.credential.id)
    await recordAudit(tx, {
      actor: actorOf(principal),
      action: 'session.closed',
      target: principal.credential.id,
      facts: {},
      ip,
    })
  })
}
