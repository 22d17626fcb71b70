import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { LotShare } from './batch/command.ts'
import type { CancelledLine, SaleToCancel } from './cancel-sale.ts'
import type { PurchaseToReceive } from './receive-purchase.ts'
import type { PurchaseLineRow } from './record-purchase.ts'

type StoredSaleLine = Omit<CancelledLine, 'lots'> & { readonly movement_count: number }

/** A sale with what each of its lines took, lots included; null when there is none of that id. */
export async function findSaleToCancel(tx: Tx, saleId: string): Promise<SaleToCancel | null> {
  const [sale] = await tx.query<{
    branch_id: string
    responsible: string
    lines: StoredSaleLine[]
    first_seq: number
    last_seq: number
  }>(sql`
    select branch_id, responsible, lines, first_seq, last_seq from sales where tenant_id = ${tx.tenant_id} and id = ${saleId}`)
  if (sale === undefined) return null
  const movements = await tx.query<{ lots: LotShare[] | null }>(sql`
    select lots from stock_movements
     where tenant_id = ${tx.tenant_id} and seq between ${sale.first_seq} and ${sale.last_seq} order by seq`)
  let next = 0
  const lines = sale.lines.map((line) => {
    const own = movements.slice(next, next + line.movement_count)
    next += line.movement_count
    return {
      ...line,
      lots: own
        .flatMap((movement) => movement.lots ?? [])
        .map((lot) => ({ ...lot, quantity: -lot.quantity })),
    }
  })
  return { sale_id: saleId, branch_id: sale.branch_id, sold_by: sale.responsible, lines }
}

/** A purchase with its lines; null when there is none of that id. */
export async function findPurchaseToReceive(tx: Tx, purchaseId: string): Promise<PurchaseToReceive | null> {
  const [purchase] = await tx.query<{ branch_id: string; lines: PurchaseLineRow[] }>(sql`
    select branch_id, lines from purchases where tenant_id = ${tx.tenant_id} and id = ${purchaseId}`)
  return purchase === undefined ? null : { purchase_id: purchaseId, ...purchase }
}

/** The sale that a device's operation became; null when it has not been applied. */
export async function findAnsweredSale(tx: Tx, opId: string): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(sql`
    select s.id from idempotency_keys k join sales s on s.tenant_id = k.tenant_id and s.id::text = k.response::jsonb ->> 'id'
     where k.tenant_id = ${tx.tenant_id} and k.key = ${opId} and k.status = 201`)
  return row?.id ?? null
}
