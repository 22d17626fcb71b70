import { hash } from 'node:crypto'
import type { Db } from 'pg-boss'
import type { Tx } from '../db/database.ts'
import { JOB_ROLE, JOB_SCHEMA } from '../db/job-schema.ts'
import { raw, sql } from '../db/sql.ts'

/** Runs the job library's statements inside a transaction of ours, as the role that may touch its tables. */
export function jobsInside(tx: Tx): Db {
  return {
    executeSql: async (text, values = []) => {
      await tx.query(sql`set local role ${raw(JOB_ROLE)}`)
      const name = `job ${hash('sha1', text)}`
      const rows = await tx.prepared<object>(name, text, values)
      // Back to the role in which the connection was opened.
      await tx.query(sql`reset role`)
      return { rows }
    },
  }
}

/**
 * Holds jobs that wait under these keys, and gives the keys whose job it holds: none of them can start before the transaction
 * ends, so it will see what the transaction wrote.
 */
export async function holdWaitingJobs(db: Db, name: string, keys: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.executeSql(
    `select singleton_key from ${JOB_SCHEMA}.job
      where name = $1 and singleton_key = any ($2::text[]) and state = 'created' order by singleton_key for update`,
    [name, keys],
  )
  return new Set(rows.map((row: { singleton_key: string }) => row.singleton_key))
}
