import { arrayLiteral } from '../../db/array-literal.ts'
import type { Tx } from '../../db/database.ts'
import type { Placed } from './assign.ts'
import type { LedgerRow } from './ledger-chain.ts'

/** The columns that go as they stand, with their types; lots and seal are written in their own form. */
const COLUMNS = [
  ['seq', 'bigint'],
  ['recorded_at', 'timestamptz'],
  ['occurred_at', 'timestamptz'],
  ['id', 'uuid'],
  ['branch_id', 'uuid'],
  ['product_id', 'uuid'],
  ['operation_id', 'uuid'],
  ['sale_id', 'uuid'],
  ['purchase_id', 'uuid'],
  ['responsible', 'uuid'],
  ['quantity', 'bigint'],
  ['quantity_before', 'bigint'],
  ['quantity_after', 'bigint'],
  ['closed_boxes_before', 'integer'],
  ['closed_boxes_after', 'integer'],
  ['open_box_before', 'integer'],
  ['open_box_after', 'integer'],
  ['open_bottle_before', 'integer'],
  ['open_bottle_after', 'integer'],
  ['units_per_box', 'integer'],
  ['doses_per_bottle', 'integer'],
  ['boxes_opened', 'integer'],
  ['bottles_opened', 'integer'],
  ['unit_cost_micros', 'bigint'],
  ['box_opened_automatically', 'boolean'],
  ['from_device', 'boolean'],
  ['movement_type', 'text'],
  ['reason', 'text'],
  ['terminal', 'text'],
  ['notes', 'text'],
] as const satisfies readonly (readonly [keyof LedgerRow, string])[]

const NAMES = [...COLUMNS.map(([name]) => name), 'lots', 'hash']
const TYPES = [...COLUMNS.map(([, type]) => type), 'text', 'text']

const INSERT = `
  insert into stock_movements (tenant_id, ${NAMES.join(', ')})
  select $1, ${COLUMNS.map(([name]) => name).join(', ')}, lots::jsonb, decode(hash, 'hex')
    from unnest(${TYPES.map((type, index) => `$${index + 2}::${type}[]`).join(', ')}) as row (${NAMES.join(', ')})`

/** Appends the movements of a batch to the ledger in one statement. */
export async function writeMovements(tx: Tx, placed: readonly Placed[]): Promise<void> {
  const rows = placed.flatMap((place) => place.movements)
  if (rows.length === 0) return
  await tx.prepared('batch-movements', INSERT, [
    tx.tenant_id,
    ...COLUMNS.map(([name]) => arrayLiteral(rows.map((row) => row[name]))),
    arrayLiteral(rows.map((row) => (row.lots === null ? null : JSON.stringify(row.lots)))),
    arrayLiteral(rows.map((row) => row.hash)),
  ])
}
