import type { ConstructorOptions, JobWithMetadata, PgBoss } from 'pg-boss'
import type { Connection, Tx } from '../db/database.ts'
import { JOB_ROLE, JOB_SCHEMA } from '../db/job-schema.ts'
import type { Logger } from '../kernel/logger.ts'
import { type Entry, insertJobs } from './insert-jobs.ts'
import type { Job, JobHandler, JobOptions } from './job.ts'
import { prepareQueues } from './prepare-queues.ts'

/** The queue of jobs, as one process sees it. All processes on one database share the work. */
export type Jobs = {
  /** Says who does a job; before `start`. A process that says nothing can still ask for it. */
  work<Payload>(job: Job<Payload>, handler: JobHandler<Payload>): void
  /** Asks for a job. Inside a transaction give its `tx`: then the job exists when, and only if, it commits. */
  enqueue<Payload>(
    job: Job<Payload>,
    payload: Payload,
    options?: JobOptions & { readonly tx?: Tx },
  ): Promise<void>
  /** Asks for many jobs of a kind in one statement. */
  enqueueAll<Payload>(job: Job<Payload>, entries: readonly Entry<Payload>[], tx?: Tx): Promise<void>
  /** Hears what processes say on a channel of the database; `onGap` when something may have been missed. Ends with `stop`. */
  listen(channel: string, onMessage: (message: string) => void, onGap: () => void): Promise<void>
  /** Connects, and begins to work; may be called again after a failure. Needs a migrated database. */
  start(): Promise<void>
  /** Begins nothing more, gives what runs ten seconds to end, hands the rest back to be tried again. */
  stop(): Promise<void>
}

/** How the queue keeps time. */
export type QueuePace = {
  /** How late a deferred job or another try may begin; for all others, somebody is told. At least 0.5. */
  readonly poll_seconds: number
  /** How often to look for runs whose process died, or that take too long. */
  readonly look_around_seconds: number
  /** How often to look at schedules; none of them is finer than a minute. */
  readonly cron_pass_seconds: number
}

const PACE: QueuePace = { poll_seconds: 5, look_around_seconds: 20, cron_pass_seconds: 30 }
/** Connections for the queue itself; handlers use their own. */
const MAX_CONNECTIONS = 2
const STOP_GRACE_MS = 10_000

type Deps = {
  readonly connection: Connection
  readonly logger: Logger
  /** Every kind of job that this program knows. */
  readonly definitions: readonly Job<unknown>[]
  readonly pace?: QueuePace
}
type Worker = { readonly job: Job<unknown>; readonly take: JobHandler<unknown> }

/** Makes the queue. Nothing is connected yet. */
export function createJobs(deps: Deps): Jobs {
  const workers: Worker[] = []
  const listeners: { close(): Promise<void> }[] = []
  let starting: Promise<PgBoss> | undefined
  const started = (): Promise<PgBoss> =>
    starting ?? Promise.reject(new Error('the job queue has not been started'))

  const enqueueAll: Jobs['enqueueAll'] = async (job, entries, tx) => {
    if (entries.length === 0) return
    for (const { payload } of entries) job.payload.parse(payload)
    await insertJobs(await started(), job, entries, tx)
  }
  return {
    work(job, handler) {
      workers.push({ job, take: (payload, run) => handler(job.payload.parse(payload), run) })
    },
    enqueue: (job, payload, { tx, ...options } = {}) => enqueueAll(job, [{ payload, ...options }], tx),
    enqueueAll,
    async listen(channel, onMessage, onGap) {
      const handle = await (await started()).getDb().listen?.(channel, onMessage, onGap)
      if (handle !== undefined) listeners.push(handle)
    },
    async start() {
      starting ??= startBoss(deps, workers).catch((error: unknown) => {
        starting = undefined
        throw error
      })
      await starting
    },
    async stop() {
      const boss = await starting?.catch(() => undefined)
      if (boss === undefined) return
      for (const listener of listeners) await listener.close()
      await withinGrace(Promise.all(workers.map(({ job }) => boss.offWork(job.name, { wait: true }))))
      await boss.stop({ graceful: false })
    },
  }
}

async function startBoss(deps: Deps, workers: readonly Worker[]): Promise<PgBoss> {
  const { logger, pace = PACE } = deps
  // Loaded after the product answers: nobody has to wait for it.
  const { PgBoss } = await import('pg-boss')
  const boss = new PgBoss(settings(deps.connection, pace))
  boss.on('error', (error) => logger.error({ err: error }, 'the job queue met an error'))
  boss.on('warning', ({ message, data }) => logger.warn({ data }, message))
  try {
    await boss.start()
    await prepareQueues(boss, deps.definitions)
    for (const worker of workers) await beginWork(boss, worker, { logger, poll_seconds: pace.poll_seconds })
    return boss
  } catch (error) {
    await boss.stop({ graceful: false })
    throw error
  }
}

function settings(connection: Connection, pace: QueuePace): ConstructorOptions {
  return {
    ...connection,
    schema: JOB_SCHEMA,
    options: `-c role=${JOB_ROLE} -c search_path=${JOB_SCHEMA} -c timezone=UTC`,
    application_name: 'estoqueuni-jobs',
    max: MAX_CONNECTIONS,
    // The owner has made the tables (db/job-schema.ts); this role may not change them, nor rebuild their indexes.
    migrate: false,
    reindex: false,
    useListenNotify: true,
    superviseIntervalSeconds: pace.look_around_seconds,
    monitorIntervalSeconds: pace.look_around_seconds,
    cronMonitorIntervalSeconds: pace.cron_pass_seconds,
    cronWorkerIntervalSeconds: Math.max(1, pace.poll_seconds),
  }
}

async function beginWork(
  boss: PgBoss,
  worker: Worker,
  { logger, poll_seconds }: { logger: Logger; poll_seconds: number },
): Promise<void> {
  const { job } = worker
  const options = {
    includeMetadata: true,
    pollingIntervalSeconds: poll_seconds,
    notifyPollingIntervalSeconds: poll_seconds,
    ...(job.is_coalesced ? { groupConcurrency: 1 } : {}),
  } as const
  for (let lane = 0; lane < job.concurrency; lane += 1) {
    const id = await boss.work(job.name, options, async (runs: JobWithMetadata<unknown>[]) => {
      for (const run of runs) {
        // Where one job waited there may be another: the library by itself would look again only at the next poll.
        await runOnce(worker, run, logger).finally(() => boss.notifyWorker(id))
      }
    })
  }
}

async function runOnce({ job, take }: Worker, run: JobWithMetadata<unknown>, logger: Logger): Promise<void> {
  try {
    await take(run.data, { id: run.id, attempt: run.retryCount + 1, signal: run.signal })
  } catch (error) {
    const facts = { err: error, job: job.name, job_id: run.id, attempt: run.retryCount + 1 }
    if (run.retryCount < run.retryLimit) logger.warn(facts, 'a job failed and will be tried again')
    else logger.error(facts, 'a job failed for good and went to the dead letters')
    throw error
  }
}

async function withinGrace(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, STOP_GRACE_MS)
  })
  await Promise.race([work, limit])
  clearTimeout(timer)
}
