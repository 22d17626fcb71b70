import * as z from 'zod'
import { type HttpAnswer, type HttpClient, HttpFailure } from '../kernel/http-client.ts'
import { BlingError } from './bling-error.ts'
import type { TokenCalls } from './rate/token-calls.ts'

/** An application's own proof. */
export type AppCredentials = { readonly client_id: string; readonly client_secret: string }

/** What the token endpoint gave. `refresh_token` is null when it kept the old one. */
export type IssuedTokens = {
  readonly access_token: string
  readonly refresh_token: string | null
  readonly expires_in_seconds: number
  readonly scopes: string
}

/** Bling's token endpoint. None of its calls is ever repeated here: a code used twice revokes the person's access. */
export type TokenEndpoint = {
  exchangeCode(app: AppCredentials, code: string): Promise<IssuedTokens>
  /** Resolves when a refresh may be called at once; waited for before anybody else is kept from trying. */
  admission(): Promise<void>
  /** Throws `auth` with code `invalid_grant` when the refresh token is worth nothing any more. */
  refresh(app: AppCredentials, refreshToken: string): Promise<IssuedTokens>
  /** Gives a token back, as well as that goes. */
  revoke(app: AppCredentials, refreshToken: string): Promise<void>
}

const TIMEOUT_MS = 20_000

const issued = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).nullish(),
  expires_in: z.coerce.number().positive(),
  scope: z.string().nullish(),
})
const refusal = z.looseObject({
  error: z.looseObject({ type: z.string(), description: z.string().nullish() }),
})

/** Speaks to the endpoint under `auth_url`. `calls` keep the process below what gets its address blocked. */
export function createTokenEndpoint(deps: {
  readonly http: HttpClient
  readonly auth_url: string
  readonly calls: TokenCalls
}): TokenEndpoint {
  const post = async (
    path: string,
    app: AppCredentials,
    form: Record<string, string>,
  ): Promise<HttpAnswer> => {
    const operation = `POST ${path}`
    try {
      return await deps.http({
        method: 'POST',
        url: deps.auth_url + path,
        timeout_ms: TIMEOUT_MS,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          accept: '1.0',
          'enable-jwt': '1',
          authorization: `Basic ${Buffer.from(`${app.client_id}:${app.client_secret}`).toString('base64')}`,
        },
        body: new URLSearchParams(form).toString(),
      })
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error
      throw new BlingError({ kind: 'unavailable', operation, ambiguous: !error.never_sent, cause: error })
    }
  }
  const issue = async (app: AppCredentials, form: Record<string, string>) =>
    tokensIn(await post('/oauth/token', app, form))
  return {
    async exchangeCode(app, code) {
      await deps.calls.code()
      return issue(app, { grant_type: 'authorization_code', code })
    },
    admission: () => deps.calls.refresh(),
    refresh: (app, token) => issue(app, { grant_type: 'refresh_token', refresh_token: token }),
    async revoke(app, token) {
      await post('/oauth/revoke', app, { token, token_type_hint: 'refresh_token' })
    },
  }
}

function tokensIn(answer: HttpAnswer): IssuedTokens {
  const operation = 'POST /oauth/token'
  const body = jsonIn(answer.text)
  const tokens = issued.safeParse(body)
  if (answer.status < 300 && tokens.success) {
    return {
      access_token: tokens.data.access_token,
      refresh_token: tokens.data.refresh_token ?? null,
      expires_in_seconds: tokens.data.expires_in,
      scopes: tokens.data.scope ?? '',
    }
  }
  const refused = refusal.safeParse(body)
  const { status } = answer
  // What has no error in Bling's own words comes from something in front of it, and tells nothing about the tokens.
  if (status >= 500 || status === 429 || !refused.success)
    throw new BlingError({ kind: 'unavailable', operation, status, ambiguous: status !== 429 })
  const { type: code, description } = refused.data.error
  const detail = description ?? undefined
  throw new BlingError({
    kind: 'auth',
    operation,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
  })
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
