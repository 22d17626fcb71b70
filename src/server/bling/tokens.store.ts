import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/** The tokens of an account as they are kept, with the sealed secrets of its application. */
export type TokenRow = {
  readonly app_id: string
  readonly client_id: string
  readonly client_secret: string
  readonly access_token: string
  readonly refresh_token: string
  readonly token_expires_at: Date
  readonly token_version: number
  readonly is_disconnected: boolean
  readonly renewal_id: string | null
  readonly renewal_until: Date | null
}

/** Reads the tokens; null when the account is not there. */
export async function readTokens(tx: Tx, account_id: string): Promise<TokenRow | null> {
  const [row] = await tx.query<TokenRow>(sql`
    select a.app_id, p.client_id, p.client_secret, a.access_token, a.refresh_token, a.token_expires_at, a.token_version,
           a.is_disconnected, a.renewal_id, a.renewal_until
      from bling_accounts a join bling_apps p on p.tenant_id = a.tenant_id and p.id = a.app_id
     where a.tenant_id = ${tx.tenant_id} and a.id = ${account_id} and a.removed_at is null`)
  return row ?? null
}

/** As `readTokens`, held until the transaction ends. */
export async function lockTokens(tx: Tx, account_id: string): Promise<TokenRow | null> {
  await tx.query(sql`
    select from bling_accounts where tenant_id = ${tx.tenant_id} and id = ${account_id} for update`)
  return readTokens(tx, account_id)
}

/** Accounts of the tenant that have access, whatever a person chose for them; first those whose token ended first. */
export async function connectedAccounts(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    select id from bling_accounts
     where tenant_id = ${tx.tenant_id} and removed_at is null and not is_disconnected
     order by token_expires_at, id`)
  return rows.map(({ id }) => id)
}

/** Says that `renewal_id` is renewing the tokens, at most until `until`. */
export async function beginRenewal(
  tx: Tx,
  account_id: string,
  renewal: { readonly id: string; readonly until: Date },
): Promise<void> {
  await tx.query(sql`
    update bling_accounts set renewal_id = ${renewal.id}, renewal_until = ${renewal.until}
     where tenant_id = ${tx.tenant_id} and id = ${account_id}`)
}

/** Ends a renewal that brought nothing; the tokens stay as they are. */
export async function endRenewal(tx: Tx, account_id: string, renewal_id: string): Promise<void> {
  await tx.query(sql`
    update bling_accounts set renewal_id = null, renewal_until = null
     where tenant_id = ${tx.tenant_id} and id = ${account_id} and renewal_id = ${renewal_id}`)
}

/** Keeps new tokens (sealed). `from_version` null takes them whatever was there; else only in place of those they renew. */
export async function saveTokens(
  tx: Tx,
  account_id: string,
  tokens: {
    readonly access_token: string
    readonly refresh_token: string
    readonly expires_at: Date
    readonly scopes: string
    readonly from_version: number | null
  },
): Promise<void> {
  await tx.query(sql`
    update bling_accounts
       set access_token = ${tokens.access_token}, refresh_token = ${tokens.refresh_token},
           token_expires_at = ${tokens.expires_at}, scopes = ${tokens.scopes}, token_version = token_version + 1,
           is_disconnected = false, renewal_id = null, renewal_until = null
     where tenant_id = ${tx.tenant_id} and id = ${account_id} and removed_at is null
       and token_version = coalesce(${tokens.from_version}::integer, token_version)`)
}

/** Marks the access as lost, unless somebody renewed it meanwhile. True when this call marked it. */
export async function disconnect(tx: Tx, account_id: string, version: number): Promise<boolean> {
  const rows = await tx.query(sql`
    update bling_accounts set is_disconnected = true, renewal_id = null, renewal_until = null
     where tenant_id = ${tx.tenant_id} and id = ${account_id} and token_version = ${version} and not is_disconnected
    returning id`)
  return rows.length > 0
}
