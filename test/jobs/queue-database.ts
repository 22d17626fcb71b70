import pg from 'pg'
import * as z from 'zod'
import type { Connection } from '../../src/server/db/database.ts'
import { defineJob, type Job } from '../../src/server/jobs/job.ts'
import { createJobs, type Jobs } from '../../src/server/jobs/queue.ts'
import { createLogger } from '../../src/server/kernel/logger.ts'
import { cloneDatabase } from '../support/database.ts'

const Numbered = z.object({ n: z.int() })
/** What the test jobs are told. */
export type Numbered = z.infer<typeof Numbered>

const base = {
  payload: Numbered,
  retry: { limit: 2, first_delay_seconds: 1, longest_delay_seconds: 2 },
  limit_seconds: 60,
  concurrency: 2,
  is_coalesced: false,
}
/** Each one is done. */
export const PLAIN: Job<Numbered> = defineJob({ ...base, name: 'test.plain' })
/** One waiting and one running per key. */
export const COALESCED: Job<Numbered> = defineJob({ ...base, name: 'test.coalesced', is_coalesced: true })
/** Runs every minute. */
export const MINUTELY: Job<object> = defineJob({
  ...base,
  name: 'test.minutely',
  payload: z.object({}),
  cron: { expression: '* * * * *', time_zone: 'America/Sao_Paulo' },
})

/** A queue as one process has it, with the quickest pace that the library allows. */
export function openJobs(connection: Connection): Jobs {
  return createJobs({
    connection,
    logger: createLogger('silent'),
    definitions: [PLAIN, COALESCED, MINUTELY],
    pace: { poll_seconds: 0.5, look_around_seconds: 1, cron_pass_seconds: 1 },
  })
}

/** A database with jobs in it. */
export type QueueDatabase = {
  readonly connection: Connection
  /** As the owner. */
  ask<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>
  close(): Promise<void>
}

/** Makes it. */
export async function openQueueDatabase(): Promise<QueueDatabase> {
  const cloned = await cloneDatabase()
  const owner = new pg.Pool({ ...cloned.connection, max: 2 })
  owner.on('error', () => undefined)
  return {
    connection: cloned.connection,
    ask: async <Row extends object>(text: string, values: unknown[] = []) =>
      (await owner.query<Row>(text, values)).rows,
    async close() {
      await owner.end()
      await cloned.drop()
    },
  }
}
