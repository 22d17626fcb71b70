import type { User } from '../../contract/identity.ts'
import type { Role } from '../../contract/permissions.ts'
import type { Tx } from '../db/database.ts'
import { empty, sql } from '../db/sql.ts'
import type { IdentityTx } from './identity-database.ts'

/** What a person is in the company. */
export type Membership = {
  readonly user_id: string
  readonly name: string
  readonly role: Role
  readonly branch_ids: readonly string[] | null
  readonly is_active: boolean
}

/** The company that a person belongs to; asked before any tenant is known. */
export async function tenantOfPerson(tx: IdentityTx, userId: string): Promise<string | null> {
  const [row] = await tx.query<{ tenant_id: string }>(
    sql`select tenant_id from memberships where user_id = ${userId}`,
  )
  return row?.tenant_id ?? null
}

/** Whether this is still the hash of the person's password. Ask with the membership locked: a reset locks it too. */
export async function isPasswordHash(tx: Tx, userId: string, hash: string): Promise<boolean> {
  const rows = await tx.query(sql`
    select from auth.accounts where user_id = ${userId} and provider_id = 'credential' and password = ${hash}`)
  return rows.length > 0
}

/** Makes a person a member of the running tenant. */
export async function addMembership(tx: Tx, member: Omit<Membership, 'is_active'>): Promise<void> {
  await tx.query(sql`
    insert into memberships (tenant_id, user_id, name, role, branch_ids)
    values (${tx.tenant_id}, ${member.user_id}, ${member.name}, ${member.role}, ${member.branch_ids})`)
}

/** Locks the active owners, in key order, and gives their ids: two owners cannot remove each other at the same time. */
export async function lockOwners(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ user_id: string }>(sql`
    select user_id from memberships
    where tenant_id = ${tx.tenant_id} and role = 'owner' and is_active
    order by user_id for update`)
  return rows.map((row) => row.user_id)
}

/** A member of the running tenant, locked until the transaction ends. */
export async function lockMembership(tx: Tx, userId: string): Promise<Membership | null> {
  const [row] = await tx.query<Membership>(sql`
    select user_id, name, role, branch_ids, is_active from memberships
    where tenant_id = ${tx.tenant_id} and user_id = ${userId} for update`)
  return row ?? null
}

/** Writes the whole membership as it is now. */
export async function saveMembership(tx: Tx, member: Membership): Promise<void> {
  await tx.query(sql`
    update memberships set name = ${member.name}, role = ${member.role}, branch_ids = ${member.branch_ids},
      is_active = ${member.is_active}
    where tenant_id = ${tx.tenant_id} and user_id = ${member.user_id}`)
}

type PersonRow = Omit<User, 'created_at'> & { readonly created_at: Date }

/** The people of the running tenant, oldest first, at most `limit + 1` of them after `cursor`. */
export async function people(
  tx: Tx,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<User[]> {
  const rows = await tx.query<PersonRow>(sql`
    select m.user_id as id, m.name, u.email, m.role, m.branch_ids, m.is_active, m.created_at
    from public.memberships m join auth.users u on u.id = m.user_id
    where m.tenant_id = ${tx.tenant_id} ${page.cursor === undefined ? empty : sql`and m.user_id > ${page.cursor}`}
    order by m.user_id limit ${page.limit + 1}`)
  return rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() }))
}

/** One person of the running tenant; null when there is none. */
export async function person(tx: Tx, userId: string): Promise<User | null> {
  const [row] = await tx.query<PersonRow>(sql`
    select m.user_id as id, m.name, u.email, m.role, m.branch_ids, m.is_active, m.created_at
    from public.memberships m join auth.users u on u.id = m.user_id
    where m.tenant_id = ${tx.tenant_id} and m.user_id = ${userId}`)
  return row === undefined ? null : { ...row, created_at: row.created_at.toISOString() }
}
