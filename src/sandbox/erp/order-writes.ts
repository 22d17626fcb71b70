import type { Sim } from '../sim.ts'
import { emit } from '../webhooks/emit.ts'
import { emitLegacyOrder } from '../webhooks/legacy-order.ts'
import { currentCompany, type TransitionAction, takeNumber } from './company.ts'
import type { Order, OrderDoc } from './order.ts'
import { orderTotal } from './order.ts'
import { addOrderReceivables, orderReceivables, removeOrderReceivables } from './order-accounts.ts'
import { reverseOrderStock, shipOrder } from './order-stock.ts'
import { reserve } from './reservation.ts'
import { CANCELLED_SITUATION, OPEN_SITUATION, situationValue } from './situation.ts'

/** What a person may choose when creating an order; the API always creates open ones. */
export interface OrderOptions {
  readonly situation_id?: number
  readonly deposit_id?: number | null
}

/** Creates an order, reserves for it and announces it. */
export function createOrder(sim: Sim, companyId: string, doc: OrderDoc, options: OrderOptions = {}): Order {
  const now = sim.clock.now()
  const order = reserve(sim, companyId, {
    id: sim.random.nextId(),
    numero: takeNumber(sim, companyId, 'next_order_number'),
    situation_id: options.situation_id ?? OPEN_SITUATION,
    doc: numbered(sim, doc),
    deposit_id: options.deposit_id ?? null,
    reserved: [],
    launched: null,
    invoice_id: null,
    created_at: now,
    altered_at: now,
  })
  sim.world.orders.put(companyId, order.id, order)
  announce(sim, companyId, order, 'order.created')
  return order
}

/** Replaces what an order says; stock already launched stays as it is until reversed. */
export function updateOrder(sim: Sim, companyId: string, order: Order, doc: OrderDoc): Order {
  const changed = reserve(sim, companyId, { ...order, doc: numbered(sim, doc), altered_at: sim.clock.now() })
  sim.world.orders.put(companyId, order.id, changed)
  announce(sim, companyId, changed, 'order.updated')
  return changed
}

/** Moves an order to another situation and runs what the account automates for that step. */
export function changeOrderSituation(sim: Sim, companyId: string, order: Order, situationId: number): Order {
  const from = order.situation_id
  let changed = reserve(sim, companyId, { ...order, situation_id: situationId, altered_at: sim.clock.now() })
  sim.world.orders.put(companyId, order.id, changed)
  for (const transition of currentCompany(sim, companyId).settings.transitions) {
    if (transition.to !== situationId || (transition.from !== null && transition.from !== from)) continue
    for (const action of transition.actions) changed = automate(sim, companyId, changed, action)
  }
  announce(sim, companyId, changed, 'order.updated')
  return changed
}

/** Why an order cannot be removed now, or `undefined`. */
export function removalObstacle(sim: Sim, companyId: string, order: Order): string | undefined {
  if (orderReceivables(sim, companyId, order.id).length > 0)
    return `A venda número ${order.numero} contém contas a receber.`
  if (order.launched) return `A venda número ${order.numero} contém estoque lançado.`
  return undefined
}

/** Removes an order: it is first cancelled, which is announced, and then gone. */
export function removeOrder(sim: Sim, companyId: string, order: Order): void {
  changeOrderSituation(sim, companyId, order, CANCELLED_SITUATION)
  sim.world.orders.remove(companyId, order.id)
  emit(sim, companyId, 'order.deleted', { id: order.id })
}

function automate(sim: Sim, companyId: string, order: Order, action: TransitionAction): Order {
  switch (action) {
    case 'lancarEstoque':
      return shipOrder(sim, companyId, order) ?? order
    case 'estornarEstoque':
      return reverseOrderStock(sim, companyId, order) ?? order
    case 'lancarContas':
      addOrderReceivables(sim, companyId, order)
      return order
    case 'estornarContas':
      removeOrderReceivables(sim, companyId, order)
      return order
  }
}

/** Items and instalments get ids of their own, also when an order is replaced. */
function numbered(sim: Sim, doc: OrderDoc): OrderDoc {
  return {
    ...doc,
    itens: doc.itens.map((item) => ({ ...item, id: sim.random.nextId() })),
    parcelas: doc.parcelas.map((instalment) => ({ ...instalment, id: sim.random.nextId() })),
  }
}

/** The payload carries no items: receivers must fetch the order. */
function announce(sim: Sim, companyId: string, order: Order, event: 'order.created' | 'order.updated'): void {
  emit(sim, companyId, event, {
    id: order.id,
    data: order.doc.data,
    numero: order.numero,
    numeroLoja: order.doc.numeroLoja ?? '',
    total: orderTotal(order.doc),
    contato: { id: order.doc.contato.id },
    vendedor: { id: order.doc.vendedor?.id ?? 0 },
    loja: { id: order.doc.loja?.id ?? 0 },
    situacao: { id: order.situation_id, valor: situationValue(sim, companyId, order.situation_id) },
  })
  emitLegacyOrder(sim, companyId, order)
}
