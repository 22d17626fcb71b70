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

/** What there is to do. */
export type TenantWork = {
  /** What it is called in the log. */
  readonly name: string
  /** Pieces of one tenant at work at the same time in one process: a long one must not hold up the next. */
  readonly at_once: number
  /** Takes up what came for any tenant; says how much. */
  takeIn(): Promise<number>
  /** The tenants for whom something is due. */
  waiting(): Promise<readonly string[]>
  /** Does what is due in one tenant until nothing is; says whether there was anything. */
  workUntilDone(tenant_id: string, isStopped: () => boolean): Promise<boolean>
}

/** How often to look for work that nobody was woken for. */
const POLL_MS = 1_000

/** Makes the workers of one process, idle. */
export function createTenantWorkers(todo: TenantWork, logger: Logger): TenantWorkers {
  const workers = new Map<string, Set<Promise<unknown>>>()
  let timer: NodeJS.Timeout | undefined
  let polling: Promise<void> | undefined
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
  const poll = async (): Promise<void> => {
    try {
      while (!isStopped && (await todo.takeIn()) > 0);
      for (const tenant_id of await todo.waiting()) work(tenant_id)
    } catch (error) {
      logger.error({ err: error }, `${todo.name} could not look for work`)
    }
  }
  const soon = (): void => {
    if (!isStarted || isStopped) return
    polling ??= poll().finally(() => {
      polling = undefined
    })
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
      await Promise.all([...workers.values()].flatMap((own) => [...own]))
    },
    async rest() {
      for (let isBusy = true; isBusy; ) {
        isBusy = (await todo.takeIn()) > 0
        for (const tenant_id of await todo.waiting())
          isBusy = (await todo.workUntilDone(tenant_id, () => false)) || isBusy
      }
    },
  }
}
