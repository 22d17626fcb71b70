import { AppError } from '../kernel/app-error.ts'
import { recordAudit } from './audit.store.ts'
import { company } from './company.store.ts'
import type { Identity } from './identity.ts'
import type { IdentityTx } from './identity-database.ts'
import { checkPassword, type Origin, openSession } from './logins.ts'
import { isPasswordHash, lockMembership, tenantOfPerson } from './memberships.store.ts'

/** A session just opened; the token exists nowhere else. */
export type SignedIn = {
  readonly token: string
  readonly expires_at: Date
  readonly user: {
    readonly id: string
    readonly name: string
    readonly email: string
    readonly kind: 'person'
  }
  readonly tenant: { readonly id: string; readonly name: string }
}

/**
 * Opens a session for an e-mail and password. Throws `INVALID_CREDENTIALS`, the same for an unknown e-mail, a wrong
 * password and a deactivated person, and `TOO_MANY_REQUESTS` after too many failures.
 */
export async function signIn(
  identity: Identity,
  claim: { readonly email: string; readonly password: string },
  from: Origin,
): Promise<SignedIn> {
  const email = claim.email.trim().toLowerCase()
  return identity.attempts.guard({ account: email, ip: from.ip }, async () => {
    const check = await checkPassword(identity.library, email, claim.password)
    if (check.right) {
      const who = { id: check.user_id, email, action: 'session.opened', proved_by: check.hash }
      const opened = await identity.db.transaction((tx) => enter(identity, tx, who, from))
      if (opened !== null) return opened
    }
    const { user_id } = check
    if (user_id !== null) identity.later(() => recordRefusal(identity, user_id, from))
    throw new AppError('INVALID_CREDENTIALS')
  })
}

/** Somebody about to enter; `proved_by` is the password hash that was matched, when a password is the proof. */
type Entrant = {
  readonly id: string
  readonly email: string
  readonly action: string
  readonly proved_by?: string
}

/**
 * Opens a session inside the running transaction and leaves its trace; null for somebody who is not active anywhere, or
 * whose password was replaced since it was matched. The locked membership keeps a deactivation or a reset, which end
 * all sessions, from passing by at the same time.
 */
export async function enter(
  identity: Identity,
  tx: IdentityTx,
  who: Entrant,
  from: Origin,
): Promise<SignedIn | null> {
  const tenantId = await tenantOfPerson(tx, who.id)
  if (tenantId === null) return null
  const bound = await tx.bind(tenantId)
  const membership = await lockMembership(bound, who.id)
  if (membership === null || !membership.is_active) return null
  if (who.proved_by !== undefined && !(await isPasswordHash(bound, who.id, who.proved_by))) return null
  const session = await openSession(identity.library, who.id, from)
  await recordAudit(bound, {
    actor: { id: who.id, kind: 'person' },
    action: who.action,
    target: session.id,
    facts: { user_agent: from.user_agent?.slice(0, 300) ?? null },
    ip: from.ip,
  })
  return {
    token: session.token,
    expires_at: session.expires_at,
    user: { id: who.id, name: membership.name, email: who.email, kind: 'person' },
    tenant: await company(bound),
  }
}

/** Written after the answer, so that its time does not tell which e-mails exist. */
async function recordRefusal(identity: Identity, userId: string, from: Origin): Promise<void> {
  await identity.db.transaction(async (tx) => {
    const tenantId = await tenantOfPerson(tx, userId)
    if (tenantId === null) return
    await recordAudit(await tx.bind(tenantId), {
      actor: { id: null, kind: 'nobody' },
      action: 'session.refused',
      target: userId,
      facts: { user_agent: from.user_agent?.slice(0, 300) ?? null },
      ip: from.ip,
    })
  })
}
