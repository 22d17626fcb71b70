import type { ArrayType } from '../../db/array-parameter.ts'
import { raw, type Sql, sql } from '../../db/sql.ts'
import { unnest } from '../../db/unnest.ts'
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
] as const satisfies readonly (readonly [keyof LedgerRow, ArrayType])[]

const NAMES = raw([...COLUMNS.map(([name]) => name), 'lots', 'hash'].join(', '))
const PLAIN = raw(COLUMNS.map(([name]) => name).join(', '))

/** The statement that appends the movements of a batch to the ledger; null when there are none. */
export function insertMovements(tenantId: string, placed: readonly Placed[]): Sql | null {
  const rows = placed.flatMap((place) => place.movements)
  if (rows.length === 0) return null
  const columns = unnest([
    ...COLUMNS.map(([name, type]) => [type, rows.map((row) => row[name])] as const),
    ['text', rows.map((row) => (row.lots === null ? null : JSON.stringify(row.lots)))],
    ['bytea', rows.map((row) => row.hash)],
  ])
  return sql`
    insert into stock_movements (tenant_id, ${NAMES})
    select ${tenantId}::uuid, ${PLAIN}, lots::jsonb, hash from ${columns} as row (${NAMES})`
}
