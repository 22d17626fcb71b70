import type { Level } from '../../../src/domain/stock/level.ts'
import { type Sql, sql } from '../../../src/server/db/sql.ts'
import type { ChainedMovement } from '../../../src/server/stock/batch/ledger-chain.ts'
import type { Process } from './world.ts'

/** A level as the shadow of the ledger has it. */
export type ItemRow = Level & {
  readonly branch_id: string
  readonly product_id: string
  readonly qty_units: number
  readonly total_bottles: number
  readonly status: string
  readonly low_stock_alert: number
  readonly last_seq: number
  readonly incoming_units: number
  readonly first_entry_at: Date | null
  readonly last_count_at: Date | null
}

export type LotRow = {
  readonly branch_id: string
  readonly product_id: string
  readonly batch_number: string
  readonly expiry_date: string | null
  readonly quantity: number
}

export type DayRow = {
  readonly business_day: string
  readonly branch_id: string
  readonly product_id: string
  readonly doses_per_bottle: number
  readonly sold: number
  readonly returned: number
  readonly muntu_packs: number
  readonly muntu_quantity: number
  readonly amount_cents: number
}

export type SaleRow = {
  readonly id: string
  readonly number: number
  readonly lines: readonly {
    readonly product_id: string
    readonly amount_cents: number | null
    readonly packs: number
    readonly movement_count: number
  }[]
  readonly total_cents: number
  readonly first_seq: number
  readonly last_seq: number
  readonly cancelled_at: Date | null
}

/** Everything that is written about one company's stock. */
export type Books = {
  readonly head: {
    readonly last_seq: number
    readonly last_hash: string
    readonly last_sale_number: number
    readonly last_purchase_number: number
  }
  readonly movements: readonly ChainedMovement[]
  readonly items: readonly ItemRow[]
  readonly lots: readonly LotRow[]
  readonly days: readonly DayRow[]
  readonly sales: readonly SaleRow[]
  readonly purchases: readonly { readonly id: string; readonly number: number; readonly status: string }[]
  readonly divergences: readonly { readonly kind: string; readonly operation_id: string }[]
  readonly documents: readonly { readonly id: string; readonly kind: string }[]
  readonly keys: readonly { readonly key: string; readonly status: number; readonly response: string }[]
}

/** Reads all of a company's books in one transaction. */
export async function readBooks(process: Pick<Process, 'database'>, tenantId: string): Promise<Books> {
  return process.database.tenant(tenantId, async (tx) => {
    const all = <Row extends object>(statement: Sql) => tx.query<Row>(statement)
    const [head] = await all<Books['head']>(sql`
      select last_seq, encode(last_hash, 'hex') as last_hash, last_sale_number, last_purchase_number
        from ledgers where tenant_id = ${tenantId}`)
    if (head === undefined) throw new Error('the company has no ledger')
    return {
      head,
      movements: await all(sql`
        select tenant_id, seq, recorded_at, occurred_at, id, branch_id, product_id, operation_id, sale_id, purchase_id, responsible,
               quantity, quantity_before, quantity_after, closed_boxes_before, closed_boxes_after, open_box_before, open_box_after,
               open_bottle_before, open_bottle_after, units_per_box, doses_per_bottle, boxes_opened, bottles_opened,
               unit_cost_micros, box_opened_automatically, from_device, movement_type, reason, terminal, notes, lots,
               encode(hash, 'hex') as hash
          from stock_movements where tenant_id = ${tenantId} order by seq`),
      items: await all(sql`
        select branch_id, product_id, closed_boxes, open_box_units, open_bottle_doses, units_per_box, doses_per_bottle, qty_units,
               total_bottles, status, low_stock_alert, last_seq, incoming_units, first_entry_at, last_count_at
          from inventory_items where tenant_id = ${tenantId}`),
      lots: await all(sql`
        select branch_id, product_id, batch_number, expiry_date, quantity from lots where tenant_id = ${tenantId}`),
      days: await all(sql`
        select business_day, branch_id, product_id, doses_per_bottle, sold, returned, muntu_packs, muntu_quantity, amount_cents
          from daily_sales where tenant_id = ${tenantId}`),
      sales: await all(sql`
        select id, number, lines, total_cents, first_seq, last_seq, cancelled_at
          from sales where tenant_id = ${tenantId} order by number`),
      purchases: await all(sql`
        select id, number, status from purchases where tenant_id = ${tenantId} order by number`),
      divergences: await all(sql`select kind, operation_id from divergences where tenant_id = ${tenantId}`),
      documents: await all(sql`select id, kind from stock_documents where tenant_id = ${tenantId}`),
      keys: await all(sql`select key, status, response from idempotency_keys where tenant_id = ${tenantId}`),
    }
  })
}

/** The level before and after a movement. Its packing is the one it leaves; only `box_config` finds another. */
export function levelsIn(row: ChainedMovement): {
  readonly before: Omit<Level, 'units_per_box' | 'doses_per_bottle'>
  readonly after: Level
} {
  return {
    before: {
      closed_boxes: row.closed_boxes_before,
      open_box_units: row.open_box_before,
      open_bottle_doses: row.open_bottle_before,
    },
    after: {
      units_per_box: row.units_per_box,
      doses_per_bottle: row.doses_per_bottle,
      closed_boxes: row.closed_boxes_after,
      open_box_units: row.open_box_after,
      open_bottle_doses: row.open_bottle_after,
    },
  }
}
