import type { Connection, Database } from './db/database.ts'
import { NEWS_CHANNEL, readNews, tellProcesses } from './db/outbox.store.ts'
import { createOutbox, type Outbox } from './db/outbox.ts'
import { auditLedger } from './insight/audit-ledger.ts'
import { recomputeConsumption } from './insight/recompute-consumption.ts'
import type { Job } from './jobs/job.ts'
import { doPeriodicJobs } from './jobs/periodic.ts'
import { PERIODIC_JOBS } from './jobs/periodic-jobs.ts'
import { createJobs, type Jobs } from './jobs/queue.ts'
import type { Clock } from './kernel/clock.ts'
import type { Logger } from './kernel/logger.ts'
import { createLive, type Live } from './live/live.ts'
import type { StockQueue } from './stock/batch/batch-queue.ts'
import { STOCK_CHANGED } from './stock/stock-changed.ts'

/** What the product does without being asked at that moment: events leaving, jobs, open screens. */
export type Background = {
  readonly outbox: Outbox
  readonly jobs: Jobs
  readonly live: Live
  /** Says that a command of the tenant has been answered. */
  changed(tenantId: string): void
  /** Begins; what it needs is opened while the product already answers, and tried again while it cannot be. */
  start(): void
  stop(): Promise<void>
}

const START_AGAIN_MS = 10_000
const EVERYTHING = { branch_ids: null, product_id: null } as const

/** Makes it, idle. `definitions` are the jobs of the rooms that use it; they say who does them before `start`. */
export function createBackground(deps: {
  readonly connection: Connection
  readonly database: Database
  readonly clock: Clock
  readonly logger: Logger
  readonly definitions: readonly Job<unknown>[]
}): Background {
  const { connection, database, clock, logger } = deps
  const jobs = createJobs({ connection, logger, definitions: [...PERIODIC_JOBS, ...deps.definitions] })
  const outbox = createOutbox({ database, logger })
  const live = createLive({ database, logger })
  // Other processes have screens open, too.
  outbox.onEvent(STOCK_CHANGED, (tx) => tellProcesses(tx, 'ledger'))
  doPeriodicJobs(jobs, {
    ...{ database, clock, logger },
    work: {
      recomputeConsumption: (tenantId) => recomputeConsumption(database, tenantId, EVERYTHING, clock.now()),
      auditLedger: (tenantId, isWhole) => auditLedger({ database, clock, logger }, tenantId, isWhole),
    },
  })
  const opening = keepTrying(() => open({ jobs, outbox, live }), logger)
  return {
    outbox,
    jobs,
    live,
    changed(tenantId) {
      outbox.wake(tenantId)
      live.hint(tenantId)
    },
    start() {
      outbox.start()
      opening.begin()
    },
    async stop() {
      await opening.end()
      await outbox.stop()
      await jobs.stop()
      await live.stop()
    },
  }
}

/** The same queue, telling of every command that it has answered. */
export function announced(queue: StockQueue, changed: (tenantId: string) => void): StockQueue {
  return {
    ...queue,
    execute(command) {
      const answer = queue.execute(command)
      answer.then(
        () => changed(command.principal.tenant_id),
        () => undefined,
      )
      return answer
    },
  }
}

async function open({ jobs, outbox, live }: Pick<Background, 'jobs' | 'outbox' | 'live'>): Promise<void> {
  await jobs.start()
  await jobs.listen(
    NEWS_CHANNEL,
    (message) => {
      const news = readNews(message)
      if (news?.kind === 'outbox') outbox.wake(news.tenant_id)
      if (news?.kind === 'ledger') live.hint(news.tenant_id)
    },
    live.lookEverywhere,
  )
}

/** Repeats `open` until it succeeds or is ended. */
function keepTrying(open: () => Promise<void>, logger: Logger): { begin(): void; end(): Promise<void> } {
  let current: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let isEnded = false
  const begin = (): void => {
    current = open().catch((error: unknown) => {
      logger.error({ err: error }, 'jobs could not be started and are tried again')
      if (!isEnded) timer = setTimeout(begin, START_AGAIN_MS)
    })
  }
  return {
    begin,
    async end() {
      isEnded = true
      clearTimeout(timer)
      await current
    },
  }
}
