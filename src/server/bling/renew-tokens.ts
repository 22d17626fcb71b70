import { recordAudit } from '../auth/audit.store.ts'
import type { Database, Tx } from '../db/database.ts'
import type { Clock } from '../kernel/clock.ts'
import { newId } from '../kernel/ids.ts'
import type { Logger } from '../kernel/logger.ts'
import { backoffMs } from '../kernel/retry.ts'
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

export type RenewalDeps = {
  readonly database: Database
  readonly endpoint: TokenEndpoint
  readonly box: SecretBox
  readonly clock: Clock
  readonly pace: Pace
  readonly logger: Logger
}

/** How long somebody else's renewal is believed to be under way: longer than the endpoint may take to answer. */
const RENEWAL_MS = 45_000
const LOOK_AGAIN_MS = 50
/** New tokens that cannot be stored would be lost for good, and the account with them: storing is tried this often. */
const SAVE_ATTEMPTS = 12
const SAVE_BACKOFF = { base_ms: 200, cap_ms: 5000, random: () => 1 }

type Held = AccessToken & { readonly expires_at: Date }
type Wanted = { readonly refused: number | undefined; readonly renew_before_ms: number }

/**
 * The account's token, renewed when it would not hold for `renew_before_ms` any more or was just refused. Renewals of an account take turns
 * over all processes; the network is never used in a transaction. Throws `BlingError` of kind `auth` when a person has to reconnect.
 */
export async function tokenThatHolds(deps: RenewalDeps, account: AccountRef, wanted: Wanted): Promise<Held> {
  for (let look = 1; ; look += 1) {
    const row = requireAccess(await read(deps, account))
    if (holds(deps, row, wanted)) return held(deps, account, row)
    if (look === 1) await deps.endpoint.admission()
    const turn = await deps.database.tenant(account.tenant_id, (tx) => takeTurn(deps, tx, account, wanted))
    if (turn.kind === 'held') return turn.token
    if (turn.kind === 'renew') return renew(deps, account, { ...turn, refused: wanted.refused })
    await deps.pace.sleep(LOOK_AGAIN_MS)
  }
}

function read(deps: RenewalDeps, account: AccountRef): Promise<store.TokenRow | null> {
  return deps.database.tenant(account.tenant_id, (tx) => store.readTokens(tx, account.account_id))
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
async function takeTurn(deps: RenewalDeps, tx: Tx, account: AccountRef, wanted: Wanted): Promise<Turn> {
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
async function renew(deps: RenewalDeps, account: AccountRef, renewal: Renewal): Promise<Held> {
  const { row } = renewal
  const client_secret = openAppSecret(deps.box, row.app_id, row.client_secret)
  const old = openTokens(deps.box, account.account_id, row)
  let issued: IssuedTokens
  try {
    issued = await deps.endpoint.refresh({ client_id: row.client_id, client_secret }, old.refresh_token)
  } catch (error) {
    return afterFailure(deps, account, renewal, error)
  }
  const sealed = sealTokens(deps.box, account.account_id, {
    access_token: issued.access_token,
    refresh_token: issued.refresh_token ?? old.refresh_token,
  })
  await save(deps, account, {
    ...sealed,
    expires_at: new Date(deps.clock.now().getTime() + issued.expires_in_seconds * 1000),
    scopes: issued.scopes,
    from_version: row.token_version,
  })
  deps.logger.info({ account_id: account.account_id }, 'bling tokens renewed')
  return held(deps, account, requireAccess(await read(deps, account)))
}

async function save(
  deps: RenewalDeps,
  { tenant_id, account_id }: AccountRef,
  tokens: Parameters<typeof store.saveTokens>[2],
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await deps.database.tenant(tenant_id, (tx) => store.saveTokens(tx, account_id, tokens))
    } catch (error) {
      deps.logger.error({ err: error, account_id }, 'new bling tokens could not be stored')
      if (attempt >= SAVE_ATTEMPTS) throw error
      await deps.pace.sleep(backoffMs(attempt, SAVE_BACKOFF))
    }
  }
}

async function afterFailure(
  deps: RenewalDeps,
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

function holds(deps: RenewalDeps, row: store.TokenRow, wanted: Wanted): boolean {
  const renew_at = row.token_expires_at.getTime() - wanted.renew_before_ms
  return row.token_version !== wanted.refused && renew_at > deps.clock.now().getTime()
}

function held(deps: RenewalDeps, account: AccountRef, row: store.TokenRow): Held {
  const { access_token } = openTokens(deps.box, account.account_id, row)
  return { access_token, version: row.token_version, expires_at: row.token_expires_at }
}

function requireAccess(row: store.TokenRow | null): store.TokenRow {
  if (row === null) throw new BlingError({ kind: 'not_found', operation: 'account' })
  if (row.is_disconnected)
    throw new BlingError({ kind: 'auth', operation: 'POST /oauth/token', code: 'reauthorize' })
  return row
}
