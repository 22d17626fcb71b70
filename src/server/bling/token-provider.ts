import { recordAudit } from '../auth/audit.store.ts'
import { createBoundedCache } from '../auth/bounded-cache.ts'
import type { Database, Tx } from '../db/database.ts'
import type { Clock } from '../kernel/clock.ts'
import { newId } from '../kernel/ids.ts'
import type { Logger } from '../kernel/logger.ts'
import type { SecretBox } from '../kernel/secret-box.ts'
import type { Pace } from '../kernel/token-bucket.ts'
import { announceChange } from './account-changed.ts'
import type { AccountRef } from './account-ref.ts'
import { BlingError } from './bling-error.ts'
import { openAppSecret, openTokens, sealTokens } from './sealed-tokens.ts'
import type { IssuedTokens, TokenEndpoint } from './token-endpoint.ts'
import * as store from './tokens.store.ts'

/** An access token and which one it is: a call that is refused with it says so by the number. */
export type AccessToken = { readonly access_token: string; readonly version: number }

/** Gives access tokens that hold. */
export type TokenProvider = {
  /** A token to call with. `refused` names the version that Bling just refused: then another one is given, renewed if need be. */
  token(account: AccountRef, refused?: number): Promise<AccessToken>
}

export type TokenProviderDeps = {
  readonly database: Database
  readonly endpoint: TokenEndpoint
  readonly box: SecretBox
  readonly clock: Clock
  readonly pace: Pace
  readonly random: () => number
  readonly logger: Logger
}

/** Tokens are renewed this long before they end, and by chance a little earlier, so that processes do not meet at it. */
const EARLY_MS = 10 * 60_000
const EARLY_CHANCE_MS = 2 * 60_000
/** How long a token is used from memory before the row is looked at again. */
const MEMORY_MS = 60_000
/** How long somebody else's renewal is believed to be under way: longer than the endpoint may take to answer. */
const RENEWAL_MS = 45_000
const LOOK_AGAIN_MS = 50
/** After a refusal that renewing again cannot mend (the company is inactive, the secret is wrong), the endpoint is left alone. */
const COOL_DOWN_MS = 60_000
const CACHE_ENTRIES = 10_000

type Known = AccessToken & { readonly renew_at: number; readonly seen_at: number }

/** Makes the provider of one process. Renewals of an account take turns over all processes; the network is never used in a transaction. */
export function createTokenProvider(deps: TokenProviderDeps): TokenProvider {
  const known = createBoundedCache<Known>(CACHE_ENTRIES)
  const loading = new Map<string, Promise<AccessToken>>()
  const coolDowns = createBoundedCache<{ readonly until: number; readonly error: BlingError }>(CACHE_ENTRIES)

  const load = async (account: AccountRef, refused: number | undefined): Promise<AccessToken> => {
    const now = deps.clock.now().getTime()
    const cold = coolDowns.get(account.account_id)
    if (cold !== undefined && cold.until > now) throw cold.error
    const renew_before_ms = EARLY_MS + EARLY_CHANCE_MS * deps.random()
    try {
      const token = await tokenThatHolds(deps, account, { refused, renew_before_ms })
      known.set(account.account_id, {
        ...token,
        seen_at: now,
        renew_at: token.expires_at.getTime() - renew_before_ms,
      })
      return token
    } catch (error) {
      known.delete(account.account_id)
      // A lost access is looked up with every call instead: a person may be restoring it now.
      if (error instanceof BlingError && error.kind === 'auth' && error.code !== 'reauthorize')
        coolDowns.set(account.account_id, { until: now + COOL_DOWN_MS, error })
      throw error
    }
  }

  return {
    async token(account, refused) {
      const key = account.account_id
      const now = deps.clock.now().getTime()
      const cached = known.get(key)
      const isFresh = cached !== undefined && cached.renew_at > now && cached.seen_at + MEMORY_MS > now
      if (isFresh && cached.version !== refused) return cached
      for (let running = loading.get(key); running !== undefined; running = loading.get(key)) {
        const token = await running
        if (token.version !== refused) return token
      }
      const mine = load(account, refused).finally(() => loading.delete(key))
      loading.set(key, mine)
      return mine
    },
  }
}

type Held = AccessToken & { readonly expires_at: Date }
type Wanted = { readonly refused: number | undefined; readonly renew_before_ms: number }

async function tokenThatHolds(deps: TokenProviderDeps, account: AccountRef, wanted: Wanted): Promise<Held> {
  for (;;) {
    const seen = await deps.database.tenant(account.tenant_id, (tx) =>
      store.readTokens(tx, account.account_id),
    )
    if (holds(deps, requireAccess(seen), wanted)) return held(deps, account, requireAccess(seen))
    const turn = await deps.database.tenant(account.tenant_id, (tx) => takeTurn(deps, tx, account, wanted))
    if (turn.kind === 'held') return turn.token
    if (turn.kind === 'renew') return renew(deps, account, { ...turn, refused: wanted.refused })
    await deps.pace.sleep(LOOK_AGAIN_MS)
  }
}

