import { setImmediate as turn } from 'node:timers/promises'
import type { Random } from '../../src/sandbox/kernel/random.ts'

/**
 * Virtual time. Whatever waits is an event with an instant; the next one runs only when everybody else waits as well, so that
 * nothing depends on how fast the machine is.
 */
export type Scheduler = {
  /** Has `run` happen `delayMs` from now. `label` decides among events of one instant. */
  after(delayMs: number, label: string, run: () => void | Promise<void>): void
  sleep(ms: number, label: string): Promise<void>
  /** Lets events happen until `isOver` says so, which is asked whenever everybody waits. */
  run(isOver: () => boolean): Promise<void>
}

type Event = {
  readonly at: number
  readonly label: string
  readonly turn: number
  readonly run: () => void | Promise<void>
}

/** Rounds of the event loop without news from the database after which everybody is taken to wait. */
const QUIET_ROUNDS = 6

/** Makes a scheduler on a clock that only it moves while it runs. */
export function createScheduler(deps: {
  readonly now: () => number
  readonly advance: (ms: number) => void
  /** Whether somebody waits for something that is not an event. */
  readonly isBusy: () => boolean
  /** Resolves whenever such a wait may be over. */
  readonly ended: () => Promise<void>
  readonly random: Random
  /** What somebody else does at instants of his own: when next (null: nothing is planned), and how. */
  readonly other: { readonly due_at: () => number | null; readonly run: () => Promise<unknown> }
}): Scheduler {
  const { now, advance, isBusy, ended, random, other } = deps
  let events: Event[] = []
  let turns = 0
  const after: Scheduler['after'] = (delayMs, label, run) => {
    turns += 1
    events.push({ at: now() + Math.max(0, delayMs), label, turn: turns, run })
  }
  const quiet = async () => {
    for (let rounds = 0; rounds < QUIET_ROUNDS; rounds = isBusy() ? 0 : rounds + 1)
      await (isBusy() ? ended() : turn())
  }
  const next = (): Event | undefined => {
    const earliest = Math.min(...events.map((event) => event.at))
    const together = events.filter((event) => event.at === earliest).toSorted(byLabel)
    return together[random.int('ties', { min: 0, max: together.length - 1 })]
  }
  return {
    after,
    sleep: (ms, label) => new Promise((resolve) => after(ms, label, resolve)),
    async run(isOver) {
      for (;;) {
        await quiet()
        if (isOver()) return
        const event = next()
        const due_at = other.due_at()
        if (due_at !== null && due_at <= (event?.at ?? due_at)) {
          if (due_at > now()) advance(due_at - now())
          await other.run()
          continue
        }
        if (event === undefined) return
        events = events.filter((one) => one !== event)
        if (event.at > now()) advance(event.at - now())
        await event.run()
      }
    },
  }
}

function byLabel(a: Event, b: Event): number {
  if (a.label !== b.label) return a.label < b.label ? -1 : 1
  return a.turn - b.turn
}
