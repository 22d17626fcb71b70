import type * as z from 'zod'
import type { blingCallbackQuery } from '../../../contract/bling.ts'
import type { Principal } from '../../auth/principal.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { AccountRef } from '../account-ref.ts'
import type { AccountRow } from '../accounts.store.ts'
import { readApp } from '../apps.store.ts'
import type { BlingDeps } from '../bling-deps.ts'
import { BlingError } from '../bling-error.ts'
import { type CallerDeps, createCaller } from '../client/caller.ts'
import type { Company } from '../mapping/company.ts'
import { companyOf } from '../operations/companies.ts'
import { openAppSecret, type PlainTokens, sealTokens } from '../sealed-tokens.ts'
import type { IssuedTokens } from '../token-endpoint.ts'
import { adoptAccount } from './adopt-account.ts'
import { type AuthorizationRow, keepTokens, lockAuthorization, markUsed } from './authorizations.store.ts'

/**
 * Ends a journey to Bling: the code is exchanged once and never again (a second use revokes the access), the tokens are stored before
 * they are used, and only then is asked whose they are. Throws `AppError` with what a person has to know.
 */
export async function completeAuthorization(
  deps: BlingDeps,
  query: z.infer<typeof blingCallbackQuery>,
  who: { readonly principal: Principal | null; readonly ip: string },
): Promise<AccountRow> {
  const journey = query.state === undefined ? null : deps.states.read(query.state)
  const { principal } = who
  if (journey === null || principal === null || principal.tenant_id !== journey.tenant_id)
    throw new AppError('BLING_STATE_INVALID')
  const authorization = await endJourney(deps, principal, journey.authorization_id)
  if (query.error !== undefined) throw denial(query)
  if (query.code === undefined) throw new AppError('BLING_STATE_INVALID')

  const { tenant_id } = principal
  const issued = await exchange(deps, tenant_id, authorization, query.code)
  if (issued.refresh_token === null) throw new AppError('BLING_DENIED')
  const tokens = { access_token: issued.access_token, refresh_token: issued.refresh_token }
  await deps.database.tenant(tenant_id, (tx) =>
    keepTokens(tx, authorization.id, sealTokens(deps.box, authorization.id, tokens)),
  )
  try {
    const company = await whose(deps, tokens)
    const account = await adoptAccount(deps, {
      principal,
      ip: who.ip,
      authorization,
      company,
      tokens,
      scopes: issued.scopes,
      expires_at: new Date(deps.clock.now().getTime() + issued.expires_in_seconds * 1000),
    })
    await countIdentityCall(deps, { tenant_id, account_id: account.id })
    return account
  } finally {
    await deps.database.tenant(tenant_id, (tx) => keepTokens(tx, authorization.id, null))
  }
}

/** A journey counts for the session that began it, for ten minutes, and once. Another session does not use it up. */
async function endJourney(deps: BlingDeps, principal: Principal, id: string): Promise<AuthorizationRow> {
  const now = deps.clock.now()
  return deps.database.tenant(principal.tenant_id, async (tx) => {
    const row = await lockAuthorization(tx, id)
    const isMine = row?.credential_id === principal.credential.id
    if (row === null || !isMine || row.used_at !== null || row.expires_at <= now)
      throw new AppError('BLING_STATE_INVALID')
    await markUsed(tx, id, now)
    return row
  })
}

async function exchange(
  deps: BlingDeps,
  tenant_id: string,
  authorization: AuthorizationRow,
  code: string,
): Promise<IssuedTokens> {
  const app = await deps.database.tenant(tenant_id, (tx) => readApp(tx, authorization.app_id))
  if (app === null) throw new AppError('BLING_APP_MISSING')
  const client_secret = openAppSecret(deps.box, app.id, app.client_secret)
  try {
    return await deps.endpoint.exchangeCode({ client_id: app.client_id, client_secret }, code)
  } catch (error) {
    if (error instanceof BlingError && error.kind === 'auth')
      throw new AppError('BLING_DENIED', { reason: reasonOf(error.code, error.detail) })
    throw error
  }
}

/** Asks whose the tokens are. There is no budget yet, so a refusal for the rate is simply waited out. */
async function whose(deps: BlingDeps, tokens: PlainTokens): Promise<Company> {
  const { pace } = deps.caller
  const once: CallerDeps = {
    ...deps.caller,
    tokens: {
      token: async (_account, refused) => {
        if (refused !== undefined) throw new BlingError({ kind: 'auth', operation: 'POST /oauth/token' })
        return { access_token: tokens.access_token, version: 0 }
      },
    },
    budgets: {
      turn: async () => {},
      block: async (_account, _period, at_least_ms) => {
        await pace.sleep(Math.max(at_least_ms, REST_MS))
        return new Date(pace.now())
      },
    },
  }
  return companyOf(createCaller(once, { tenant_id: '', account_id: '' }, 'person'))
}

const REST_MS = 1100

/** The account's budget learns of the call that asked whose the tokens are; an account that rests is called by nobody anyway. */
async function countIdentityCall({ caller }: BlingDeps, account: AccountRef): Promise<void> {
  try {
    await caller.budgets.turn(account, 'person', 'GET /empresas/me/dados-basicos')
  } catch (error) {
    if (!(error instanceof BlingError) || error.kind !== 'rate_limited') throw error
  }
}

function denial(query: z.infer<typeof blingCallbackQuery>): AppError {
  return new AppError('BLING_DENIED', {
    reason: reasonOf(query.error ?? '', query.error_description ?? null),
  })
}

const REASONS: Readonly<Record<string, string>> = {
  access_denied: 'a autorização foi negada na página do Bling',
  app_inativo: 'o aplicativo está inativo no Bling',
  UNAUTHORIZED_ERROR: 'o usuário ou a empresa não tem permissão no Bling',
  invalid_client: 'o client id ou o client secret do aplicativo não conferem',
  invalid_grant: 'o código de autorização venceu; ele vale um minuto',
}

function reasonOf(code: string | null, description: string | null): string {
  return REASONS[code ?? ''] ?? description ?? code ?? 'sem explicação'
}
