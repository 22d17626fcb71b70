import { blockBudget, claimSlots } from '../../db/call-budget/budget.store.ts'
import { type CallQueue, createCallQueue } from '../../db/call-budget/call-queue.ts'
import type { Database } from '../../db/database.ts'
import type { Pace, TokenBucket } from '../../kernel/token-bucket.ts'
import type { AccountRef } from '../account-ref.ts'
import { BlingError } from '../bling-error.ts'
import { BLING_LIMITS } from './bling-limits.ts'
import { LANES, type Lane } from './lane.ts'
import { nextSaoPauloDay, saoPauloDay } from './sao-paulo-day.ts'

/** What Bling said it is limited by. */
export type Period = 'second' | 'day'

/** How long an account rests after Bling refused a call of the second, besides some chance. */
const REST_MS = 1000
const REST_CHANCE_MS = 500

/** The right to call, account by account, shared with all other processes on this database. */
export type RateBudgets = {
  /** Resolves when a call of this account may leave, at once. Throws `BlingError` of kind `rate_limited`. */
  turn(account: AccountRef, lane: Lane, operation: string): Promise<void>
  /** Keeps everybody away from the account after a refusal, for `at_least_ms` or longer; answers until when. */
  block(account: AccountRef, period: Period, at_least_ms: number): Promise<Date>
}

/** Makes the budgets of one process. */
export function createRateBudgets(deps: {
  readonly database: Database
  readonly pace: Pace
  /** Whether `pace` is a simulated time that the database does not know. */
  readonly is_simulated: boolean
  readonly everybody: TokenBucket
  readonly random: () => number
}): RateBudgets {
  const { database, pace, is_simulated, everybody, random } = deps
  const queues = new Map<string, CallQueue<Lane>>()
  const queueOf = (account: AccountRef): CallQueue<Lane> => {
    const known = queues.get(account.account_id)
    if (known !== undefined) return known
    const made = createCallQueue<Lane>({
      ...{ pace, everybody, limits: BLING_LIMITS, lanes: LANES, sweep_lane: 'sweep' },
      nextDay: nextSaoPauloDay,
      missing: () => new BlingError({ kind: 'not_found', operation: 'account' }),
      refusal: (operation, code, until) =>
        new BlingError({ kind: 'rate_limited', operation, code, retry_at: new Date(until) }),
      claim: (request) =>
        database.tenant(account.tenant_id, (tx) =>
          claimSlots(tx, budgetOf(account), {
            ...{ ...request, limits: BLING_LIMITS },
            now: is_simulated ? pace.now() : null,
            todayOf: saoPauloDay,
          }),
        ),
    })
    queues.set(account.account_id, made)
    return made
  }
  return {
    turn: (account, lane, operation) => queueOf(account).turn(lane, operation),
    async block(account, period, at_least_ms) {
      queueOf(account).forgetSlots()
      const now = pace.now()
      const rest = Math.max(REST_MS, at_least_ms) + REST_CHANCE_MS * random()
      const until = period === 'day' ? nextSaoPauloDay(now) : Math.ceil(now + rest)
      await database.tenant(account.tenant_id, (tx) => blockBudget(tx, budgetOf(account), until))
      return new Date(until)
    },
  }
}

function budgetOf({ account_id }: AccountRef) {
  return { of: 'account', id: account_id } as const
}
