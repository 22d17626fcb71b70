import type { JobInsert, PgBoss } from 'pg-boss'
import type { Tx } from '../db/database.ts'
import { newId } from '../kernel/ids.ts'
import { holdWaitingJobs, jobsInside } from './enqueue.store.ts'
import type { Job, JobOptions } from './job.ts'

/** One job that is asked for. */
export type Entry<Payload> = JobOptions & { readonly payload: Payload }

/**
 * Inserts jobs; those that exist already, by id or as a waiting job of the same key, are not inserted again. Inside a transaction
 * such a waiting job is held until the transaction ends, so that it cannot run before what it was asked for can be seen.
 */
export async function insertJobs<Payload>(
  boss: PgBoss,
  job: Job<Payload>,
  entries: readonly Entry<Payload>[],
  tx: Tx | undefined,
): Promise<void> {
  const rows = entries.map((entry) => rowOf(job, entry))
  if (tx === undefined) {
    await boss.insert(job.name, rows)
    return
  }
  const db = jobsInside(tx)
  let missing = rows
  while (missing.length > 0) {
    const inserted = new Set(await boss.insert(job.name, missing, { db, returnId: true }))
    if (!job.is_coalesced) return
    missing = missing.filter((row) => !inserted.has(row.id) && !entries.some((entry) => entry.id === row.id))
    if (missing.length === 0) return
    const held = await holdWaitingJobs(
      db,
      job.name,
      missing.map((row) => row.singletonKey ?? ''),
    )
    // The others began to run in the meantime: they need a job of their own.
    missing = missing.filter((row) => !held.has(row.singletonKey ?? ''))
  }
}

type Row = JobInsert & { readonly id: string }

function rowOf<Payload>(job: Job<Payload>, { payload, id, singleton_key, start_after }: Entry<Payload>): Row {
  return {
    id: id ?? newId(),
    data: payload as object,
    ...(job.is_coalesced ? aboutKey(singleton_key ?? job.name) : {}),
    ...(start_after === undefined ? {} : { startAfter: start_after }),
  }
}

/** One job waits for each singleton key (the queue's policy), and one runs for each group (the workers' concurrency). */
export function aboutKey(key: string): {
  readonly singletonKey: string
  readonly group: { readonly id: string }
} {
  return { singletonKey: key, group: { id: key } }
}