type Renewal = {
  readonly row: store.TokenRow
  readonly renewal_id: string
  readonly refused: number | undefined
}
type Turn =
  | { readonly kind: 'held'; readonly token: Held }
  | { readonly kind: 'renew'; readonly row: store.TokenRow; readonly renewal_id: string }
  | { readonly kind: 'wait' }

/** Under the row's lock everything is looked at again: whoever waited here finds the tokens that the one before brought. */
async function takeTurn(deps: TokenProviderDeps, tx: Tx, account: AccountRef, wanted: Wanted): Promise<Turn> {
  const row = requireAccess(await store.lockTokens(tx, account.account_id))
  if (holds(deps, row, wanted)) return { kind: 'held', token: held(deps, account, row) }
  const now = deps.clock.now()
  if (row.renewal_until !== null && row.renewal_until > now) {
    const stillGood = row.token_version !== wanted.refused && row.token_expires_at > now
    return stillGood ? { kind: 'held', token: held(deps, account, row) } : { kind: 'wait' }
  }
  const renewal_id = newId()
  await store.beginRenewal(tx, account.account_id, {
    id: renewal_id,
    until: new Date(now.getTime() + RENEWAL_MS),
  })
  return { kind: 'renew', row, renewal_id }
}

/** Both new tokens are stored before anybody uses them. A crash right before that loses the account: a person must reconnect it. */
async function renew(deps: TokenProviderDeps, account: AccountRef, renewal: Renewal): Promise<Held> {
  const { tenant_id, account_id } = account
  const { row } = renewal
  const client_secret = openAppSecret(deps.box, row.app_id, row.client_secret)
  const old = openTokens(deps.box, account_id, row)
  let issued: IssuedTokens
  try {
    issued = await deps.endpoint.refresh({ client_id: row.client_id, client_secret }, old.refresh_token)
  } catch (error) {
    return afterFailure(deps, account, renewal, error)
  }
  const expires_at = new Date(deps.clock.now().getTime() + issued.expires_in_seconds * 1000)
  const sealed = sealTokens(deps.box, account_id, {
    access_token: issued.access_token,
    refresh_token: issued.refresh_token ?? old.refresh_token,
  })
  await deps.database.tenant(tenant_id, (tx) =>
    store.saveTokens(tx, account_id, {
      ...sealed,
      expires_at,
      scopes: issued.scopes,
      from_version: row.token_version,
    }),
  )
  deps.logger.info({ account_id }, 'bling tokens renewed')
  const stored = await deps.database.tenant(tenant_id, (tx) => store.readTokens(tx, account_id))
  return held(deps, account, requireAccess(stored))
}

async function afterFailure(
  deps: TokenProviderDeps,
  account: AccountRef,
  renewal: Renewal,
  error: unknown,
): Promise<Held> {
  const { row, renewal_id, refused } = renewal
  const { tenant_id, account_id } = account
  const isLost = error instanceof BlingError && error.code === 'invalid_grant'
  const now = await deps.database.tenant(tenant_id, async (tx) => {
    if (isLost && (await store.disconnect(tx, account_id, row.token_version))) {
      await recordAudit(tx, {
        actor: { id: null, kind: 'system' },
        action: 'bling.account_disconnected',
        target: account_id,
        facts: { reason: 'invalid_grant' },
        ip: null,
      })
      await announceChange(tx, account_id, 'disconnected')
    }
    await store.endRenewal(tx, account_id, renewal_id)
    return store.readTokens(tx, account_id)
  })
  if (isLost) deps.logger.warn({ account_id }, 'bling refused the refresh token')
  // Somebody else's tokens are good, and so are the old ones when only the endpoint is away and they have not ended.
  const isRenewed = now !== null && now.token_version !== row.token_version
  const isAway = error instanceof BlingError && error.kind === 'unavailable'
  const isStillGood = row.token_version !== refused && row.token_expires_at > deps.clock.now()
  const usable = requireAccess(now)
  if (isRenewed || (isAway && isStillGood)) return held(deps, account, usable)
  throw error
}

function holds(deps: TokenProviderDeps, row: store.TokenRow, wanted: Wanted): boolean {
  const renew_at = row.token_expires_at.getTime() - wanted.renew_before_ms
  return row.token_version !== wanted.refused && renew_at > deps.clock.now().getTime()
}

function held(deps: TokenProviderDeps, account: AccountRef, row: store.TokenRow): Held {
  const { access_token } = openTokens(deps.box, account.account_id, row)
  return { access_token, version: row.token_version, expires_at: row.token_expires_at }
}

function requireAccess(row: store.TokenRow | null): store.TokenRow {
  if (row === null) throw new BlingError({ kind: 'not_found', operation: 'account' })
  if (row.is_disconnected)
    throw new BlingError({ kind: 'auth', operation: 'POST /oauth/token', code: 'reauthorize' })
  return row
}
