import { arrayLiteral } from '../../db/array-literal.ts'
import type { Tx } from '../../db/database.ts'
import { AppError } from '../../kernel/app-error.ts'
import { newId } from '../../kernel/ids.ts'
import type { LedgerHead, Placed } from './assign.ts'
import { type BatchState, keyOf } from './batch-state.ts'
import type { LevelKey, StockCommand } from './command.ts'
import { writeDailySales } from './daily-sales.store.ts'
import { writeDocuments } from './documents.store.ts'
import type { Result } from './execute-batch.ts'
import { writeItems } from './items.store.ts'
import { writeMovements } from './movements.store.ts'

/** Locks the end of the tenant's ledger. Taken last, after all levels, by everyone: so seq has no gaps and nobody waits crosswise. */
export async function lockLedger(tx: Tx): Promise<LedgerHead> {
  const [head] = await tx.prepared<LedgerHead>(
    'batch-ledger',
    `select last_seq, encode(last_hash, 'hex') as last_hash, last_recorded_at, last_sale_number, last_purchase_number
       from ledgers where tenant_id = $1 for update`,
    [tx.tenant_id],
  )
  if (head === undefined) throw new Error('the tenant has no ledger')
  return head
}

/** Writes all rows of the placed commands: movements, levels, documents, aggregates, the ledger's new end and one outbox event. */
export async function writeBatch(
  tx: Tx,
  state: BatchState,
  head: LedgerHead,
  placed: readonly Placed[],
): Promise<void> {
  await writeMovements(tx, placed)
  await writeItems(tx, state, placed)
  await writeDailySales(tx, state, placed)
  await writeDocuments(tx, placed, head.last_recorded_at)
  await tx.prepared(
    'batch-head',
    `update ledgers set last_seq = $2, last_hash = decode($3, 'hex'), last_recorded_at = $4, last_sale_number = $5, last_purchase_number = $6
      where tenant_id = $1`,
    [
      tx.tenant_id,
      head.last_seq,
      head.last_hash,
      head.last_recorded_at,
      head.last_sale_number,
      head.last_purchase_number,
    ],
  )
  await announce(tx, head, placed)
}

/** One event for the whole batch: which levels changed, and how far the ledger goes now. */
async function announce(tx: Tx, head: LedgerHead, placed: readonly Placed[]): Promise<void> {
  const changed = new Map<string, LevelKey>()
  for (const { draft } of placed.flatMap((place) => place.accepted.movements)) {
    changed.set(keyOf(draft), { branch_id: draft.branch_id, product_id: draft.product_id })
  }
  if (changed.size === 0) return
  await tx.prepared(
    'batch-outbox',
    `insert into outbox (tenant_id, id, topic, payload) values ($1, $2, 'stock.changed', $3)`,
    [tx.tenant_id, newId(), JSON.stringify({ up_to_seq: head.last_seq, levels: [...changed.values()] })],
  )
}

/** Stores the first answer of every key; a second use of it will find this one. */
export async function rememberAnswers(
  tx: Tx,
  answers: readonly { readonly command: StockCommand; readonly result: Result | null }[],
): Promise<void> {
  const fresh = answers.flatMap(({ command, result }) =>
    result === null || result instanceof AppError || result.replayed ? [] : [{ command, result }],
  )
  if (fresh.length === 0) return
  await tx.prepared(
    'batch-remember',
    `insert into idempotency_keys (tenant_id, key, fingerprint, status, response)
     select $1, key, fingerprint, status, response
       from unnest($2::text[], $3::text[], $4::smallint[], $5::text[]) as answer (key, fingerprint, status, response)`,
    [
      tx.tenant_id,
      arrayLiteral(fresh.map(({ command }) => command.key)),
      arrayLiteral(fresh.map(({ command }) => command.fingerprint)),
      arrayLiteral(fresh.map(({ result }) => result.status)),
      arrayLiteral(fresh.map(({ result }) => result.body)),
    ],
  )
}
