import type { Pace, TokenBucket } from '../../kernel/token-bucket.ts'
import { BlingError } from '../bling-error.ts'
import type { SlotClaim } from './budget.store.ts'
import { LANES, type Lane } from './lane.ts'
import { CALLS_PER_SECOND, SWEEP_CALLS_PER_DAY } from './plan-slots.ts'
import { nextSaoPauloDay } from './sao-paulo-day.ts'

/** A call that leaves later than this after its slot would come too near to the next one: it takes another slot. */
const LATEST_MS = 70

/** The turn of one account's calls in this process. */
export type AccountQueue = {
  /** Resolves when the call may leave, at once; throws `rate_limited` when it would have to wait for long. */
  turn(lane: Lane, operation: string): Promise<void>
  /** Gives up the turns in hand: the account refused a call. */
  forgetSlots(): void
}

export type AccountQueueDeps = {
  readonly pace: Pace
  /** The limit of this process over all accounts. */
  readonly everybody: TokenBucket
  readonly claim: (request: {
    count: number
    is_sweep: boolean
    unused: readonly number[]
    slack_ms: number
  }) => Promise<SlotClaim | null>
}

type Waiting = {
  readonly operation: string
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}
/** When a call may leave, by the time of this process, and as the budget holds it. */
type Slot = { readonly earliest: number; readonly latest: number; readonly stored: number }

/**
 * Lets an account's calls go one by one. Slots are claimed for as many calls as wait, at most a second's worth, and belong to no call:
 * whoever is most urgent when one comes up takes it, so a person waits for at most the calls already on their way.
 */
export function createAccountQueue(deps: AccountQueueDeps): AccountQueue {
  const lanes: Record<Lane, Waiting[]> = { person: [], webhook: [], sweep: [] }
  const waiting = () => LANES.reduce((sum, lane) => sum + lanes[lane].length, 0)
  let slots: Slot[] = []
  let unused: number[] = []
  let slack_ms = 0
  let isRunning = false

  const refuse = (lane: Lane, until: number, code: string) => {
    for (const one of lanes[lane].splice(0)) {
      const retry_at = new Date(until)
      one.reject(new BlingError({ kind: 'rate_limited', operation: one.operation, code, retry_at }))
    }
  }

  const claim = async (): Promise<void> => {
    const before = deps.pace.now()
    const request = {
      count: Math.min(waiting(), CALLS_PER_SECOND),
      is_sweep: lanes.person.length + lanes.webhook.length === 0,
      unused,
      slack_ms,
    }
    const claimed = await deps.claim(request)
    const after = deps.pace.now()
    unused = []
    slack_ms = Math.ceil(Math.max(after - before - LATEST_MS / 2, slack_ms * 0.8, 0))
    if (claimed === null) throw new BlingError({ kind: 'not_found', operation: 'account' })
    const { plan, now } = claimed
    switch (plan.kind) {
      case 'granted':
        slots = plan.slots.map((at) => ({
          earliest: after + at - now,
          latest: before + at - now + LATEST_MS + request.slack_ms,
          stored: at + request.slack_ms,
        }))
        if (plan.budget.used >= SWEEP_CALLS_PER_DAY) refuse('sweep', nextSaoPauloDay(now), 'sweeps_paused')
        break
      case 'blocked':
        for (const lane of LANES) refuse(lane, plan.until, 'blocked')
        break
      case 'day_spent':
        for (const lane of LANES) refuse(lane, nextSaoPauloDay(now), 'day_spent')
        break
      case 'sweeps_paused':
        refuse('sweep', nextSaoPauloDay(now), 'sweeps_paused')
        break
    }
  }

  const letOneGo = async (): Promise<void> => {
    if (slots.length === 0) await claim()
    const slot = slots.shift()
    if (slot === undefined) return
    const wait = slot.earliest - deps.pace.now()
    if (wait > 0) await deps.pace.sleep(wait)
    const next = LANES.map((lane) => lanes[lane]).find((lane) => lane.length > 0)
    if (next === undefined || deps.pace.now() > slot.latest) unused.push(slot.stored)
    else next.shift()?.resolve()
  }

  const run = async (): Promise<void> => {
    isRunning = true
    try {
      while (waiting() > 0) {
        await deps.everybody.take()
        await letOneGo()
      }
    } catch (error) {
      for (const lane of LANES) for (const one of lanes[lane].splice(0)) one.reject(error)
    } finally {
      isRunning = false
    }
  }

  return {
    turn: (lane, operation) =>
      new Promise((resolve, reject) => {
        lanes[lane].push({ operation, resolve, reject })
        if (!isRunning) void run()
      }),
    forgetSlots() {
      unused.push(...slots.map((slot) => slot.stored))
      slots = []
    },
  }
}
