import type { Clock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import type { WorkIntake } from '../kernel/tenant-workers.ts'
import type { EventClaims, TakenEvent } from './inbox.ts'
import { createQueueRests } from './queue-rests.ts'

/** Events of one queue that are dealt with together: all of them are done then, or come again. */
export type Piece<Event> = {
  readonly events: readonly Event[]
  /** Has them done. What it throws says why they come again. */
  work(): Promise<void>
}

/** Why events could not be dealt with. */
export type IntakeFailure = {
  readonly reason: string
  /** Whether whoever was asked does not answer at all: then nothing else is asked for now. */
  readonly is_away: boolean
  /** When it may be asked again, where it said so. */
  readonly retry_at: Date | null
}

/** What is done with the events of an inbox. */
export type EventWork<Event extends TakenEvent> = {
  /** What follows from events of one queue, in the order in which it is to be done. */
  piecesOf(events: readonly Event[]): Promise<readonly Piece<Event>[]>
  /** What is known about an error; null when it is a mistake of ours. */
  failureOf(error: unknown): IntakeFailure | null
}

/** How many events are taken up at once. */
const LIMIT = 200
/**
 * How long they are ours, and for how long pieces of them are begun: the last one has as long again to end before anybody else may take
 * it up. Of orders at three calls a second that is nearly all of them; the others are given back and taken up anew.
 */
const LEASE_MS = 120_000
const WORK_MS = LEASE_MS / 2

/**
 * Takes up due events and has them dealt with, each queue by itself: what one of them waits for delays no other. Of each queue one group is
 * under way in a process, so that its events are dealt with in turn; what comes meanwhile is of the next group.
 */
export function createEventIntake<Event extends TakenEvent>(
  deps: { readonly inbox: EventClaims<Event>; readonly clock: Clock; readonly logger: Logger },
  work: EventWork<Event>,
): WorkIntake {
  const { inbox, clock, logger } = deps
  const at_work = new Set<string>()
  const rests = createQueueRests({ clock, waitMs: (failures) => inbox.waitMs(failures) })

  /** Gives events back with the reason; says when the rest may be asked for, null when nothing speaks against going on. */
  const fail = async (queue: string, events: readonly Event[], error: unknown): Promise<Date | null> => {
    const failure = work.failureOf(error)
    if (failure === null) logger.error({ err: error }, 'events could not be dealt with')
    const { reason, is_away, retry_at } = failure ?? OUR_MISTAKE
    let first: Date | null = null
    for (const event of events) {
      const again_at = await inbox.failed(event, reason, retry_at)
      if (first === null || again_at < first) first = again_at
    }
    return is_away && first !== null ? rests.foundNobody(queue, first) : null
  }
  const goOn = (queue: string): null => {
    rests.wentOn(queue)
    return null
  }
  const deal = async (queue: string, events: readonly Event[], isStopped: () => boolean): Promise<void> => {
    const until = clock.now().getTime() + WORK_MS
    let pieces: readonly Piece<Event>[]
    try {
      pieces = leastTriedFirst(await work.piecesOf(events))
    } catch (error) {
      await fail(queue, events, error)
      return
    }
    for (const [index, piece] of pieces.entries()) {
      const isOver = isStopped() || clock.now().getTime() >= until
      const again_at = isOver
        ? clock.now()
        : await piece.work().then(
            () => goOn(queue),
            (error) => fail(queue, piece.events, error),
          )
      if (again_at === null) continue
      const untried = pieces.slice(isOver ? index : index + 1).flatMap((one) => one.events)
      if (untried.length > 0) await inbox.release(untried, again_at)
      return
    }
  }
  return {
    async takeUp(isStopped) {
      const events = await inbox.takeDue({ limit: LIMIT, lease_ms: LEASE_MS, except: [...at_work] })
      return [...Map.groupBy(events, ({ queue }) => queue)].map(([queue, own]) => {
        at_work.add(queue)
        return deal(queue, own, isStopped).finally(() => at_work.delete(queue))
      })
    },
  }
}

const OUR_MISTAKE: IntakeFailure = { reason: 'falha interna', is_away: false, retry_at: null }

/** One that fails again and again, and ends its group each time, is not to keep the others from ever being tried. */
function leastTriedFirst<Event extends TakenEvent>(pieces: readonly Piece<Event>[]): Piece<Event>[] {
  const tried = ({ events }: Piece<Event>) => Math.min(...events.map(({ attempts }) => attempts))
  return pieces.filter(({ events }) => events.length > 0).toSorted((one, other) => tried(one) - tried(other))
}
