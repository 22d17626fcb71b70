import pg from 'pg'
import { type Connection, type Database, openDatabase } from '../../src/server/db/database.ts'
import { recordEvent } from '../../src/server/db/outbox.store.ts'
import { newId } from '../../src/server/kernel/ids.ts'
import { cloneDatabase } from '../support/database.ts'

/** What a handler wrote, in the order in which it was written. */
export type Effect = {
  readonly tenant_id: string
  readonly event_id: string
  readonly n: number
  readonly made_by: string
}

/** A database with a table for effects of events; nothing in it keeps an effect from being written twice. */
export type OutboxDatabase = {
  readonly connection: Connection
  readonly database: Database
  /** As the owner, who sees all tenants. */
  ask<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>
  /** Makes a tenant and gives its id. */
  tenant(): Promise<string>
  /** Writes events `from` to `to` for a tenant, each in a transaction of its own. */
  record(tenantId: string, from: number, to: number, topic?: string): Promise<void>
  effects(): Promise<Effect[]>
  waiting(): Promise<number>
  close(): Promise<void>
}

/** Makes it. */
export async function openOutboxDatabase(): Promise<OutboxDatabase> {
  const cloned = await cloneDatabase()
  const { connection } = cloned
  const database = openDatabase(connection, () => undefined)
  const owner = new pg.Pool({ ...connection, max: 2 })
  owner.on('error', () => undefined)
  const ask = async <Row extends object>(text: string, values: unknown[] = []) =>
    (await owner.query<Row>(text, values)).rows
  await ask(`
    create table effects (
      position bigint generated always as identity, tenant_id uuid not null, event_id uuid not null, n integer not null, made_by text not null);
    grant insert on effects to estoqueuni_app`)
  return {
    connection,
    database,
    ask,
    async tenant() {
      const id = newId()
      await ask(`insert into tenants (id, name) values ($1, 'Bar')`, [id])
      return id
    },
    async record(tenantId, from, to, topic = 'test.counted') {
      for (let n = from; n <= to; n += 1)
        await database.tenant(tenantId, (tx) => recordEvent(tx, topic, { n }))
    },
    effects: () => ask<Effect>('select tenant_id, event_id, n, made_by from effects order by position'),
    waiting: async () => (await ask<{ n: number }>('select count(*)::int as n from outbox'))[0]?.n ?? 0,
    async close() {
      await database.close()
      await owner.end()
      await cloned.drop()
    },
  }
}
