import type { Database, Tx } from '../db/database.ts'
import { idempotently, type StoredAnswer } from '../db/idempotency.ts'
import type { RepeatableWrite } from './repeatable-write.ts'

/** Does a write in one transaction, once for each key; the answer is kept with it, and is what a repetition gets. */
export function answerOnce(
  deps: { readonly database: Database },
  write: RepeatableWrite & { readonly status: number },
  bodyOf: (tx: Tx) => Promise<unknown>,
): Promise<StoredAnswer> {
  return deps.database.tenant(write.principal.tenant_id, (tx) =>
    idempotently(tx, write, async () => ({ status: write.status, body: await bodyOf(tx) })),
  )
}
