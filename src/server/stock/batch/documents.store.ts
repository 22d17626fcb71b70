import { recordAudits } from '../../auth/audit.store.ts'
import type { Tx } from '../../db/database.ts'
import { newId } from '../../kernel/ids.ts'
import type { Placed } from './assign.ts'
import { writeCatalogPlan } from './catalog-plans.store.ts'

/** Writes what the rarer commands leave besides movements: cancellations, purchases, counts, transfers, divergences, products. */
export async function writeDocuments(tx: Tx, placed: readonly Placed[], recorded_at: Date): Promise<void> {
  await cancelSales(tx, placed, recorded_at)
  for (const place of placed) {
    await insertPurchase(tx, place, recorded_at)
    await receivePurchase(tx, place, recorded_at)
    await cancelPurchase(tx, place, recorded_at)
    await insertDocument(tx, place, recorded_at)
    await openDivergences(tx, place, recorded_at)
    await writeCatalogPlan(tx, place)
    await recordAudits(tx, place.accepted.writes.audit ?? [])
  }
}

async function cancelSales(tx: Tx, placed: readonly Placed[], recorded_at: Date): Promise<void> {
  for (const { accepted, responsible } of placed) {
    if (accepted.writes.cancel_sale_id === undefined) continue
    await tx.prepared(
      'batch-cancel',
      'update sales set cancelled_at = $3, cancelled_by = $4 where tenant_id = $1 and id = $2',
      [tx.tenant_id, accepted.writes.cancel_sale_id, recorded_at, responsible],
    )
  }
}

async function insertPurchase(tx: Tx, place: Placed, recorded_at: Date): Promise<void> {
  const { purchase } = place.accepted.writes
  if (purchase === undefined) return
  const received = purchase.status === 'received'
  await tx.prepared(
    'batch-purchase',
    `insert into purchases (tenant_id, id, number, branch_id, supplier, status, lines, total_cents, notes, created_at, created_by,
                            received_at, received_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      tx.tenant_id,
      place.accepted.operation.id,
      place.number,
      purchase.branch_id,
      purchase.supplier,
      purchase.status,
      JSON.stringify(purchase.lines),
      purchase.total_cents,
      purchase.notes,
      recorded_at,
      place.responsible,
      received ? recorded_at : null,
      received ? place.responsible : null,
    ],
  )
}

async function receivePurchase(tx: Tx, place: Placed, recorded_at: Date): Promise<void> {
  const id = place.accepted.writes.receive_purchase_id
  if (id === undefined) return
  await tx.prepared(
    'batch-receive',
    `update purchases set status = 'received', received_at = $3, received_by = $4 where tenant_id = $1 and id = $2`,
    [tx.tenant_id, id, recorded_at, place.responsible],
  )
}

async function cancelPurchase(tx: Tx, place: Placed, recorded_at: Date): Promise<void> {
  const id = place.accepted.writes.cancel_purchase_id
  if (id === undefined) return
  await tx.prepared(
    'batch-cancel-purchase',
    `update purchases set status = 'cancelled', cancelled_at = $3, cancelled_by = $4 where tenant_id = $1 and id = $2`,
    [tx.tenant_id, id, recorded_at, place.responsible],
  )
}

async function insertDocument(tx: Tx, place: Placed, recorded_at: Date): Promise<void> {
  const { document } = place.accepted.writes
  if (document === undefined) return
  await tx.prepared(
    'batch-document',
    `insert into stock_documents (tenant_id, id, kind, branch_id, body, recorded_at, responsible) values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      tx.tenant_id,
      place.accepted.operation.id,
      document.kind,
      document.branch_id,
      JSON.stringify(document.body),
      recorded_at,
      place.responsible,
    ],
  )
}

async function openDivergences(tx: Tx, place: Placed, recorded_at: Date): Promise<void> {
  for (const divergence of place.accepted.writes.divergences ?? []) {
    await tx.prepared(
      'batch-divergence',
      `insert into divergences (tenant_id, id, kind, branch_id, product_id, operation_id, seq, facts, opened_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        tx.tenant_id,
        newId(),
        divergence.kind,
        divergence.branch_id,
        divergence.product_id,
        place.accepted.operation.id,
        place.movements.find((movement) => movement.product_id === divergence.product_id)?.seq ?? null,
        JSON.stringify(divergence.facts),
        recorded_at,
      ],
    )
  }
}
