import { type Quantity, toUnits } from '../../../domain/sync/quantity.ts'
import type { Operation } from '../../../domain/sync/write-operation.ts'
import { idForBling, reais } from './fields.ts'

/** A movement to be made in a deposit: entry, withdrawal, or the balance set to a value. */
export type NewMovement = {
  readonly product_id: string
  readonly deposit_id: string
  readonly operation: Operation
  readonly quantity: Quantity
  /** What people read beside the movement, with our reference in it. */
  readonly notes: string
  /** Cost of one unit, for entries that carry one. */
  readonly unit_cost_cents?: number
}

/** A movement in Bling's words. */
export function movementOut(movement: NewMovement): object {
  return {
    produto: { id: idForBling(movement.product_id) },
    deposito: { id: idForBling(movement.deposit_id) },
    operacao: movement.operation,
    quantidade: toUnits(movement.quantity),
    observacoes: movement.notes,
    ...(movement.unit_cost_cents === undefined ? {} : { custo: reais(movement.unit_cost_cents) }),
  }
}
