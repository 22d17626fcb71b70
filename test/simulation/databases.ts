import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { Connection } from '../../src/server/db/database.ts'
import { migrate } from '../../src/server/db/migrate.ts'

/** Fresh, migrated, empty databases on one server. */
export type Databases = {
  fresh(): Promise<{ readonly connection: Connection; drop(): Promise<void> }>
  close(): Promise<void>
}

/** Migrates a template once; every fresh database is a copy of it. Names begin with `prefix`. */
export async function openDatabases(server: Connection, prefix: string): Promise<Databases> {
  const administrator = new pg.Client(server)
  await administrator.connect()
  const template = `${prefix}_simulation_template`
  await administrator.query(`create database ${template} template template0 encoding 'UTF8'`)
  await migrate({ ...server, database: template })
  return {
    async fresh() {
      const name = `${prefix}_simulation_${randomBytes(6).toString('hex')}`
      await administrator.query(`create database ${name} template ${template} strategy file_copy`)
      return {
        connection: { ...server, database: name },
        drop: async () => {
          await administrator.query(`drop database if exists ${name} with (force)`)
        },
      }
    },
    async close() {
      await administrator.query(`drop database if exists ${template} with (force)`)
      await administrator.end()
    },
  }
}
