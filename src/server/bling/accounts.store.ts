import { DatabaseError } from 'pg'
import type { AccountState } from '../../domain/sync/account-state.ts'
import { createBudget } from '../db/call-budget/budget.store.ts'
import type { Tx } from '../db/database.ts'
import { empty, type Sql, sql } from '../db/sql.ts'
import { AppError } from '../kernel/app-error.ts'

/** A connected account as the API shows it: no token, no secret. */
export type AccountRow = {
  readonly id: string
  readonly app_id: string
  readonly company_id: string
  readonly name: string
  readonly state: AccountState
  /** What a person chose; losing the access does not change it. */
  readonly chosen_state: Exclude<AccountState, 'reauthorize'>
  readonly is_disconnected: boolean
  readonly token_expires_at: Date
  readonly scopes: string
  readonly has_legacy_callback: boolean
  readonly connected_at: Date
  /** The day (São Paulo) that `used` counts, and how many calls were given out on it by all processes. */
  readonly day: string
  readonly used: number
  readonly blocked_until: number
}

const COLUMNS = sql`
  a.id, a.app_id, a.company_id, a.name, a.state, a.chosen_state, a.is_disconnected, a.token_expires_at, a.scopes,
  a.legacy_token_hash is not null as has_legacy_callback, a.connected_at, b.day, b.used, b.blocked_until`

const select = (tx: Tx, rest: Sql): Sql => sql`
  select ${COLUMNS}
    from bling_accounts a join bling_rate_budgets b on b.tenant_id = a.tenant_id and b.account_id = a.id
   where a.tenant_id = ${tx.tenant_id} and a.removed_at is null ${rest}`

/** The account; null when the tenant has none of this id, or has it no more. */
export async function readAccount(tx: Tx, id: string): Promise<AccountRow | null> {
  const [row] = await tx.query<AccountRow>(select(tx, sql`and a.id = ${id}`))
  return row ?? null
}

/** As `readAccount`, held for a change. */
export async function lockAccount(tx: Tx, id: string): Promise<AccountRow | null> {
  const [row] = await tx.query<AccountRow>(select(tx, sql`and a.id = ${id} for update of a`))
  return row ?? null
}

/** The account of a company, held for a change. */
export async function lockAccountOfCompany(tx: Tx, company_id: string): Promise<AccountRow | null> {
  const [row] = await tx.query<AccountRow>(select(tx, sql`and a.company_id = ${company_id} for update of a`))
  return row ?? null
}

/** Accounts by id, one more than `limit`. */
export async function listAccounts(
  tx: Tx,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<AccountRow[]> {
  const after = page.cursor === undefined ? empty : sql`and a.id > ${page.cursor}`
  return tx.query<AccountRow>(select(tx, sql`${after} order by a.id limit ${page.limit + 1}`))
}

/** Writes a newly connected account with its sealed tokens and its budget. Throws `BLING_COMPANY_CONNECTED`. */
export async function insertAccount(
  tx: Tx,
  account: {
    readonly id: string
    readonly app_id: string
    readonly company_id: string
    readonly name: string
    readonly access_token: string
    readonly refresh_token: string
    readonly token_expires_at: Date
    readonly scopes: string
    readonly connected_at: Date
    readonly connected_by: string
  },
): Promise<void> {
  try {
    await tx.query(sql`
      insert into bling_accounts (tenant_id, id, app_id, company_id, name, access_token, refresh_token, token_expires_at, token_version,
        scopes, connected_at, connected_by)
      values (${tx.tenant_id}, ${account.id}, ${account.app_id}, ${account.company_id}, ${account.name}, ${account.access_token},
        ${account.refresh_token}, ${account.token_expires_at}, 1, ${account.scopes}, ${account.connected_at},
        ${account.connected_by})`)
  } catch (error) {
    if (error instanceof DatabaseError && error.constraint === 'bling_accounts_company')
      throw new AppError('BLING_COMPANY_CONNECTED', { company_id: account.company_id })
    throw error
  }
  await createBudget(tx, { of: 'account', id: account.id })
}

/** Keeps a name and what a person chose. */
export async function updateAccount(
  tx: Tx,
  id: string,
  account: Pick<AccountRow, 'name' | 'chosen_state'>,
): Promise<void> {
  await tx.query(sql`
    update bling_accounts set name = ${account.name}, chosen_state = ${account.chosen_state}
     where tenant_id = ${tx.tenant_id} and id = ${id}`)
}

/** Keeps the hash of the account's new address for older callbacks; the address before is worth nothing from then on. */
export async function saveLegacyToken(tx: Tx, id: string, hash: string): Promise<void> {
  await tx.query(sql`
    update bling_accounts set legacy_token_hash = ${hash} where tenant_id = ${tx.tenant_id} and id = ${id}`)
}

/** Takes the account out of use. The row stays, for the names in the history; its tokens do not. */
export async function removeAccount(tx: Tx, id: string, removed_at: Date): Promise<void> {
  await tx.query(sql`
    update bling_accounts
       set removed_at = ${removed_at}, access_token = null, refresh_token = null, legacy_token_hash = null,
           renewal_id = null, renewal_until = null
     where tenant_id = ${tx.tenant_id} and id = ${id}`)
}

/** Has the account call through another application from now on; one of its own changes nothing. */
export async function moveToApp(tx: Tx, id: string, app_id: string): Promise<void> {
  await tx.query(sql`
    update bling_accounts set app_id = ${app_id} where tenant_id = ${tx.tenant_id} and id = ${id}`)
}
