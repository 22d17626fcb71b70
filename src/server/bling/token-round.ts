import { hash } from 'node:crypto'
import { v5 } from 'uuid'
import type { Database } from '../db/database.ts'
import type { Jobs } from '../jobs/queue.ts'
import { everyTenant } from '../jobs/tenants.queries.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import { BlingError } from './bling-error.ts'
import { BLING_TOKEN_ROUND, BLING_TOKENS } from './token-jobs.ts'
import type { TokenProvider } from './token-provider.ts'
import { connectedAccounts } from './tokens.store.ts'

const DAY_MS = 24 * 3_600_000
const TENANTS_A_STATEMENT = 1_000
const ROUND_IDS = '7a0c9d5e-51f3-4f0b-8f57-2f4f6f0b9a31'

/** What tokens are kept alive with. */
export type KeepingDeps = {
  readonly database: Database
  readonly tokens: Pick<TokenProvider, 'token'>
  readonly logger: Logger
}

/** Says who does the round that keeps alive the tokens of accounts that nobody calls. `keep` is `keepTokens` of this process. */
export function doTokenRounds(
  jobs: Jobs,
  deps: {
    readonly database: Database
    readonly clock: Clock
    readonly keep: (tenant_id: string, signal: AbortSignal) => Promise<void>
  },
): void {
  jobs.work(BLING_TOKEN_ROUND, async () => {
    const tenants = await everyTenant(deps.database)
    const now = deps.clock.now()
    for (let start = 0; start < tenants.length; start += TENANTS_A_STATEMENT) {
      const some = tenants.slice(start, start + TENANTS_A_STATEMENT)
      await jobs.enqueueAll(
        BLING_TOKENS,
        some.map(({ tenant_id }) => ({
          payload: { tenant_id },
          singleton_key: tenant_id,
          // Each day has one, however many rounds ask for it, and a day without a running program is made up for.
          id: v5(`${tenant_id} ${tokenDayOf(now, tenant_id)}`, ROUND_IDS),
        })),
      )
    }
  })
  jobs.work(BLING_TOKENS, ({ tenant_id }, { signal }) => deps.keep(tenant_id, signal))
}

/** The number of the day that a tenant is in: each has its own hour at which the day begins, so that not all renew at once. */
export function tokenDayOf(now: Date, tenant_id: string): number {
  const begins_ms = Number.parseInt(hash('sha256', tenant_id).slice(0, 8), 16) % DAY_MS
  return Math.floor((now.getTime() - begins_ms) / DAY_MS)
}

/**
 * Asks for a token of each account that has access, which renews those that ended: a refresh token that is not used for 30 days dies, and
 * an account that rests is called by nobody. What a person chose for the account stays. Throws when some have to be asked for again.
 */
export async function keepTokens(deps: KeepingDeps, tenant_id: string, signal?: AbortSignal): Promise<void> {
  const accounts = await deps.database.tenant(tenant_id, connectedAccounts)
  let again: BlingError | undefined
  for (const account_id of accounts) {
    if (signal?.aborted === true) return
    try {
      await deps.tokens.token({ tenant_id, account_id })
    } catch (error) {
      if (!(error instanceof BlingError)) throw error
      deps.logger.warn({ err: error, account_id }, 'the tokens of an account could not be kept alive')
      if (error.kind === 'unavailable') again ??= error
    }
  }
  if (again !== undefined) throw again
}
