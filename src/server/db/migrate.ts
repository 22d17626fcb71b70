import { fileURLToPath } from 'node:url'
import pg from 'pg'
import Postgrator from 'postgrator'
import type { Connection } from './database.ts'
import { JOB_ROLE, migrateJobSchema } from './job-schema.ts'

const MIGRATIONS = fileURLToPath(new URL('./migrations/*', import.meta.url))

/** One number for the whole product: whoever migrates holds this advisory lock, so two starting processes take turns. */
const MIGRATION_LOCK = 7_367_001

/** The roles the product runs as; neither may log in, own a table or bypass row-level security. */
const ROLES = ['estoqueuni_app', 'estoqueuni_auth', 'estoqueuni_door', JOB_ROLE] as const

/**
 * Brings the schema to the newest version: all pending files in one transaction, or nothing.
 * `owner` must be able to create roles, schemas and trusted extensions in its database.
 */
export async function migrate(owner: Connection, log: (line: string) => void = () => {}): Promise<void> {
  const client = new pg.Client({ ...owner, application_name: 'estoqueuni-migrations' })
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
    await ensureRoles(client)
    const postgrator = new Postgrator({
      migrationPattern: MIGRATIONS,
      driver: 'pg',
      schemaTable: 'public.schema_versions',
      execQuery: (text) => client.query(text),
    })
    postgrator.on('migration-started', (migration) => log(`${migration.version} ${migration.name}`))
    await postgrator.migrate()
    await migrateJobSchema(client, log)
    await client.query('commit')
  } finally {
    await client.end()
  }
}

/** Roles belong to the whole server, so another database of the same server may be making them at this moment. */
async function ensureRoles(client: pg.Client): Promise<void> {
  for (const role of ROLES) {
    await client.query(`
      do $$ begin
        if not exists (select from pg_roles where rolname = '${role}') then
          create role ${role} nologin nosuperuser nobypassrls nocreatedb nocreaterole;
        end if;
      exception when duplicate_object or unique_violation then null;
      end $$`)
    await client.query(`grant ${role} to current_user`)
  }
}
