import * as z from 'zod'
import type { Tx } from '../db/database.ts'
import { recordEvent } from '../db/outbox.store.ts'

/** Leaves the outbox whenever an account is connected, loses or regains its access, changes its state, or is removed. */
export const accountChanged = {
  name: 'bling.account_changed',
  payload: z.object({
    account_id: z.uuid(),
    change: z.enum(['connected', 'reconnected', 'disconnected', 'state', 'removed']),
  }),
}

/** Writes the event with the change that it tells of. */
export async function announceChange(
  tx: Tx,
  account_id: string,
  change: z.infer<typeof accountChanged.payload>['change'],
): Promise<void> {
  await recordEvent(tx, accountChanged.name, { account_id, change })
}
