import type { SendingTx } from '../../db/database.ts'
import { join, raw, type Sql, sql } from '../../db/sql.ts'
import { unnest } from '../../db/unnest.ts'
import { AppError } from '../../kernel/app-error.ts'
import { newId } from '../../kernel/ids.ts'
import type { LedgerHead, Placed } from './assign.ts'
import { type BatchState, keyOf } from './batch-state.ts'
import type { LevelKey, StockCommand } from './command.ts'
import { addDailySales } from './daily-sales.store.ts'
import { writeDocuments } from './documents.store.ts'
import type { Result } from './execute-batch.ts'
import { touchedItems, updateItems, upsertLots } from './items.store.ts'
import { insertMovements } from './movements.store.ts'
import { insertSales } from './sales.store.ts'

/** A command with what it came to. */
export type Settled = { readonly command: StockCommand; readonly result: Result | null }

/**
 * Writes everything a batch leaves: movements, levels, sums, sales, the ledger's new end, one event and the answers, in one
 * statement and one round trip; then the rarer documents.
 */
export async function writeBatch(
  tx: SendingTx,
  state: BatchState,
  head: LedgerHead,
  placed: readonly Placed[],
  settled: readonly Settled[],
): Promise<void> {
  const touched = touchedItems(state, placed)
  const parts: readonly (readonly [string, Sql | null])[] = [
    ['movements', insertMovements(tx.tenant_id, placed)],
    ['items', updateItems(state, touched)],
    ['lots', upsertLots(tx.tenant_id, touched)],
    ['days', addDailySales(state, placed)],
    ['sales', insertSales(tx.tenant_id, placed, head.last_recorded_at)],
    ['head', placed.length === 0 ? null : updateHead(tx.tenant_id, head)],
    ['event', announce(tx.tenant_id, head, placed)],
    ['answers', rememberAnswers(tx.tenant_id, settled)],
  ]
  const present = parts.flatMap(([name, part]) => (part === null ? [] : [{ name, part }]))
  if (present.length > 0) {
    const clauses = present.map(({ name, part }) => sql`${raw(name)}_written as (${part})`)
    const statement = sql`with ${join(clauses)} select 1`
    // The text depends on which parts there are and on nothing else, so the name may stand for it.
    const name = `batch-write-${present.map((one) => one.name).join('-')}`
    tx.send(name, statement.text, statement.values)
  }
  await writeDocuments(tx, placed, head.last_recorded_at)
}

function updateHead(tenantId: string, head: LedgerHead): Sql {
  return sql`
    update ledgers
       set last_seq = ${head.last_seq}, last_hash = decode(${head.last_hash}, 'hex'), last_recorded_at = ${head.last_recorded_at},
           last_sale_number = ${head.last_sale_number}, last_purchase_number = ${head.last_purchase_number}
     where tenant_id = ${tenantId}`
}

/** One event for the whole batch: which levels changed, and how far the ledger goes now. */
function announce(tenantId: string, head: LedgerHead, placed: readonly Placed[]): Sql | null {
  const changed = new Map<string, LevelKey>()
  for (const { draft } of placed.flatMap((place) => place.accepted.movements)) {
    changed.set(keyOf(draft), { branch_id: draft.branch_id, product_id: draft.product_id })
  }
  if (changed.size === 0) return null
  const payload = JSON.stringify({ up_to_seq: head.last_seq, levels: [...changed.values()] })
  return sql`
    insert into outbox (tenant_id, id, topic, payload) values (${tenantId}::uuid, ${newId()}::uuid, 'stock.changed', ${payload}::jsonb)`
}

/** The first answer of every key; a second use of it will find this one. */
function rememberAnswers(tenantId: string, settled: readonly Settled[]): Sql | null {
  const fresh = settled.flatMap(({ command, result }) =>
    result === null || result instanceof AppError || result.replayed ? [] : [{ command, result }],
  )
  if (fresh.length === 0) return null
  const rows = unnest([
    ['text', fresh.map(({ command }) => command.key)],
    ['text', fresh.map(({ command }) => command.fingerprint)],
    ['smallint', fresh.map(({ result }) => result.status)],
    ['text', fresh.map(({ result }) => result.body)],
  ])
  return sql`
    insert into idempotency_keys (tenant_id, key, fingerprint, status, response)
    select ${tenantId}::uuid, row.* from ${rows} as row`
}
