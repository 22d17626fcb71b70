import type { Database } from '../db/database.ts'
import { raw, sql } from '../db/sql.ts'

/** What grows old: stored answers that nobody repeats, events that nobody took, sessions that ended, events of Bling and of sites that are done, and runs over products of sites that are over. */
export const PRUNED = [
  'idempotency_keys',
  'outbox',
  'credentials',
  'bling_inbox',
  'site_inbox',
  'site_product_runs',
] as const
export type Pruned = (typeof PRUNED)[number]

/** Deletes at most `most` old rows of a kind; gives how many it deleted. The database itself says what is old. */
export async function pruneChunk(database: Database, kind: Pruned, most: number): Promise<number> {
  const [row] = await database.global<{ deleted: number }>(sql`select prune_${raw(kind)}(${most}) as deleted`)
  return row?.deleted ?? 0
}
