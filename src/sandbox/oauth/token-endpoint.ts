import type { BlingAnswer } from '../api/answer.ts'
import type { Sim } from '../sim.ts'
import type { App } from './app.ts'
import { companyInactive, invalidClient, oauthError } from './oauth-error.ts'
import { issueTokens, revokeAll } from './token.ts'

/** A form sent to an OAuth endpoint. */
export interface OauthRequest {
  readonly authorization: string | undefined
  readonly form: Readonly<Record<string, string>>
  /** Whether `enable-jwt: 1` was sent. */
  readonly as_jwt: boolean
}

/** The application and company that a token request is about, as far as it tells: for faults and for the log. */
export function whoseToken(
  sim: Sim,
  request: OauthRequest,
): { client_id: string | null; company_id: string | null } {
  const { codes, access_tokens, refresh_tokens } = sim.world
  const { code = '', refresh_token: refresh = '', token = '' } = request.form
  const about =
    codes.get('', code) ??
    refresh_tokens.get('', refresh) ??
    access_tokens.get('', token) ??
    refresh_tokens.get('', token)
  return { client_id: about?.client_id ?? null, company_id: about?.company_id ?? null }
}

/** `POST /oauth/token`: exchanges a code, or rotates a refresh token, which dies in that instant. */
export function answerToken(sim: Sim, request: OauthRequest): BlingAnswer {
  const app = authenticate(sim, request)
  if (!app) return invalidClient()
  if (!app.is_active) return oauthError(401, 'app_inativo', 'O aplicativo está inativo.')
  switch (request.form['grant_type']) {
    case 'authorization_code':
      return exchangeCode(sim, app, request)
    case 'refresh_token':
      return rotate(sim, app, request)
    default:
      return oauthError(400, 'unsupported_grant_type', 'The grant type was not provided or is not supported')
  }
}

/** `POST /oauth/revoke`. With `revoke_action` every token of the user dies, else the named one. */
export function answerRevoke(sim: Sim, request: OauthRequest): BlingAnswer {
  const app = authenticate(sim, request)
  if (!app) return invalidClient()
  const { token, revoke_action: action } = request.form
  if (!token) return oauthError(400, 'invalid_request', 'The token parameter is missing')
  const row = sim.world.access_tokens.get('', token) ?? sim.world.refresh_tokens.get('', token)
  if (row && row.client_id === app.client_id) {
    if (action) revokeAll(sim, row)
    sim.world.access_tokens.remove('', token)
    sim.world.refresh_tokens.remove('', token)
  }
  return { status: 200 }
}

function exchangeCode(sim: Sim, app: App, request: OauthRequest): BlingAnswer {
  const code = sim.world.codes.get('', request.form['code'] ?? '')
  if (!code || code.client_id !== app.client_id) {
    return oauthError(400, 'invalid_grant', 'The authorization code is invalid')
  }
  if (code.expires_at <= sim.clock.now())
    return oauthError(400, 'invalid_grant', 'The authorization code has expired')
  if (code.used) {
    revokeAll(sim, { client_id: app.client_id, company_id: code.company_id })
    return oauthError(
      400,
      'VALIDATION_ERROR',
      'This authorization code has already been used, for security reasons the user has been revoked.',
      'Invalid authorization code',
    )
  }
  if (!sim.world.companies.get('', code.company_id)?.is_active) return companyInactive()
  sim.world.codes.put('', code.code, { ...code, used: true })
  return { status: 200, body: issueTokens(sim, app, code.company_id, request.as_jwt) }
}

function rotate(sim: Sim, app: App, request: OauthRequest): BlingAnswer {
  const token = request.form['refresh_token'] ?? ''
  const row = sim.world.refresh_tokens.get('', token)
  if (!row || row.client_id !== app.client_id)
    return oauthError(400, 'invalid_grant', 'Invalid refresh token')
  if (row.expires_at <= sim.clock.now()) return oauthError(400, 'invalid_grant', 'Refresh token has expired')
  if (!sim.world.companies.get('', row.company_id)?.is_active) return companyInactive()
  sim.world.refresh_tokens.remove('', token)
  return { status: 200, body: issueTokens(sim, app, row.company_id, request.as_jwt) }
}

/** Basic only: credentials in the body are refused even when right. */
function authenticate(sim: Sim, request: OauthRequest): App | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/.exec(request.authorization ?? '')?.[1]
  if (encoded === undefined || request.form['client_secret'] !== undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  const app = sim.world.apps.get('', text.slice(0, colon))
  return app && app.client_secret === text.slice(colon + 1) ? app : undefined
}
