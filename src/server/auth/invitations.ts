import type { z } from 'zod'
import type { acceptInvitation, madeInvitation, newInvitation } from '../../contract/identity.ts'
import { AppError } from '../kernel/app-error.ts'
import { newId } from '../kernel/ids.ts'
import { actorOf, recordAudit } from './audit.store.ts'
import { company } from './company.store.ts'
import { requireGoodPassword } from './good-password.ts'
import type { Identity } from './identity.ts'
import {
  addInvitation,
  cancelInvitation,
  invitations,
  tenantOfInvitation,
  useInvitation,
} from './invitations.store.ts'
import { createLogin, hashPassword, type Origin } from './logins.ts'
import { addMembership } from './memberships.store.ts'
import { requireReach } from './people.ts'
import type { Principal } from './principal.ts'
import { enter, type SignedIn } from './sign-in.ts'
import { hashToken, newToken } from './tokens.ts'

const LIFETIME_MS = 7 * 24 * 3_600_000
const TOKEN_PREFIX = 'ei_'
/** The page that accepts an invitation. The token stands after `#`, which browsers send to no server. */
const PAGE = '/convite#'

/** Invites somebody by e-mail to a role. The answer holds the only copy of the token; sending it is up to the inviter. */
export async function invite(
  identity: Identity,
  principal: Principal,
  wanted: z.infer<typeof newInvitation>,
  from: { readonly ip: string; readonly address: string },
): Promise<z.infer<typeof madeInvitation>> {
  const { email, role, branch_ids } = wanted
  const id = newId()
  const token = newToken(TOKEN_PREFIX)
  return identity.db.tenant(principal.tenant_id, async (tx) => {
    await requireReach(tx, role, branch_ids)
    await addInvitation(tx, {
      id,
      token_hash: hashToken(token),
      email,
      role,
      branch_ids,
      invited_by: principal.user_id,
      expires_at: new Date(Date.now() + LIFETIME_MS),
    })
    const facts = { email, role, branch_ids }
    const actor = actorOf(principal)
    await recordAudit(tx, { actor, action: 'invitation.made', target: id, facts, ip: from.ip })
    const [made] = await invitations(tx, { limit: 1, id })
    if (made === undefined) throw new Error('the invitation just made is not there')
    return { ...made, token, url: `${from.address}${PAGE}${token}` }
  })
}

/** Cancels an invitation that nobody used yet. Throws `NOT_FOUND`. */
export async function cancelInvite(
  identity: Identity,
  principal: Principal,
  id: string,
  ip: string,
): Promise<void> {
  await identity.db.tenant(principal.tenant_id, async (tx) => {
    if (!(await cancelInvitation(tx, id))) throw new AppError('NOT_FOUND')
    const actor = actorOf(principal)
    await recordAudit(tx, { actor, action: 'invitation.cancelled', target: id, facts: {}, ip })
  })
}

/** Makes the invited person a member and signs them in. Throws `INVITATION_INVALID`, or `EMAIL_TAKEN`. */
export async function acceptInvite(
  identity: Identity,
  given: z.infer<typeof acceptInvitation>,
  from: Origin,
): Promise<SignedIn> {
  return identity.attempts.guard({ account: 'invitation', ip: from.ip }, async () => {
    const passwordHash = await hashPassword(identity.library, given.password)
    return identity.db.transaction(async (tx) => {
      const tokenHash = hashToken(given.token)
      const tenantId = await tenantOfInvitation(tx, tokenHash)
      if (tenantId === null) throw new AppError('INVITATION_INVALID')
      const bound = await tx.bind(tenantId)
      const used = await useInvitation(bound, tokenHash)
      if (used === null) throw new AppError('INVITATION_INVALID')
      const { email, role, branch_ids } = used
      requireGoodPassword(given.password, { email, company_name: (await company(bound)).name })
      const login = { name: given.name, email, password_hash: passwordHash }
      const id = await createLogin(identity.library, login)
      await addMembership(bound, { user_id: id, name: given.name, role, branch_ids })
      const opened = await enter(identity, tx, { id, email, action: 'invitation.accepted' }, from)
      if (opened === null) throw new Error('the invited person could not enter')
      return opened
    })
  })
}
