import type { z } from 'zod'
import type { apiKey } from '../../contract/identity.ts'
import type { Role } from '../../contract/permissions.ts'
import type { Tx } from '../db/database.ts'
import { empty, sql } from '../db/sql.ts'

/** An API key as it is listed; never the key itself. */
export type ApiKey = z.infer<typeof apiKey>

type KeyRow = Omit<ApiKey, 'created_at' | 'last_used_at'> & {
  readonly created_at: Date
  readonly last_used_at: Date | null
}

/** Writes what a key may do beside what proves it, under the same id. */
export async function addKey(
  tx: Tx,
  key: {
    readonly id: string
    readonly name: string
    readonly start: string
    readonly role: Exclude<Role, 'owner'>
    readonly branch_ids: readonly string[] | null
    readonly made_by: string
  },
): Promise<void> {
  await tx.query(sql`
    insert into public.api_keys (tenant_id, id, name, start, role, branch_ids, made_by)
    values (${tx.tenant_id}, ${key.id}, ${key.name}, ${key.start}, ${key.role}, ${key.branch_ids}, ${key.made_by})`)
}

/** The keys that hold, oldest first, at most `limit + 1` of them after `cursor`; with `id`, that one. */
export async function keys(
  tx: Tx,
  page: { readonly limit: number; readonly cursor?: string | undefined; readonly id?: string },
): Promise<ApiKey[]> {
  const rows = await tx.query<KeyRow>(sql`
    select k.id, k.name, k.start, k.role, k.branch_ids, k.made_by, k.created_at, a.last_request as last_used_at
    from public.api_keys k join auth.api_keys a on a.id = k.id
    where k.tenant_id = ${tx.tenant_id} and k.revoked_at is null
      ${page.cursor === undefined ? empty : sql`and k.id > ${page.cursor}`}
      ${page.id === undefined ? empty : sql`and k.id = ${page.id}`}
    order by k.id limit ${page.limit + 1}`)
  return rows.map((row) => ({
    ...row,
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at?.toISOString() ?? null,
  }))
}

/** Revokes a key: what proves it is deleted, its name stays. False when there is no such key. */
export async function revokeKey(tx: Tx, id: string): Promise<boolean> {
  const revoked = await tx.query<{ id: string }>(sql`
    update public.api_keys set revoked_at = now()
    where tenant_id = ${tx.tenant_id} and id = ${id} and revoked_at is null returning id`)
  await deleteProofs(tx, revoked)
  return revoked.length > 0
}

/** Revokes every key that a person made and gives their ids. */
export async function revokeKeysMadeBy(tx: Tx, userId: string): Promise<string[]> {
  const revoked = await tx.query<{ id: string }>(sql`
    update public.api_keys set revoked_at = now()
    where tenant_id = ${tx.tenant_id} and made_by = ${userId} and revoked_at is null returning id`)
  await deleteProofs(tx, revoked)
  return revoked.map((row) => row.id)
}

async function deleteProofs(tx: Tx, revoked: readonly { readonly id: string }[]): Promise<void> {
  await tx.query(sql`delete from auth.api_keys where id = any (${revoked.map((row) => row.id)}::uuid[])`)
}
