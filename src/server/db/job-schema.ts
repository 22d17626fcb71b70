import type pg from 'pg'
import manifest from 'pg-boss/package.json' with { type: 'json' }

/** Where the job library keeps its tables, and the role that alone reaches them. */
export const JOB_SCHEMA = 'pgboss'
export const JOB_ROLE = 'estoqueuni_jobs'

/**
 * Brings the job library's own tables to the version that this program's library expects, in the caller's transaction.
 * The owner does it, so that the role in which jobs run needs no right to change a schema.
 */
export async function migrateJobSchema(client: pg.Client, log: (line: string) => void): Promise<void> {
  const installed = await installedVersion(client)
  if (installed !== null && installed >= manifest.pgboss.schema) return
  // Loaded only when there is something to do: it costs a start 50 ms and 14 MB.
  const { getConstructionPlans, getMigrationPlans } = await import('pg-boss')
  const plan =
    installed === null ? getConstructionPlans(JOB_SCHEMA) : getMigrationPlans(JOB_SCHEMA, installed)
  log(`job schema ${manifest.pgboss.schema}`)
  await client.query(insideTransaction(plan))
  await client.query(`
    grant usage on schema ${JOB_SCHEMA} to ${JOB_ROLE};
    grant select, insert, update, delete on all tables in schema ${JOB_SCHEMA} to ${JOB_ROLE}`)
}

async function installedVersion(client: pg.Client): Promise<number | null> {
  const [there] = (
    await client.query<{ name: string | null }>(`select to_regclass('${JOB_SCHEMA}.version')::text as name`)
  ).rows
  if (there === undefined || there.name === null) return null
  const { rows } = await client.query<{ version: number }>(`select version from ${JOB_SCHEMA}.version`)
  return rows[0]?.version ?? null
}

/**
 * The library's plan as part of our own transaction: it comes with one around it, and with indexes to be built beside running work
 * after it. Nothing runs while we migrate, so they are built in the same transaction.
 */
function insideTransaction(plan: string): string {
  const [, begin, body, indexes] = /^(\s*BEGIN;)(.*)^\s*COMMIT;$(.*)$/ms.exec(plan) ?? []
  if (
    begin === undefined ||
    body === undefined ||
    indexes === undefined ||
    /^\s*(BEGIN|COMMIT);/m.test(body + indexes)
  )
    throw new Error('the job library no longer writes its plans as one transaction')
  return body + indexes.replaceAll(' CONCURRENTLY ', ' ')
}
