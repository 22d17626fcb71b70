import { actorOf, recordAudit } from '../../auth/audit.store.ts'
import type { Principal } from '../../auth/principal.ts'
import type { Tx } from '../../db/database.ts'
import { AppError } from '../../kernel/app-error.ts'
import { newId } from '../../kernel/ids.ts'
import { announceChange } from '../account-changed.ts'
import {
  type AccountRow,
  insertAccount,
  lockAccount,
  lockAccountOfCompany,
  moveToApp,
  readAccount,
} from '../accounts.store.ts'
import type { BlingDeps } from '../bling-deps.ts'
import type { Company } from '../mapping/company.ts'
import { type PlainTokens, sealTokens } from '../sealed-tokens.ts'
import { saveTokens } from '../tokens.store.ts'
import type { AuthorizationRow } from './authorizations.store.ts'

/** A company's access, fresh from Bling. */
type Access = {
  readonly principal: Principal
  readonly ip: string
  readonly authorization: AuthorizationRow
  readonly company: Company
  readonly tokens: PlainTokens
  readonly scopes: string
  readonly expires_at: Date
}

/**
 * Makes the company an account, or gives its account the new access. A company is connected once per tenant, and an account never
 * becomes another company's: throws `BLING_COMPANY_CONNECTED` and `BLING_WRONG_COMPANY`.
 */
export async function adoptAccount(deps: BlingDeps, access: Access): Promise<AccountRow> {
  const { principal, authorization, company } = access
  try {
    const adopted = await deps.database.tenant(principal.tenant_id, async (tx) => {
      const before = await accountFor(tx, authorization, company)
      const id = before?.id ?? (await connect(deps, tx, access))
      if (before !== null) await reconnect(deps, tx, before, access)
      await audit(tx, access, before === null ? 'bling.account_connected' : 'bling.account_reconnected', id)
      await announceChange(tx, id, before === null ? 'connected' : 'reconnected')
      const row = await readAccount(tx, id)
      if (row === null) throw new AppError('NOT_FOUND', { account_id: id })
      return row
    })
    deps.doors.forget()
    deps.tokens.forget(adopted.id)
    return adopted
  } catch (error) {
    if (error instanceof AppError) await auditRefusal(deps, access, error)
    throw error
  }
}

/** The account that the access is for; null when the company is new here. */
async function accountFor(
  tx: Tx,
  authorization: AuthorizationRow,
  company: Company,
): Promise<AccountRow | null> {
  const same = await lockAccountOfCompany(tx, company.company_id)
  if (authorization.account_id === null) {
    // Somebody who connects a company whose access was lost wants exactly that account back.
    if (same !== null && !same.is_disconnected)
      throw new AppError('BLING_COMPANY_CONNECTED', { account_id: same.id, account_name: same.name })
    return same
  }
  const account = await lockAccount(tx, authorization.account_id)
  if (account === null) throw new AppError('NOT_FOUND', { account_id: authorization.account_id })
  if (account.company_id !== company.company_id)
    throw new AppError('BLING_WRONG_COMPANY', { account_name: account.name, authorized_name: company.name })
  return account
}

async function connect(deps: BlingDeps, tx: Tx, access: Access): Promise<string> {
  const id = newId()
  await insertAccount(tx, {
    id,
    app_id: access.authorization.app_id,
    ...access.company,
    ...sealTokens(deps.box, id, access.tokens),
    token_expires_at: access.expires_at,
    scopes: access.scopes,
    connected_at: deps.clock.now(),
    connected_by: access.principal.user_id,
  })
  return id
}

async function reconnect(deps: BlingDeps, tx: Tx, before: AccountRow, access: Access): Promise<void> {
  await moveToApp(tx, before.id, access.authorization.app_id)
  await saveTokens(tx, before.id, {
    ...sealTokens(deps.box, before.id, access.tokens),
    expires_at: access.expires_at,
    scopes: access.scopes,
    from_version: null,
  })
}

async function audit(tx: Tx, access: Access, action: string, target: string): Promise<void> {
  const facts = { company_id: access.company.company_id, app_id: access.authorization.app_id }
  await recordAudit(tx, { actor: actorOf(access.principal), action, target, facts, ip: access.ip })
}

async function auditRefusal(deps: BlingDeps, access: Access, error: AppError): Promise<void> {
  const facts = { company_id: access.company.company_id, reason: error.code }
  await deps.database.tenant(access.principal.tenant_id, (tx) =>
    recordAudit(tx, {
      actor: actorOf(access.principal),
      action: 'bling.account_refused',
      target: access.authorization.account_id,
      facts,
      ip: access.ip,
    }),
  )
}
