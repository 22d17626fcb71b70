import * as z from 'zod'
import type { Tx } from '../../db/database.ts'
import { recordEvent } from '../../db/outbox.store.ts'

/** Leaves the outbox whenever products of ours have other counterparts than before, or more of them. */
export const linksChanged = {
  name: 'sync.links_changed',
  payload: z.object({ skus: z.array(z.string()) }),
}

/** SKUs that one event names at most. */
const MOST = 500

/** Writes the events with the change that they tell of; none when nothing has changed. */
export async function announceLinksChange(tx: Tx, skus: readonly string[]): Promise<void> {
  for (let from = 0; from < skus.length; from += MOST)
    await recordEvent(tx, linksChanged.name, { skus: skus.slice(from, from + MOST) })
}
