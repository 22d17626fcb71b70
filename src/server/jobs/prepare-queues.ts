import type { PgBoss, QueueOptions } from 'pg-boss'
import { aboutKey } from './insert-jobs.ts'
import type { Job } from './job.ts'

/** Where jobs rest that failed for good, with what they were told and how they failed. */
const DEAD_LETTERS = 'dead-letters'
const DEAD_LETTERS_KEPT_SECONDS = 90 * 24 * 3600
/** A run whose process does not answer for this long is dead, and the job is tried again. */
const HEARTBEAT_SECONDS = 30

/**
 * One waits for each key and the workers see to it that one runs. The library's own `stately` would keep that, too, but a waiting
 * job whose sibling runs then holds up every other key of its queue.
 */
const COALESCED = 'short'

/** Makes the queues say what the definitions say, and the schedules as well; schedules that no definition has are taken out. */
export async function prepareQueues(boss: PgBoss, jobs: readonly Job<unknown>[]): Promise<void> {
  const existing = new Set((await boss.getQueues()).map((queue) => queue.name))
  if (!existing.has(DEAD_LETTERS))
    await boss.createQueue(DEAD_LETTERS, { retentionSeconds: DEAD_LETTERS_KEPT_SECONDS })
  for (const job of jobs) {
    const options = { ...optionsOf(job), deadLetter: DEAD_LETTERS, notify: true }
    if (existing.has(job.name)) await boss.updateQueue(job.name, options)
    else await boss.createQueue(job.name, { ...options, policy: job.is_coalesced ? COALESCED : 'standard' })
  }
  await prepareSchedules(boss, jobs)
}

async function prepareSchedules(boss: PgBoss, jobs: readonly Job<unknown>[]): Promise<void> {
  const known = new Set(jobs.filter((job) => job.cron !== undefined).map((job) => job.name))
  for (const { name } of await boss.getSchedules()) {
    if (!known.has(name)) await boss.unschedule(name)
  }
  for (const { name, cron, is_coalesced } of jobs) {
    if (cron === undefined) continue
    // What came due while no process ran is caught up on once.
    const options = { tz: cron.time_zone, missed: 'once', ...(is_coalesced ? aboutKey(name) : {}) } as const
    await boss.schedule(name, cron.expression, {}, options)
  }
}

function optionsOf({ retry, limit_seconds }: Job<unknown>): QueueOptions {
  return {
    retryLimit: retry.limit,
    retryDelay: retry.first_delay_seconds,
    retryBackoff: true,
    retryDelayMax: retry.longest_delay_seconds,
    expireInSeconds: limit_seconds,
    heartbeatSeconds: HEARTBEAT_SECONDS,
  }
}
