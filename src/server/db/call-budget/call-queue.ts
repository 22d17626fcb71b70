import type { Pace, TokenBucket } from '../../kernel/token-bucket.ts'
import type { SlotClaim } from './budget.store.ts'
import type { CallLimits, SlotPlan } from './plan-slots.ts'

/** A call that leaves later than this after its slot would come too near to the next one: it takes another slot. */
const LATEST_MS = 70

/** How much further apart calls are kept after a refusal: they arrived nearer to each other than they left. It wears off claim by claim. */
const REFUSED_MS = 60
const MOST_ROOM_MS = 300
const WEAR = 0.8

/** The turn of calls out of one budget in this process. */
export type CallQueue<Lane extends string> = {
  /** Resolves when the call may leave, at once; throws what `refusal` makes when it would have to wait for long. */
  turn(lane: Lane, operation: string): Promise<void>
  /** Gives up the turns in hand: a call was refused. */
  forgetSlots(): void
}

/** What a queue is made with. */
export type CallQueueDeps<Lane extends string> = {
  readonly pace: Pace
  /** The limit of this process over all budgets of the kind; none when absent. */
  readonly everybody?: TokenBucket
  /** Most urgent first. */
  readonly lanes: readonly Lane[]
  /** The lane of those that wait for tomorrow first. */
  readonly sweep_lane?: Lane
  readonly limits: CallLimits
  /** What is thrown to who would wait for long: why, and until when (milliseconds since the epoch). */
  readonly refusal: (operation: string, code: string, until: number) => Error
  /** What is thrown when there is no such budget. */
  readonly missing: () => Error
  /** When the day after that of an instant begins. */
  readonly nextDay: (now: number) => number
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
  readonly lanes: ReadonlyMap<string, Waiting[]>
  slots: Slot[]
  unused: number[]
  slack_ms: number
  room_ms: number
  isRunning: boolean
}

/**
 * Lets calls go one by one. Slots are claimed for as many calls as wait, at most a second's worth, and belong to no call: whoever is most
 * urgent when one comes up takes it, so a person waits for at most the calls already on their way.
 */
export function createCallQueue<Lane extends string>(deps: CallQueueDeps<Lane>): CallQueue<Lane> {
  const lanes = new Map<string, Waiting[]>(deps.lanes.map((lane) => [lane, []]))
  const state: State = { lanes, slots: [], unused: [], slack_ms: 0, room_ms: 0, isRunning: false }
  return {
    turn: (lane, operation) =>
      new Promise((resolve, reject) => {
        lanes.get(lane)?.push({ operation, resolve, reject })
        if (!state.isRunning) void run(deps, state)
      }),
    forgetSlots() {
      state.unused.push(...state.slots.map((slot) => slot.stored))
      state.slots = []
      state.room_ms = Math.min(state.room_ms + REFUSED_MS, MOST_ROOM_MS)
    },
  }
}

type Deps = CallQueueDeps<string>

async function run(deps: Deps, state: State): Promise<void> {
  state.isRunning = true
  try {
    while (howManyWait(state) > 0) {
      await deps.everybody?.take()
      await letOneGo(deps, state)
    }
  } catch (error) {
    for (const waiting of state.lanes.values()) for (const one of waiting.splice(0)) one.reject(error)
  } finally {
    state.isRunning = false
  }
}

async function letOneGo(deps: Deps, state: State): Promise<void> {
  if (state.slots.length === 0) await claim(deps, state)
  const slot = state.slots.shift()
  if (slot === undefined) return
  const wait = slot.earliest - deps.pace.now()
  if (wait > 0) await deps.pace.sleep(wait)
  const next = [...state.lanes.values()].find((lane) => lane.length > 0)
  if (next === undefined || deps.pace.now() > slot.latest) state.unused.push(slot.stored)
  else next.shift()?.resolve()
}

/** Gets slots for who waits, or refuses those for whom there will be none for long. */
async function claim(deps: Deps, state: State): Promise<void> {
  const { lanes, slack_ms, room_ms } = state
  const { limits, sweep_lane } = deps
  const unused = [...state.unused]
  const sweeps = sweep_lane === undefined ? 0 : (lanes.get(sweep_lane)?.length ?? 0)
  const before = deps.pace.now()
  const claimed = await deps.claim({
    count: Math.min(howManyWait(state), limits.per_second),
    is_sweep: sweeps > 0 && sweeps === howManyWait(state),
    unused,
    slack_ms: slack_ms + room_ms,
  })
  const after = deps.pace.now()
  state.unused = state.unused.slice(unused.length)
  state.slack_ms = Math.ceil(Math.max(after - before - LATEST_MS / 2, slack_ms * WEAR, 0))
  state.room_ms = Math.floor(state.room_ms * WEAR)
  if (claimed === null) throw deps.missing()
  const { plan, now } = claimed
  if (plan.kind !== 'granted') return refuseAll(deps, state, plan, now)
  state.slots = plan.slots.map((at) => ({
    earliest: after + at - now,
    latest: before + at - now + LATEST_MS + slack_ms,
    stored: at + slack_ms + room_ms,
  }))
  if (limits.sweeps_per_day !== null && plan.budget.used >= limits.sweeps_per_day)
    refuse(deps, state, sweep_lane, { until: deps.nextDay(now), code: 'sweeps_paused' })
}

function refuseAll(
  deps: Deps,
  state: State,
  plan: Exclude<SlotPlan, { kind: 'granted' }>,
  now: number,
): void {
  const until = plan.kind === 'blocked' ? plan.until : deps.nextDay(now)
  const refused = plan.kind === 'sweeps_paused' ? [deps.sweep_lane] : deps.lanes
  for (const lane of refused) refuse(deps, state, lane, { until, code: plan.kind })
}

function refuse(
  deps: Deps,
  state: State,
  lane: string | undefined,
  { until, code }: { readonly until: number; readonly code: string },
): void {
  for (const { operation, reject } of state.lanes.get(lane ?? '')?.splice(0) ?? [])
    reject(deps.refusal(operation, code, until))
}

function howManyWait({ lanes }: State): number {
  return [...lanes.values()].reduce((sum, lane) => sum + lane.length, 0)
}
