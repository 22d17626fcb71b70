import pg from 'pg'
import type { Connection } from '../../src/server/db/database.ts'

/** Runs one statement on a connection of its own. */
export async function query<Row extends object>(
  connection: Connection,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client(connection)
  client.on('error', () => undefined) // a server killed meanwhile is told by the query that fails
  await client.connect()
  try {
    return (await client.query<Row>(text, values)).rows
  } finally {
    await client.end()
  }
}
