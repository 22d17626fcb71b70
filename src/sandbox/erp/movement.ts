import { roundQuantity } from '../kernel/numbers.ts'
import type { Sim } from '../sim.ts'
import { emitStockMoved, scheduleVirtualStock } from '../webhooks/stock-events.ts'
import { actualLevel, changeLevel } from './balance.ts'
import { currentCompany } from './company.ts'
import { kitsWith } from './product.ts'

/** `B` sets the balance, `E` adds, `S` takes. */
export type Operation = 'B' | 'E' | 'S'

/** Who made a movement. Bling's API never tells; assertions need it. */
export type MovementOrigin = 'api' | 'screen' | 'order' | 'invoice'

/** One physical movement. Only a person ever corrects or deletes one. */
export interface Movement {
  readonly id: number
  readonly product_id: number
  readonly deposit_id: number
  readonly operation: Operation
  /** As sent: for `B` the balance set, else how much was added or taken. */
  readonly quantity: number
  readonly before: number
  readonly after: number
  readonly observacoes: string
  readonly origin: MovementOrigin
  /** The order or invoice it was launched from, or `null`. */
  readonly source_id: number | null
  readonly at: number
}

/** What to move. `reserved` moves the reservation in the same breath, as launching an order does. */
export interface MovementRequest {
  readonly product_id: number
  readonly deposit_id: number
  readonly operation: Operation
  readonly quantity: number
  readonly observacoes?: string
  readonly origin: MovementOrigin
  readonly source_id?: number | null
  readonly reserved?: number
}

/** Moves stock, records it and announces it. Balances may go below zero, as Bling's do. */
export function moveStock(sim: Sim, companyId: string, request: MovementRequest): Movement {
  const before = actualLevel(sim, companyId, request.product_id, request.deposit_id).physical
  const after = roundQuantity(
    request.operation === 'B'
      ? request.quantity
      : request.operation === 'E'
        ? before + request.quantity
        : before - request.quantity,
  )
  const delay = balanceDelay(sim, companyId)
  changeLevel(sim, companyId, request, {
    physical: roundQuantity(after - before),
    reserved: request.reserved ?? 0,
    delay_ms: delay,
    cause: request.source_id ?? null,
  })
  const movement: Movement = {
    id: sim.random.nextId(),
    product_id: request.product_id,
    deposit_id: request.deposit_id,
    operation: request.operation,
    quantity: request.quantity,
    before,
    after,
    observacoes: request.observacoes ?? '',
    origin: request.origin,
    source_id: request.source_id ?? null,
    at: sim.clock.now(),
  }
  sim.world.movements.put(companyId, movement.id, movement)
  announce(sim, companyId, movement, 'created', delay)
  return movement
}

/** Corrects what a movement says. The balance follows by the difference, whatever moved since. */
export function amendMovement(
  sim: Sim,
  companyId: string,
  movement: Movement,
  words: Pick<Movement, 'quantity' | 'observacoes'>,
): Movement {
  const more = roundQuantity(words.quantity - movement.quantity)
  const change = movement.operation === 'S' ? -more : more
  const amended = { ...movement, ...words, after: roundQuantity(movement.after + change) }
  sim.world.movements.put(companyId, movement.id, amended)
  shift(sim, companyId, amended, change, 'updated')
  return amended
}

/** Deletes a movement. What it changed is taken back, whatever moved since. */
export function removeMovement(sim: Sim, companyId: string, movement: Movement): void {
  sim.world.movements.remove(companyId, movement.id)
  shift(sim, companyId, movement, roundQuantity(movement.before - movement.after), 'deleted')
}

function shift(
  sim: Sim,
  companyId: string,
  movement: Movement,
  physical: number,
  action: 'updated' | 'deleted',
): void {
  const delay = balanceDelay(sim, companyId)
  changeLevel(sim, companyId, movement, { physical, reserved: 0, delay_ms: delay, cause: null })
  announce(sim, companyId, movement, action, delay)
}

function balanceDelay(sim: Sim, companyId: string): number {
  const { balance_delay_ms } = currentCompany(sim, companyId).settings
  return sim.random.int('balance-delay', balance_delay_ms) + sim.faults.staleBalanceMs(companyId)
}

function announce(
  sim: Sim,
  companyId: string,
  movement: Movement,
  action: 'created' | 'updated' | 'deleted',
  delay: number,
): void {
  emitStockMoved(sim, companyId, movement, action)
  for (const kit of kitsWith(sim, companyId, movement.product_id))
    scheduleVirtualStock(sim, companyId, kit.id, delay)
}
