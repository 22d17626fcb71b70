import pg from 'pg'
import type { Connection } from '../database.ts'

/** Key of the advisory lock that the one app on a data folder holds, in the maintenance database. */
const LOCK_KEY = 20_261_122

/** How long a start waits for the lock: PostgreSQL needs a moment to see that a killed holder is gone. */
const LOCK_WAIT = '2s'

/** A held lock: the client whose session holds it. Its end means that the lock, and probably the server, is gone. */
export type DataLock = { readonly kind: 'held'; readonly client: pg.Client }

/** Somebody else holds the lock; `holder` is how that app named itself. */
export type DataLockRefusal = { readonly kind: 'refused'; readonly holder: string }

/**
 * Takes the lock that makes this process the only app on the data folder. It is a session lock of the very
 * server that guards the data: whoever holds it was let in by that server, two can never hold it, and
 * it falls by itself, at once, when the holder dies in whatever way.
 */
export async function takeDataLock(connection: Connection): Promise<DataLock | DataLockRefusal> {
  const client = new pg.Client({
    ...connection,
    database: 'postgres',
    application_name: `processo ${process.pid}`,
  })
  client.on('error', () => undefined) // an end is an answer here, told by the event 'end'
  await client.connect()
  try {
    await client.query(`set lock_timeout = '${LOCK_WAIT}'`)
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY])
    return { kind: 'held', client }
  } catch (error) {
    const isTaken = error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE
    const holder = isTaken ? await nameOfHolder(client) : ''
    await client.end()
    if (!isTaken) throw error
    return { kind: 'refused', holder }
  }
}

const LOCK_NOT_AVAILABLE = '55P03'

async function nameOfHolder(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.granted and l.objid = $1`,
    [LOCK_KEY],
  )
  return rows[0]?.name ?? ''
}
