import pg from 'pg'
import type { Connection } from '../server/db/database.ts'

/** Replaces the database by an empty one. The caller must be the only one on the server. */
export async function freshDatabase(connection: Connection): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' })
  await client.connect()
  try {
    const name = client.escapeIdentifier(connection.database)
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`create database ${name}`)
  } finally {
    await client.end()
  }
}
