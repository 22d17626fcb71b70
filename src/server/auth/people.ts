import type { z } from 'zod'
import type { newUser, User, userChange } from '../../contract/identity.ts'
import { ROLE_PERMISSIONS, type Role } from '../../contract/permissions.ts'
import type { Tx } from '../db/database.ts'
import { AppError } from '../kernel/app-error.ts'
import { revokeKeysMadeBy } from './api-keys.store.ts'
import { actorOf, recordAudit } from './audit.store.ts'
import { branchesAmong, company } from './company.store.ts'
import { requireGoodPassword } from './good-password.ts'
import type { Identity } from './identity.ts'
import { createLogin, endSessions, hashPassword, renameLogin, replacePassword } from './logins.ts'
import {
  addMembership,
  lockMembership,
  lockOwners,
  type Membership,
  person,
  saveMembership,
} from './memberships.store.ts'
import type { Principal } from './principal.ts'

/** Creates a person with a password that whoever creates them hands over. Throws `EMAIL_TAKEN`. */
export async function addPerson(
  identity: Identity,
  principal: Principal,
  wanted: z.infer<typeof newUser>,
  ip: string,
): Promise<User> {
  const { name, email, role, branch_ids } = wanted
  const passwordHash = await hashPassword(identity.library, wanted.password)
  return identity.db.tenant(principal.tenant_id, async (tx) => {
    requireGoodPassword(wanted.password, { email, company_name: (await company(tx)).name })
    await requireReach(tx, role, branch_ids)
    const id = await createLogin(identity.library, { name, email, password_hash: passwordHash })
    await addMembership(tx, { user_id: id, name, role, branch_ids })
    const facts = { name, role, branch_ids }
    await recordAudit(tx, { actor: actorOf(principal), action: 'person.created', target: id, facts, ip })
    return existing(await person(tx, id))
  })
}

/**
 * Changes a person: name, role, branches, active or not, password. A new password or deactivation ends all their
 * sessions; whoever may no longer manage keys loses those they made. Throws `LAST_OWNER` rather than leave none.
 */
export async function changePerson(
  identity: Identity,
  principal: Principal,
  change: z.infer<typeof userChange> & { readonly id: string },
  ip: string,
): Promise<User> {
  const { id, password } = change
  const passwordHash = password === undefined ? null : await hashPassword(identity.library, password)
  return identity.db.tenant(principal.tenant_id, async (tx) => {
    const owners = await lockOwners(tx)
    const before = existing(await lockMembership(tx, id))
    const after = changed(before, change)
    await requireReach(tx, after.role, after.branch_ids)
    const staysOwner = after.role === 'owner' && after.is_active
    if (!staysOwner && owners.every((owner) => owner === id) && owners.length > 0)
      throw new AppError('LAST_OWNER')
    await saveMembership(tx, after)
    if (after.name !== before.name) await renameLogin(identity.library, id, after.name)
    if (password !== undefined && passwordHash !== null) {
      const { email } = existing(await person(tx, id))
      requireGoodPassword(password, { email, company_name: (await company(tx)).name })
      await replacePassword(identity.library, id, passwordHash)
    }
    if (!after.is_active) await endSessions(identity.library, id)
    const mayManageKeys = after.is_active && ROLE_PERMISSIONS[after.role].has('keys.manage')
    const revoked = mayManageKeys ? [] : await revokeKeysMadeBy(tx, id)
    const facts = {
      ...differences(before, after),
      password_reset: password !== undefined,
      revoked_keys: revoked,
    }
    await recordAudit(tx, { actor: actorOf(principal), action: 'person.changed', target: id, facts, ip })
    return existing(await person(tx, id))
  })
}

/** Refuses branches that the company does not have, and an owner limited to some. */
export async function requireReach(tx: Tx, role: Role, branchIds: readonly string[] | null): Promise<void> {
  if (branchIds === null) return
  if (role === 'owner') {
    const message = 'quem é proprietário alcança todas as filiais'
    throw new AppError('INVALID_VALUES', { fields: [{ path: 'branch_ids', message }] })
  }
  const found = await branchesAmong(tx, branchIds)
  if (found.length !== branchIds.length) throw new AppError('NOT_FOUND')
}

function changed(before: Membership, change: z.infer<typeof userChange>): Membership {
  const role = change.role ?? before.role
  const kept = role === 'owner' ? null : before.branch_ids
  return {
    user_id: before.user_id,
    name: change.name ?? before.name,
    role,
    branch_ids: change.branch_ids === undefined ? kept : change.branch_ids,
    is_active: change.is_active ?? before.is_active,
  }
}

function differences(
  before: Membership,
  after: Membership,
): Record<string, { before: unknown; after: unknown }> {
  const fields = ['name', 'role', 'branch_ids', 'is_active'] as const
  return Object.fromEntries(
    fields
      .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
      .map((field) => [field, { before: before[field], after: after[field] }]),
  )
}

function existing<T>(found: T | null): T {
  if (found === null) throw new AppError('NOT_FOUND')
  return found
}
