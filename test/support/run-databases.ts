import pg from 'pg'
import type { DatabaseServer } from './database-server.ts'

/** Works on the server as the owner that the run was given. */
export async function asAdministrator<T>(
  server: DatabaseServer,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(server.connection)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Drops whatever databases the run made and did not drop. */
export async function dropDatabasesOfRun(server: DatabaseServer): Promise<void> {
  await asAdministrator(server, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [server.run],
    )
    for (const { datname } of rows) await client.query(`drop database if exists ${datname} with (force)`)
  })
}
