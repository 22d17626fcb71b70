import type { Pace, TokenBucket } from '../../kernel/token-bucket.ts'
import { BlingError } from '../bling-error.ts'
import type { SlotClaim } from './budget.store.ts'
import { LANES, type Lane } from './lane.ts'
import { CALLS_PER_SECOND, type SlotPlan, SWEEP_CALLS_PER_DAY } from './plan-slots.ts'
import { nextSaoPauloDay } from './sao-paulo-day.ts'

/** A call that leaves later than this after its slot would come too near to the next one: it takes another slot. */
const LATEST_MS = 70

/** How much further apart calls are kept after a refusal: they arrived nearer to each other than they left. It wears off claim by claim. */
const REFUSED_MS = 60
const MOST_ROOM_MS = 300
const WEAR = 0.8

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

type State = {
  readonly lanes: Readonly<Record<Lane, Waiting[]>>
  slots: Slot[]
  unused: number[]
  slack_ms: number
  room_ms: number
  isRunning: boolean
}

/**
 * Lets an account's calls go one by one. Slots are claimed for as many calls as wait, at most a second's worth, and belong to no call:
 * whoever is most urgent when one comes up takes it, so a person waits for at most the calls already on their way.
 */
export function createAccountQueue(deps: AccountQueueDeps): AccountQueue {
  const lanes = { person: [], webhook: [], sweep: [] }
  const state: State = { lanes, slots: [], unused: [], slack_ms: 0, room_ms: 0, isRunning: false }
  return {
    turn: (lane, operation) =>
      new Promise((resolve, reject) => {
        state.lanes[lane].push({ operation, resolve, reject })
        if (!state.isRunning) void run(deps, state)
      }),
    forgetSlots() {
      state.unused.push(...state.slots.map((slot) => slot.stored))
      state.slots = []
      state.room_ms = Math.min(state.room_ms + REFUSED_MS, MOST_ROOM_MS)
    },
  }
}

async function run(deps: AccountQueueDeps, state: State): Promise<void> {
  state.isRunning = true
  try {
    while (howManyWait(state) > 0) {
      await deps.everybody.take()
      await letOneGo(deps, state)
    }
  } catch (error) {
    for (const lane of LANES) for (const one of state.lanes[lane].splice(0)) one.reject(error)
  } finally {
    state.isRunning = false
  }
}

async function letOneGo(deps: AccountQueueDeps, state: State): Promise<void> {
  if (state.slots.length === 0) await claim(deps, state)
  const slot = state.slots.shift()
  if (slot === undefined) return
  const wait = slot.earliest - deps.pace.now()
  if (wait > 0) await deps.pace.sleep(wait)
  const next = LANES.map((lane) => state.lanes[lane]).find((lane) => lane.length > 0)
  if (next === undefined || deps.pace.now() > slot.latest) state.unused.push(slot.stored)
  else next.shift()?.resolve()
}

/** Gets slots for who waits, or refuses those for whom there will be none for long. */
async function claim(deps: AccountQueueDeps, state: State): Promise<void> {
  const { lanes, slack_ms, room_ms } = state
  const unused = [...state.unused]
  const before = deps.pace.now()
  const claimed = await deps.claim({
    count: Math.min(howManyWait(state), CALLS_PER_SECOND),
    is_sweep: lanes.person.length + lanes.webhook.length === 0,
    unused,
    slack_ms: slack_ms + room_ms,
  })
  const after = deps.pace.now()
  state.unused = state.unused.slice(unused.length)
  state.slack_ms = Math.ceil(Math.max(after - before - LATEST_MS / 2, slack_ms * WEAR, 0))
  state.room_ms = Math.floor(state.room_ms * WEAR)
  if (claimed === null) throw new BlingError({ kind: 'not_found', operation: 'account' })
  const { plan, now } = claimed
  if (plan.kind !== 'granted') return refuseAll(state, plan, now)
  state.slots = plan.slots.map((at) => ({
    earliest: after + at - now,
    latest: before + at - now + LATEST_MS + slack_ms,
    stored: at + slack_ms + room_ms,
  }))
  if (plan.budget.used >= SWEEP_CALLS_PER_DAY) refuse(state, 'sweep', nextSaoPauloDay(now), 'sweeps_paused')
}

function refuseAll(state: State, plan: Exclude<SlotPlan, { kind: 'granted' }>, now: number): void {
  const until = plan.kind === 'blocked' ? plan.until : nextSaoPauloDay(now)
  const refused = plan.kind === 'sweeps_paused' ? (['sweep'] as const) : LANES
  for (const lane of refused) refuse(state, lane, until, plan.kind)
}

function refuse(state: State, lane: Lane, until: number, code: string): void {
  for (const { operation, reject } of state.lanes[lane].splice(0))
    reject(new BlingError({ kind: 'rate_limited', operation, code, retry_at: new Date(until) }))
}

function howManyWait(state: State): number {
  return LANES.reduce((sum, lane) => sum + state.lanes[lane].length, 0)
}
