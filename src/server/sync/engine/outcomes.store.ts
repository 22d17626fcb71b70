import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/**
 * What became of an event: a SKU was marked, it was our own write coming back, its deposit belongs to no pool, its product is none of
 * ours, it told nothing new, a product was looked up again, or it does not concern stock.
 */
export type EventOutcome = {
  readonly id: string
  readonly outcome: 'marked' | 'echo' | 'unmonitored' | 'unlinked' | 'unchanged' | 'product' | 'nothing'
}

/** Keeps what became of events. */
export async function saveOutcomes(tx: Tx, outcomes: readonly EventOutcome[]): Promise<void> {
  await tx.query(sql`
    update bling_inbox i set outcome = o.outcome
      from jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) as o (id uuid, outcome text)
     where i.tenant_id = ${tx.tenant_id} and i.id = o.id`)
}
