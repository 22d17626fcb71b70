import type { Logger } from './logger.ts'

/** What one process does by itself for its tenants. Any number of processes may do it on one database: work is claimed, not assigned. */
export type TenantWorkers = {
  /** Begins; returns at once. */
  start(): void
  /** Says that there may be work; costs nothing to say often. */
  wake(): void
  /** Resolves when nothing runs any more; what was begun is finished or left to whoever comes next. */
  stop(): Promise<void>
  /** Does everything that is due at this moment, one thing after the other, and resolves when nothing is. For tests and simulations. */
  rest(): Promise<void>
}

/** Where work comes in from. */
export type WorkIntake = {
  /** Takes up what came for any tenant and is not held up by what is under way, begins it, and gives the end of each thing begun. */
  takeUp(isStopped: () => boolean): Promise<readonly Promise<void>[]>
}

/** What there is to do. */
export type TenantWork = {
  /** What it is called in the log. */
  readonly name: string
  /** Pieces of one tenant at work at the same time in one process: a long one must not hold up the next. */
  readonly at_once: number
  readonly intakes: readonly WorkIntake[]
  /** The tenants for whom something is due. */
  waiting(): Promise<readonly string[]>
  /** Does what is due in one tenant until nothing is; says whether there was anything. */
  workUntilDone(tenant_id: string, isStopped: () => boolean): Promise<boolean>
}

/** How often to look for work that nobody was woken for. */
const POLL_MS = 1_000
/**
 * How long an intake of which something is under way is left alone before it is asked what else came: all that is held up by what is
 * under way may have to be looked through for that.
 */
const PAUSE_MS = 200

type Door = {
  readonly intake: WorkIntake
  /** How much of what came by it is under way. */
  under_way: number
  pause: NodeJS.Timeout | undefined
  /** Whether it is to be asked again after the pause. */
  isAwaited: boolean
}

/** Makes the workers of one process, idle. */
export function createTenantWorkers(todo: TenantWork, logger: Logger): TenantWorkers {
  const workers = new Map<string, Set<Promise<unknown>>>()
  const intakes = new Set<Promise<unknown>>()
  const doors = todo.intakes.map(
    (intake): Door => ({ intake, under_way: 0, pause: undefined, isAwaited: false }),
  )
  let timer: NodeJS.Timeout | undefined
  let polling: Promise<void> | undefined
  let isAsked = false
  let isStarted = false
  let isStopped = false

  const work = (tenant_id: string): void => {
    const own = workers.get(tenant_id) ?? new Set<Promise<unknown>>()
    workers.set(tenant_id, own)
    if (own.size >= todo.at_once) return
    const worker: Promise<unknown> = todo
      .workUntilDone(tenant_id, () => isStopped)
      .catch((error: unknown) => logger.error({ err: error, tenant_id }, `${todo.name} stumbled`))
      .finally(() => own.delete(worker))
    own.add(worker)
  }
  /** Nobody waits here for the end of what is begun: it may take a minute, and others have something to do meanwhile. Says how much it is. */
  const takeUp = async (door: Door, isOver: () => boolean): Promise<number> => {
    const begun = await door.intake.takeUp(isOver)
    door.under_way += begun.length
    for (const end of begun) {
      const kept: Promise<unknown> = end
        .catch((error: unknown) => logger.error({ err: error }, `${todo.name} could not take something in`))
        .finally(() => {
          intakes.delete(kept)
          door.under_way -= 1
          soon()
        })
      intakes.add(kept)
    }
    return begun.length
  }
  const takeUpMore = async (door: Door): Promise<void> => {
    if (door.pause !== undefined && door.under_way > 0) {
      door.isAwaited = true
      return
    }
    // What was taken up may hide what came behind it.
    door.isAwaited = (await takeUp(door, () => isStopped)) > 0
    clearTimeout(door.pause)
    door.pause = door.under_way > 0 ? setTimeout(() => endPause(door), PAUSE_MS) : undefined
  }
  const endPause = (door: Door): void => {
    door.pause = undefined
    if (door.isAwaited) soon()
  }
  const lookForWork = async (): Promise<void> => {
    for (const tenant_id of await todo.waiting()) work(tenant_id)
  }
  /** One that fails or takes long keeps none of the others from being begun. */
  const poll = async (): Promise<void> => {
    while (isAsked && !isStopped) {
      isAsked = false
      const looks = [...doors.map(takeUpMore), lookForWork()]
      for (const look of await Promise.allSettled(looks))
        if (look.status === 'rejected')
          logger.error({ err: look.reason }, `${todo.name} could not look for work`)
    }
    polling = undefined
  }
  const soon = (): void => {
    if (!isStarted || isStopped) return
    isAsked = true
    polling ??= poll()
  }
  return {
    wake: soon,
    start() {
      isStarted = true
      timer = setInterval(soon, POLL_MS)
      soon()
    },
    async stop() {
      isStopped = true
      clearInterval(timer)
      await polling
      for (const { pause } of doors) clearTimeout(pause)
      await Promise.all([...intakes, ...[...workers.values()].flatMap((own) => [...own])])
    },
    async rest() {
      for (let isBusy = true; isBusy; ) {
        const begun = await Promise.all(doors.map((door) => takeUp(door, () => false)))
        isBusy = intakes.size > 0 || begun.some((count) => count > 0)
        await Promise.all(intakes)
        for (const tenant_id of await todo.waiting())
          isBusy = (await todo.workUntilDone(tenant_id, () => false)) || isBusy
      }
    },
  }
}
