import type { ErrorCode } from '../../../contract/errors.ts'
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

/** How a journey ended: `account_name` of the account it brought, or the refusal that it met. */
export type JourneyEnd = {
  readonly account_id: string | null
  readonly account_name: string | null
  readonly refusal: { readonly code: ErrorCode; readonly facts: Readonly<Record<string, unknown>> } | null
}

/** Keeps how a journey ended. A good end stays whatever comes after it, and another session's journey is left alone. */
export async function saveEnd(
  tx: Tx,
  journey: { readonly id: string; readonly credential_id: string },
  end: Pick<JourneyEnd, 'account_id' | 'refusal'>,
): Promise<void> {
  await tx.query(sql`
    update bling_authorizations
       set ended_account_id = ${end.account_id},
           refusal = ${end.refusal === null ? null : JSON.stringify(end.refusal)}::jsonb
     where tenant_id = ${tx.tenant_id} and id = ${journey.id} and credential_id = ${journey.credential_id}
       and ended_account_id is null and (refusal is null or ${end.account_id}::uuid is not null)`)
}

/** How a journey of this session ended; null when it is not one of its journeys. */
export async function readEnd(
  tx: Tx,
  journey: { readonly id: string; readonly credential_id: string },
): Promise<JourneyEnd | null> {
  const [row] = await tx.query<JourneyEnd>(sql`
    select j.ended_account_id as account_id, a.name as account_name, j.refusal
      from bling_authorizations j
      left join bling_accounts a on a.tenant_id = j.tenant_id and a.id = j.ended_account_id
     where j.tenant_id = ${tx.tenant_id} and j.id = ${journey.id} and j.credential_id = ${journey.credential_id}`)
  return row ?? null
}
