import type { Sim } from '../sim.ts'
import type { App } from './app.ts'
import { jwt } from './jwt.ts'
import { scopeNumbers } from './scope.ts'

/** An access token, kept after its end so that the answer can say "expired". */
export interface AccessToken {
  readonly client_id: string
  readonly company_id: string
  readonly scopes: readonly string[]
  readonly expires_at: number
}

/** A refresh token. Using it replaces it. */
export interface RefreshToken {
  readonly client_id: string
  readonly company_id: string
  readonly scopes: readonly string[]
  readonly expires_at: number
}

/** That a company authorised an application: from then on its events are sent there. */
export interface Connection {
  readonly client_id: string
  readonly company_id: string
  readonly scopes: readonly string[]
  readonly since: number
}

/** The answer of the token endpoint. */
export interface TokenAnswer {
  readonly access_token: string
  readonly expires_in: number
  readonly token_type: 'bearer'
  readonly scope: string
  readonly refresh_token: string
}

const ACCESS_LIFE_S = 21_600
const REFRESH_LIFE_MS = 30 * 24 * 3_600_000
const FORGET_EXPIRED_AFTER_MS = 24 * 3_600_000

/** Issues a pair. The scopes are those of the application at this moment, whatever the request asked for. */
export function issueTokens(sim: Sim, app: App, companyId: string, asJwt: boolean): TokenAnswer {
  const now = sim.clock.now()
  forgetOld(sim, now)
  const grant = { client_id: app.client_id, company_id: companyId, scopes: app.scopes }
  const expiresAt = now + ACCESS_LIFE_S * 1_000
  const access = asJwt
    ? jwt(sim, { ...grant, issued_at: now, expires_at: expiresAt })
    : sim.random.hex('token', 40)
  const refresh = sim.random.hex('token', 40)
  sim.world.access_tokens.put('', access, { ...grant, expires_at: expiresAt })
  sim.world.refresh_tokens.put('', refresh, { ...grant, expires_at: now + REFRESH_LIFE_MS })
  const key = `${app.client_id}:${companyId}`
  const since = sim.world.connections.get('', key)?.since ?? now
  sim.world.connections.put('', key, { ...grant, since })
  return {
    access_token: access,
    expires_in: ACCESS_LIFE_S,
    token_type: 'bearer',
    scope: scopeNumbers(app.scopes),
    refresh_token: refresh,
  }
}

/** Which tokens to end: of one application, of one company, or of both together. */
export interface TokenSelection {
  readonly client_id?: string | undefined
  readonly company_id?: string | undefined
}

/** Makes access or refresh tokens expire now; they stay known as expired. Answers how many. */
export function expireTokens(sim: Sim, selection: TokenSelection, which: 'access' | 'refresh'): number {
  const table = which === 'access' ? sim.world.access_tokens : sim.world.refresh_tokens
  const now = sim.clock.now()
  let count = 0
  for (const [token, row] of [...table.in('')]) {
    if (!selected(row, selection) || row.expires_at <= now) continue
    table.put('', token, { ...row, expires_at: now })
    count += 1
  }
  return count
}

/** Ends all tokens and the connection itself: nothing is answered and no event is sent any more. Answers how many. */
export function revokeAll(sim: Sim, selection: TokenSelection): number {
  let count = 0
  for (const table of [sim.world.access_tokens, sim.world.refresh_tokens]) {
    for (const [token, row] of [...table.in('')]) {
      if (!selected(row, selection)) continue
      table.remove('', token)
      count += 1
    }
  }
  for (const [key, row] of [...sim.world.connections.in('')]) {
    if (selected(row, selection)) sim.world.connections.remove('', key)
  }
  return count
}

function selected(
  row: { readonly client_id: string; readonly company_id: string },
  selection: TokenSelection,
): boolean {
  return (
    (selection.client_id === undefined || selection.client_id === row.client_id) &&
    (selection.company_id === undefined || selection.company_id === row.company_id)
  )
}

function forgetOld(sim: Sim, now: number): void {
  for (const table of [sim.world.access_tokens, sim.world.refresh_tokens]) {
    for (const [token, row] of [...table.in('')]) {
      if (row.expires_at < now - FORGET_EXPIRED_AFTER_MS) table.remove('', token)
    }
  }
}
