import { AppError } from '../kernel/app-error.ts'
import { actorOf, recordAudit } from './audit.store.ts'
import { company } from './company.store.ts'
import { requireGoodPassword } from './good-password.ts'
import type { Identity } from './identity.ts'
import { checkPassword, hashPassword, replacePassword } from './logins.ts'
import { isPasswordHash, lockMembership, person } from './memberships.store.ts'
import type { Principal } from './principal.ts'

/** Changes one's own password, proved by the current one, and ends all of one's sessions, this one included. */
export async function changeOwnPassword(
  identity: Identity,
  principal: Principal,
  change: { readonly current_password: string; readonly new_password: string },
  ip: string,
): Promise<void> {
  const { tenant_id, user_id } = principal
  const known = await identity.db.tenant(tenant_id, async (tx) => ({
    person: await person(tx, user_id),
    company: await company(tx),
  }))
  const email = known.person?.email
  if (principal.credential.kind !== 'session' || email === undefined) throw new AppError('FORBIDDEN')
  requireGoodPassword(change.new_password, { email, company_name: known.company.name }, 'new_password')
  const proved = await identity.attempts.guard({ account: email, ip }, async () => {
    const check = await checkPassword(identity.library, email, change.current_password)
    if (!check.right) throw new AppError('INVALID_CREDENTIALS')
    return check.hash
  })
  const passwordHash = await hashPassword(identity.library, change.new_password)
  await identity.db.tenant(tenant_id, async (tx) => {
    await lockMembership(tx, user_id)
    if (!(await isPasswordHash(tx, user_id, proved))) throw new AppError('INVALID_CREDENTIALS')
    await replacePassword(identity.library, user_id, passwordHash)
    await recordAudit(tx, {
      actor: actorOf(principal),
      action: 'password.changed',
      target: user_id,
      facts: {},
      ip,
    })
  })
}
