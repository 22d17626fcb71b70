import type { Sim } from '../sim.ts'
import { moveStock } from './movement.ts'
import type { Order } from './order.ts'
import { announceVirtual, orderDeposit, orderLines, reserve, virtualDelay } from './reservation.ts'

/**
 * Takes an order's products out of a deposit. Its reservation ends in the same breath, so that no reader
 * sees the units both gone and reserved. Returns `undefined` when the stock was launched before.
 */
export function launchOrderStock(
  sim: Sim,
  companyId: string,
  order: Order,
  depositId: number,
): Order | undefined {
  if (order.launched) return undefined
  const lines = orderLines(sim, companyId, order, depositId)
  for (const line of lines) {
    const held = order.reserved.find(
      (other) => other.product_id === line.product_id && other.deposit_id === depositId,
    )
    moveStock(sim, companyId, {
      product_id: line.product_id,
      deposit_id: depositId,
      operation: 'S',
      quantity: line.quantity,
      reserved: -(held?.quantity ?? 0),
      observacoes: `Pedido de venda nº ${order.numero}`,
      origin: 'order',
      source_id: order.id,
    })
  }
  const elsewhere = order.reserved.filter(
    (held) => held.deposit_id !== depositId || !lines.some((line) => line.product_id === held.product_id),
  )
  const touched = new Set(
    order.reserved.filter((held) => !elsewhere.includes(held)).map((held) => held.product_id),
  )
  announceVirtual(sim, companyId, touched, virtualDelay(sim, companyId))
  const launched = reserve(sim, companyId, { ...order, launched: lines, reserved: elsewhere }, 0)
  sim.world.orders.put(companyId, order.id, launched)
  return launched
}

/** Gives back what an order took, and reserves again if its situation does. `undefined` when nothing was launched. */
export function reverseOrderStock(sim: Sim, companyId: string, order: Order): Order | undefined {
  if (!order.launched) return undefined
  const reversed = reserve(sim, companyId, { ...order, launched: null }, 0)
  sim.world.orders.put(companyId, order.id, reversed)
  for (const line of order.launched) {
    moveStock(sim, companyId, {
      product_id: line.product_id,
      deposit_id: line.deposit_id,
      operation: 'E',
      quantity: line.quantity,
      observacoes: `Estorno do pedido de venda nº ${order.numero}`,
      origin: 'order',
      source_id: order.id,
    })
  }
  return reversed
}

/** Ships an order from where it reserved. */
export function shipOrder(sim: Sim, companyId: string, order: Order): Order | undefined {
  return launchOrderStock(sim, companyId, order, orderDeposit(sim, companyId, order))
}
