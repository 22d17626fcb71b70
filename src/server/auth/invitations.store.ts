import type { z } from 'zod'
import type { invitation } from '../../contract/identity.ts'
import type { Role } from '../../contract/permissions.ts'
import type { Tx } from '../db/database.ts'
import { empty, sql } from '../db/sql.ts'
import type { IdentityTx } from './identity-database.ts'

/** An invitation as it is listed; never its token. */
export type Invitation = z.infer<typeof invitation>

type InvitationRow = Omit<Invitation, 'created_at' | 'expires_at'> & {
  readonly created_at: Date
  readonly expires_at: Date
}

/** Writes an invitation and cancels those still open for the same e-mail: only the newest link works. */
export async function addInvitation(
  tx: Tx,
  made: {
    readonly id: string
    readonly token_hash: string
    readonly email: string
    readonly role: Role
    readonly branch_ids: readonly string[] | null
    readonly invited_by: string
    readonly expires_at: Date
  },
): Promise<void> {
  await tx.query(sql`
    update invitations set cancelled_at = now()
    where tenant_id = ${tx.tenant_id} and email = ${made.email} and used_at is null and cancelled_at is null`)
  await tx.query(sql`
    insert into invitations (tenant_id, id, token_hash, email, role, branch_ids, invited_by, expires_at)
    values (${tx.tenant_id}, ${made.id}, ${made.token_hash}, ${made.email}, ${made.role}, ${made.branch_ids},
      ${made.invited_by}, ${made.expires_at})`)
}

/** Invitations, newest first, at most `limit + 1` of them before `cursor`; with `id`, that one. */
export async function invitations(
  tx: Tx,
  page: { readonly limit: number; readonly cursor?: string | undefined; readonly id?: string },
): Promise<Invitation[]> {
  const rows = await tx.query<InvitationRow>(sql`
    select id, email, role, branch_ids, created_at, expires_at,
      case when used_at is not null then 'used' when cancelled_at is not null then 'cancelled'
        when expires_at <= now() then 'expired' else 'open' end as state
    from invitations
    where tenant_id = ${tx.tenant_id}
      ${page.cursor === undefined ? empty : sql`and id < ${page.cursor}`}
      ${page.id === undefined ? empty : sql`and id = ${page.id}`}
    order by id desc limit ${page.limit + 1}`)
  return rows.map((row) => ({
    ...row,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
  }))
}

/** Cancels an open invitation; false when there is none. */
export async function cancelInvitation(tx: Tx, id: string): Promise<boolean> {
  const cancelled = await tx.query(sql`
    update invitations set cancelled_at = now()
    where tenant_id = ${tx.tenant_id} and id = ${id} and used_at is null and cancelled_at is null returning id`)
  return cancelled.length > 0
}

/** The tenant whose invitation has this token, whatever its state; asked before any tenant is known. */
export async function tenantOfInvitation(tx: IdentityTx, tokenHash: string): Promise<string | null> {
  const [row] = await tx.query<{ tenant_id: string }>(
    sql`select tenant_id from invitations where token_hash = ${tokenHash}`,
  )
  return row?.tenant_id ?? null
}

/** Uses an invitation up: of two at once one gets it, the other null. Null too when it expired or was cancelled. */
export async function useInvitation(
  tx: Tx,
  tokenHash: string,
): Promise<{ id: string; email: string; role: Role; branch_ids: string[] | null } | null> {
  const [row] = await tx.query<{ id: string; email: string; role: Role; branch_ids: string[] | null }>(sql`
    update invitations set used_at = now()
    where tenant_id = ${tx.tenant_id} and token_hash = ${tokenHash} and used_at is null and cancelled_at is null
      and expires_at > now()
    returning id, email, role, branch_ids`)
  return row ?? null
}
