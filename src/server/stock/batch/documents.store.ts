import { arrayLiteral } from '../../db/array-literal.ts'
import type { Tx } from '../../db/database.ts'
import { newId } from '../../kernel/ids.ts'
import type { Placed } from './assign.ts'
import { writeCatalogPlan } from './catalog-plans.store.ts'

/** Writes what commands leave besides movements: sales, purchases, counts, transfers, divergences, products. */
export async function writeDocuments(tx: Tx, placed: readonly Placed[], recorded_at: Date): Promise<void> {
  await insertSales(tx, placed, recorded_at)
  await cancelSales(tx, placed, recorded_at)
  for (const place of placed) {
    await insertPurchase(tx, place, recorded_at)
    await receivePurchase(tx, place, recorded_at)
    await insertDocument(tx, place, recorded_at)
    await openDivergences(tx, place, recorded_at)
    await writeCatalogPlan(tx, place)
  }
}

async function insertSales(tx: Tx, placed: readonly Placed[], recorded_at: Date): Promise<void> {
  const rows = placed.flatMap((place) => {
    const { sale } = place.accepted.writes
    return sale === undefined ? [] : [{ ...sale, place, operation: place.accepted.operation }]
  })
  if (rows.length === 0) return
  await tx.prepared(
    'batch-sales-insert',
    `insert into sales (tenant_id, id, number, branch_id, terminal, payment_method, lines, total_cents, savings_cents, unpriced_lines,
                        first_seq, last_seq, from_device, occurred_at, recorded_at, responsible)
     select $1, id, number, branch_id, terminal, payment_method, lines::jsonb, total_cents, savings_cents, unpriced_lines,
            first_seq, last_seq, from_device, occurred_at, $15, responsible
       from unnest($2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[], $10::integer[],
                   $11::bigint[], $12::bigint[], $13::boolean[], $14::timestamptz[], $16::uuid[])
         as row (id, number, branch_id, terminal, payment_method, lines, total_cents, savings_cents, unpriced_lines, first_seq, last_seq,
                 from_device, occurred_at, responsible)`,
    [
      tx.tenant_id,
      arrayLiteral(rows.map((row) => row.operation.id)),
      arrayLiteral(rows.map((row) => row.place.number)),
      arrayLiteral(rows.map((row) => row.branch_id)),
      arrayLiteral(rows.map((row) => row.operation.terminal)),
      arrayLiteral(rows.map((row) => row.payment_method)),
      arrayLiteral(rows.map((row) => JSON.stringify(row.lines))),
      arrayLiteral(rows.map((row) => row.total_cents)),
      arrayLiteral(rows.map((row) => row.savings_cents)),
      arrayLiteral(rows.map((row) => row.unpriced_lines)),
      arrayLiteral(rows.map((row) => row.place.movements[0]?.seq ?? 0)),
      arrayLiteral(rows.map((row) => row.place.movements.at(-1)?.seq ?? 0)),
      arrayLiteral(rows.map((row) => row.operation.from_device)),
      arrayLiteral(rows.map((row) => row.operation.occurred_at ?? recorded_at)),
      recorded_at,
      arrayLiteral(rows.map((row) => row.place.responsible)),
    ],
  )
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
