import pg from 'pg'
import { type Connection, endPool, poolSettings } from './database.ts'
import type { Sql } from './sql.ts'

const MAX_CONNECTIONS = 3

/**
 * A small pool of the doors through which events come. An event does not say which tenant it is for, so this role may see which
 * company or site belongs to whom and write to every inbox; it reaches nothing else.
 */
export type DoorDatabase = {
  query<Row extends object>(statement: Sql): Promise<Row[]>
  prepared<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]>
  close(): Promise<void>
}

/** Opens the pool. `onError` hears of connections that break while idle. */
export function openDoorDatabase(connection: Connection, onError: (error: Error) => void): DoorDatabase {
  const pool = new pg.Pool(poolSettings(connection, 'estoqueuni_door', MAX_CONNECTIONS))
  pool.on('error', onError)
  return {
    query: async <Row extends object>(statement: Sql) => (await pool.query<Row>(statement)).rows,
    prepared: async <Row extends object>(name: string, text: string, values: unknown[]) =>
      (await pool.query<Row>({ name, text, values })).rows,
    close: () => endPool(pool),
  }
}
