import { createBoundedCache } from '../auth/bounded-cache.ts'
import type { AccountRef } from './account-ref.ts'
import { BlingError } from './bling-error.ts'
import { type AccessToken, type RenewalDeps, tokenThatHolds } from './renew-tokens.ts'

/** Gives access tokens that hold. */
export type TokenProvider = {
  /** A token to call with. `refused` names the version that Bling just refused: then another one is given, renewed if need be. */
  token(account: AccountRef, refused?: number): Promise<AccessToken>
  /** Has this process read the account's token again: it has new ones, perhaps with other scopes. Other processes do within a minute. */
  forget(account_id: string): void
}

export type TokenProviderDeps = RenewalDeps & { readonly random: () => number }

/** Tokens are renewed this long before they end, and by chance a little earlier, so that processes do not meet at it. */
const EARLY_MS = 10 * 60_000
const EARLY_CHANCE_MS = 2 * 60_000
/** How long a token is used from memory before the row is looked at again. */
const MEMORY_MS = 60_000
/** After a refusal that renewing again cannot mend (the company is inactive, the secret is wrong), the endpoint is left alone. */
const COOL_DOWN_MS = 60_000
const CACHE_ENTRIES = 10_000

type Known = AccessToken & { readonly renew_at: number; readonly seen_at: number }

/** Makes the provider of one process: it asks the database, or renews, only when memory does not do. */
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
    forget(account_id) {
      known.delete(account_id)
      coolDowns.delete(account_id)
    },
  }
}
