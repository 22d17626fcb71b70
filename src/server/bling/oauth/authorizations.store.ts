import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import type { PlainTokens } from '../sealed-tokens.ts'

/** A journey to Bling: for which application and account, by whose session, and until when. */
export type AuthorizationRow = {
  readonly id: string
  readonly app_id: string
  /** The account that is being reconnected; null for a new one. */
  readonly account_id: string | null
  readonly credential_id: string
  readonly started_by: string
  readonly expires_at: Date
  readonly used_at: Date | null
}

/** Writes a journey that begins, and forgets those that ended long ago. */
export async function insertAuthorization(tx: Tx, row: Omit<AuthorizationRow, 'used_at'>): Promise<void> {
  await tx.query(sql`
    delete from bling_authorizations
     where tenant_id = ${tx.tenant_id} and expires_at < ${row.expires_at}::timestamptz - interval '1 day'`)
  await tx.query(sql`
    insert into bling_authorizations (tenant_id, id, app_id, account_id, credential_id, started_by, expires_at)
    values (${tx.tenant_id}, ${row.id}, ${row.app_id}, ${row.account_id}, ${row.credential_id}, ${row.started_by},
      ${row.expires_at})`)
}

/** The journey, held until the transaction ends; null when there is none of this id. */
export async function lockAuthorization(tx: Tx, id: string): Promise<AuthorizationRow | null> {
  const [row] = await tx.query<AuthorizationRow>(sql`
    select id, app_id, account_id, credential_id, started_by, expires_at, used_at
      from bling_authorizations where tenant_id = ${tx.tenant_id} and id = ${id} for update`)
  return row ?? null
}

/** Says that the journey is over: it is used once, whatever comes of it. */
export async function markUsed(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.query(sql`
    update bling_authorizations set used_at = ${at} where tenant_id = ${tx.tenant_id} and id = ${id}`)
}

/** Keeps the tokens (sealed) that the journey brought, until it is known whose they are; null takes them away again. */
export async function keepTokens(tx: Tx, id: string, tokens: PlainTokens | null): Promise<void> {
  await tx.query(sql`
    update bling_authorizations
       set access_token = ${tokens?.access_token ?? null}, refresh_token = ${tokens?.refresh_token ?? null}
     where tenant_id = ${tx.tenant_id} and id = ${id}`)
}
