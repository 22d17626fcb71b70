import * as z from 'zod'
import type { Tx } from '../../db/database.ts'
import { recordEvent } from '../../db/outbox.store.ts'

/** Leaves the outbox whenever what a pool consists of, or how it is written, has changed; also when it is gone. */
export const poolChanged = {
  name: 'sync.pool_changed',
  payload: z.object({ pool_id: z.uuid() }),
}

/** Writes the event with the change that it tells of. */
export async function announcePoolChange(tx: Tx, pool_id: string): Promise<void> {
  await recordEvent(tx, poolChanged.name, { pool_id })
}
