import { createBoundedCache } from '../auth/bounded-cache.ts'
import { type BudgetOf, blockBudget, claimSlots, createBudget } from '../db/call-budget/budget.store.ts'
import { type CallQueue, createCallQueue } from '../db/call-budget/call-queue.ts'
import type { Database } from '../db/database.ts'
import type { Pace } from '../kernel/token-bucket.ts'
import { SiteError } from './site-error.ts'

/** A site that is called, and what it may be asked in a second. */
export type CalledSite = {
  readonly tenant_id: string
  readonly site_id: string
  readonly requests_per_second: number
}

/** The right to call one site. */
export type SiteBudget = {
  /** Resolves when a call may leave, at once. Throws `SiteError` of kind `rate_limited`. */
  take(operation: string): Promise<void>
  /** Keeps every process away from the site until then: it refused a call for the rate. */
  block(until: Date): Promise<void>
}

/** The right to call sites, shared with all other processes on this database. */
export type SiteBudgets = { of(site: CalledSite): SiteBudget }

const QUEUES = 10_000
const DAY_MS = 86_400_000
/** Whatever a site asks for, it is looked at again after this. */
const LONGEST_BLOCK_MS = 3_600_000

/** Makes the budgets of one process. `is_simulated`: `pace` is a time that the database does not know. */
export function createSiteBudgets(deps: {
  readonly database: Database
  readonly pace: Pace
  readonly is_simulated: boolean
}): SiteBudgets {
  const { database, pace, is_simulated } = deps
  const queues = createBoundedCache<CallQueue<'all'>>(QUEUES)
  const queueOf = ({ tenant_id, site_id, requests_per_second }: CalledSite): CallQueue<'all'> => {
    const key = `${tenant_id} ${site_id} ${requests_per_second}`
    const known = queues.get(key)
    if (known !== undefined) return known
    const limits = { per_second: requests_per_second, per_day: null, sweeps_per_day: null }
    const budget = budgetOf(site_id)
    const made = createCallQueue<'all'>({
      ...{ pace, limits, lanes: ['all'] as const },
      nextDay: (now) => now + DAY_MS,
      missing: () => new SiteError({ kind: 'not_found', operation: 'budget' }),
      refusal: (operation, code, until) =>
        new SiteError({ kind: 'rate_limited', operation, code, retry_at: new Date(until) }),
      claim: (request) =>
        database.tenant(tenant_id, async (tx) => {
          const asked = { ...request, limits, now: is_simulated ? pace.now() : null, todayOf: dayOf }
          const claimed = await claimSlots(tx, budget, asked)
          if (claimed !== null) return claimed
          // The first call to a site, which may be one before it is kept.
          await createBudget(tx, budget)
          return claimSlots(tx, budget, asked)
        }),
    })
    queues.set(key, made)
    return made
  }
  return {
    of: (site) => ({
      take: (operation) => queueOf(site).turn('all', operation),
      async block(until) {
        queueOf(site).forgetSlots()
        await database.tenant(site.tenant_id, (tx) =>
          blockBudget(tx, budgetOf(site.site_id), Math.min(until.getTime(), pace.now() + LONGEST_BLOCK_MS)),
        )
      },
    }),
  }
}

function budgetOf(site_id: string): BudgetOf {
  return { of: 'site', id: site_id }
}

function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10)
}
