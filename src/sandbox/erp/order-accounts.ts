import type { Sim } from '../sim.ts'
import type { Order } from './order.ts'
import { openReceivable, type Receivable } from './receivable.ts'

/** The receivables launched from an order. */
export function orderReceivables(sim: Sim, companyId: string, orderId: number): Receivable[] {
  return [...sim.world.receivables.in(companyId).values()].filter(
    (receivable) => receivable.order_id === orderId,
  )
}

/** Opens one receivable per instalment; `false` when that was done before. */
export function addOrderReceivables(sim: Sim, companyId: string, order: Order): boolean {
  if (orderReceivables(sim, companyId, order.id).length > 0) return false
  for (const instalment of order.doc.parcelas) {
    openReceivable(sim, companyId, {
      vencimento: instalment.dataVencimento,
      valor: instalment.valor,
      dataEmissao: order.doc.data,
      contact_id: order.doc.contato.id,
      payment_method_id: instalment.formaPagamento.id,
      historico: `Ref. ao pedido de venda nº ${order.numero}`,
      numeroDocumento: String(order.numero),
      order_id: order.id,
    })
  }
  return true
}

/** Takes them back; `false` when there are none. */
export function removeOrderReceivables(sim: Sim, companyId: string, order: Order): boolean {
  const receivables = orderReceivables(sim, companyId, order.id)
  for (const receivable of receivables) sim.world.receivables.remove(companyId, receivable.id)
  return receivables.length > 0
}
