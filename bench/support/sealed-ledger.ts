import pg from 'pg'
import { emptyLevel, type Level, quantityOnHand } from '../../src/domain/stock/level.ts'
import { putPortion } from '../../src/domain/stock/put.ts'
import { takePortion } from '../../src/domain/stock/take.ts'
import type { Connection } from '../../src/server/db/database.ts'
import {
  type ChainedMovement,
  GENESIS_HASH,
  type LedgerRow,
  sealOf,
} from '../../src/server/stock/batch/ledger-chain.ts'
import { branchId, personId, productId } from './large-company.ts'

/** The company whose ledger is sealed for real. */
export const SEALED_TENANT_ID = '00000000-0000-7000-8000-0000000000bb'

const PRODUCTS = 1_000
const ROWS_A_STATEMENT = 2_000
const FIRST_ENTRY_BOXES = 1_000_000

/** Writes a ledger that holds: real seals, contiguous levels, levels and daily sums to match. One entry per product, then sales. */
export async function writeSealedLedger(connection: Connection, movements: number): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect()
  await client.query(`set app.tenant_id = '${SEALED_TENANT_ID}'`)
  await client.query(`insert into tenants (id, name) values ($1, 'Bar Selado')`, [SEALED_TENANT_ID])
  await client.query('insert into branches (tenant_id, id, name) values ($1, $2, $3)', [
    SEALED_TENANT_ID,
    branchId(1),
    'Matriz',
  ])
  const levels = new Map<string, Level>()
  let hash = GENESIS_HASH
  for (let seq = 1; seq <= movements; ) {
    const rows: ChainedMovement[] = []
    while (rows.length < ROWS_A_STATEMENT && seq <= movements) {
      const row = nextRow(levels, seq)
      hash = sealOf(hash, row)
      rows.push({ ...row, hash })
      seq += 1
    }
    await client.query(INSERT, [JSON.stringify(rows.map((row) => ({ ...row, hash: `\\x${row.hash}` })))])
  }
  await client.query(
    `insert into ledgers (tenant_id, last_seq, last_hash, last_recorded_at) values ($1, $2, decode($3, 'hex'), now())`,
    [SEALED_TENANT_ID, movements, hash],
  )
  await client.query(LEVELS, [SEALED_TENANT_ID])
  await client.query(DAYS, [SEALED_TENANT_ID])
  await client.query('vacuum analyze')
  await client.end()
}

function nextRow(levels: Map<string, Level>, seq: number): LedgerRow {
  const product_id = productId(1 + (seq % PRODUCTS))
  const known = levels.get(product_id)
  const before = known ?? emptyLevel({ units_per_box: 12, doses_per_bottle: null })
  const change =
    known === undefined
      ? putPortion(before, { boxes: FIRST_ENTRY_BOXES, units: 0, doses: 0 })
      : takePortion(before, { boxes: 0, units: 1 + (seq % 3), doses: 0 })
  const after = change.level
  levels.set(product_id, after)
  const at = new Date(1_760_000_000_000 + seq * 1_000)
  return {
    tenant_id: SEALED_TENANT_ID,
    seq,
    recorded_at: at,
    occurred_at: at,
    id: productId(seq),
    branch_id: branchId(1),
    product_id,
    operation_id: productId(seq),
    sale_id: productId(seq),
    purchase_id: null,
    responsible: personId(1),
    quantity: quantityOnHand(after) - quantityOnHand(before),
    quantity_before: quantityOnHand(before),
    quantity_after: quantityOnHand(after),
    closed_boxes_before: before.closed_boxes,
    closed_boxes_after: after.closed_boxes,
    open_box_before: before.open_box_units,
    open_box_after: after.open_box_units,
    open_bottle_before: 0,
    open_bottle_after: 0,
    units_per_box: 12,
    doses_per_bottle: null,
    boxes_opened: change.boxes_opened,
    bottles_opened: 0,
    unit_cost_micros: null,
    box_opened_automatically: change.boxes_opened > 0,
    from_device: false,
    movement_type: known === undefined ? 'purchase' : 'sale',
    reason: null,
    terminal: 'caixa-1',
    notes: null,
    lots: null,
  }
}

const COLUMNS = `
  tenant_id, seq, recorded_at, occurred_at, id, branch_id, product_id, operation_id, sale_id, purchase_id, responsible, quantity,
  quantity_before, quantity_after, closed_boxes_before, closed_boxes_after, open_box_before, open_box_after, open_bottle_before,
  open_bottle_after, units_per_box, doses_per_bottle, boxes_opened, bottles_opened, unit_cost_micros, box_opened_automatically,
  from_device, movement_type, reason, terminal, notes, lots, hash`

const INSERT = `
  insert into stock_movements (${COLUMNS}) select ${COLUMNS} from json_populate_recordset(null::stock_movements, $1)`

const LEVELS = `
  insert into inventory_items (tenant_id, branch_id, product_id, closed_boxes, open_box_units, units_per_box, qty_units,
      total_bottles, last_seq, status)
  select distinct on (product_id) tenant_id, branch_id, product_id, closed_boxes_after, open_box_after, units_per_box,
         quantity_after, quantity_after, seq, 'ok'
    from stock_movements where tenant_id = $1 order by product_id, seq desc`

const DAYS = `
  insert into daily_sales (tenant_id, business_day, branch_id, product_id, sold)
  select tenant_id, '2026-01-01', branch_id, product_id, -sum(quantity)
    from stock_movements where tenant_id = $1 and movement_type = 'sale' group by tenant_id, branch_id, product_id`
