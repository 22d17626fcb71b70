import type * as z from 'zod'
import type { movement } from '../../contract/movements.ts'
import { raw } from '../db/sql.ts'

/** A movement as clients see it. */
export type Movement = z.input<typeof movement>

/** A movement of the database, with the names of what it points at. */
export type MovementRow = Omit<Movement, 'occurred_at' | 'recorded_at' | 'responsible_name'> & {
  readonly occurred_at: Date
  readonly recorded_at: Date
  readonly responsible_name: string | null
}

/** Who stands behind what the product did by itself. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** What to select for a movement `m`, its product `p`, its branch `b` and whoever is responsible, `a`. */
export const MOVEMENT_COLUMNS = raw(`
  m.id, m.seq, m.product_id, p.name as product_name, p.sku, m.branch_id, b.name as branch_name, m.movement_type, m.quantity,
  m.quantity_before, m.quantity_after, m.closed_boxes_before, m.closed_boxes_after, m.open_box_before, m.open_box_after,
  m.open_bottle_before, m.open_bottle_after, m.units_per_box, m.doses_per_bottle, m.boxes_opened, m.bottles_opened,
  m.box_opened_automatically, m.reason, m.responsible, a.name as responsible_name, m.terminal, m.operation_id, m.sale_id,
  m.purchase_id, m.unit_cost_micros, m.notes, m.lots, m.from_device, m.occurred_at, m.recorded_at, encode(m.hash, 'hex') as hash`)

/** The joins that give a movement `m` its names. */
export const MOVEMENT_NAMES = raw(`
  join products p on p.tenant_id = m.tenant_id and p.id = m.product_id
  join branches b on b.tenant_id = m.tenant_id and b.id = m.branch_id
  left join actors a on a.tenant_id = m.tenant_id and a.id = m.responsible`)

/** Shapes a row for clients. */
export function movementOf(row: MovementRow): Movement {
  return {
    ...row,
    responsible_name: actorName(row.responsible, row.responsible_name),
    occurred_at: row.occurred_at.toISOString(),
    recorded_at: row.recorded_at.toISOString(),
  }
}

/** What to call whoever did something: by the name on record, else what can be said without one. */
export function actorName(id: string, name: string | null): string {
  return name ?? (id === NOBODY ? 'Sistema' : 'Desconhecido')
}
