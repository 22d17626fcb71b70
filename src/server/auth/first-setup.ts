import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { setup } from '../../contract/identity.ts'
import { AppError } from '../kernel/app-error.ts'
import { newId } from '../kernel/ids.ts'
import { recordAudit } from './audit.store.ts'
import { createCompany, hasCompany, lockSetup } from './company.store.ts'
import { requireGoodPassword } from './good-password.ts'
import type { Identity } from './identity.ts'
import { createLogin, hashPassword, type Origin } from './logins.ts'
import { addMembership } from './memberships.store.ts'
import { enter, type SignedIn } from './sign-in.ts'

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/
const LOCAL_NAMES = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/**
 * Creates the company and its first owner and signs them in. Only while there is no company: of two at once exactly one
 * wins, the other gets `SETUP_DONE`.
 */
export async function firstSetup(
  identity: Identity,
  wanted: z.infer<typeof setup>,
  from: Origin,
): Promise<SignedIn> {
  requireGoodPassword(wanted.password, wanted)
  const passwordHash = await hashPassword(identity.library, wanted.password)
  const { email, owner_name: name } = wanted
  return identity.db.transaction(async (tx) => {
    await lockSetup(tx)
    if (await hasCompany(tx)) throw new AppError('SETUP_DONE')
    const bound = await tx.bind(newId())
    await createCompany(bound, wanted.company_name)
    const id = await createLogin(identity.library, { name, email, password_hash: passwordHash })
    await addMembership(bound, { user_id: id, name, role: 'owner', branch_ids: null })
    await recordAudit(bound, {
      actor: { id, kind: 'person' },
      action: 'company.created',
      target: bound.tenant_id,
      facts: { company_name: wanted.company_name },
      ip: from.ip,
    })
    const opened = await enter(identity, tx, { id, email, action: 'session.opened' }, from)
    if (opened === null) throw new Error('the first owner could not enter')
    return opened
  })
}

/**
 * Whether a request comes from this very machine, spoken to by a local name. A proxy in front (known or not) adds its
 * headers and a page that points its own name here (DNS rebinding) shows it in `Host`: neither counts as this machine.
 */
export function isFromThisMachine(request: FastifyRequest): boolean {
  const { headers } = request
  const isForwarded = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'].some((name) => name in headers)
  return !isForwarded && LOOPBACK.test(request.ip) && LOCAL_NAMES.test(request.hostname)
}
