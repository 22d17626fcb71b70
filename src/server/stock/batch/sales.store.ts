import { type Sql, sql } from '../../db/sql.ts'
import { unnest } from '../../db/unnest.ts'
import type { Placed } from './assign.ts'

/** The statement that writes the sales of a batch; null when there are none. */
export function insertSales(tenantId: string, placed: readonly Placed[], recorded_at: Date): Sql | null {
  const sales = placed.flatMap((place) => {
    const { sale } = place.accepted.writes
    return sale === undefined ? [] : [{ ...sale, place, operation: place.accepted.operation }]
  })
  if (sales.length === 0) return null
  const rows = unnest([
    ['uuid', sales.map((sale) => sale.operation.id)],
    ['bigint', sales.map((sale) => sale.place.number)],
    ['uuid', sales.map((sale) => sale.branch_id)],
    ['text', sales.map((sale) => sale.operation.terminal)],
    ['text', sales.map((sale) => sale.payment_method)],
    ['text', sales.map((sale) => JSON.stringify(sale.lines))],
    ['bigint', sales.map((sale) => sale.total_cents)],
    ['bigint', sales.map((sale) => sale.savings_cents)],
    ['integer', sales.map((sale) => sale.unpriced_lines)],
    ['bigint', sales.map((sale) => sale.place.movements[0]?.seq ?? 0)],
    ['bigint', sales.map((sale) => sale.place.movements.at(-1)?.seq ?? 0)],
    ['boolean', sales.map((sale) => sale.operation.from_device)],
    ['timestamptz', sales.map((sale) => sale.operation.occurred_at ?? recorded_at)],
    ['uuid', sales.map((sale) => sale.place.responsible)],
  ])
  return sql`
    insert into sales (tenant_id, id, number, branch_id, terminal, payment_method, lines, total_cents, savings_cents, unpriced_lines,
                       first_seq, last_seq, from_device, occurred_at, recorded_at, responsible)
    select ${tenantId}::uuid, id, number, branch_id, terminal, payment_method, lines::jsonb, total_cents, savings_cents, unpriced_lines,
           first_seq, last_seq, from_device, occurred_at, ${recorded_at}, responsible
      from ${rows} as row (id, number, branch_id, terminal, payment_method, lines, total_cents, savings_cents, unpriced_lines,
                           first_seq, last_seq, from_device, occurred_at, responsible)`
}
