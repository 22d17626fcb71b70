import * as z from 'zod'
import { finalConsumer } from '../erp/contact.ts'
import {
  changeInvoiceSituation,
  type Invoice,
  invoiceObstacle,
  invoiceOrder,
  removeInvoice,
} from '../erp/invoice.ts'
import { type Order, type OrderDoc, orderTotal } from '../erp/order.ts'
import { launchOrderStock, reverseOrderStock, shipOrder } from '../erp/order-stock.ts'
import {
  changeOrderSituation,
  createOrder,
  removalObstacle,
  removeOrder,
  updateOrder,
} from '../erp/order-writes.ts'
import { localDate } from '../kernel/dates.ts'
import type { Sim } from '../sim.ts'
import { companyOf, depositOf } from './companies.ts'
import { ControlError, found } from './control-error.ts'
import { productOf } from './goods.ts'

const items = z
  .array(
    z.strictObject({
      product_id: z.int(),
      quantity: z.number().positive(),
      price: z.number().min(0).optional(),
    }),
  )
  .min(1)

/** `POST .../orders`: an order that came in by itself or was typed. */
const newOrderSchema = z.strictObject({
  items,
  situation_id: z.int().default(6),
  contact_id: z.int().optional(),
  channel_id: z.int().optional(),
  shop_number: z.string().optional(),
  notes: z.string().default(''),
  /** Reserves and ships from this deposit instead of the usual one. */
  deposit_id: z.int().optional(),
})

/** `PATCH .../orders/{order_id}`. */
const orderPatchSchema = z.strictObject({ items: items.optional(), situation_id: z.int().optional() })

/** `POST .../orders/{order_id}/ship`. */
export const shipSchema = z.strictObject({ deposit_id: z.int().optional() }).default({})

/** `POST .../orders/{order_id}/invoice`. */
export const invoiceSchema = z
  .strictObject({ kind: z.enum(['nfe', 'nfce']).default('nfe') })
  .default({ kind: 'nfe' })

/** `PATCH .../invoices/{invoice_id}`: 2 cancelled, 4 rejected, 5 authorised... */
const invoicePatchSchema = z.strictObject({ situation: z.int().min(1).max(11) })

/** The order, or a 404. */
export function orderOf(sim: Sim, companyId: string, orderId: number): Order {
  companyOf(sim, companyId)
  return found(sim.world.orders.get(companyId, orderId), 'order')
}

/** Adds an order. */
export function addOrder(
  sim: Sim,
  companyId: string,
  input: z.input<typeof newOrderSchema>,
): { order_id: number; number: number } {
  const wanted = newOrderSchema.parse(input)
  companyOf(sim, companyId)
  const today = localDate(sim.clock.now())
  const doc: OrderDoc = {
    contato: { id: wanted.contact_id ?? finalConsumer(sim, companyId).id },
    data: today,
    dataSaida: today,
    dataPrevista: today,
    observacoes: wanted.notes,
    itens: orderItems(sim, companyId, wanted.items),
    parcelas: [],
    ...(wanted.channel_id === undefined ? {} : { loja: { id: wanted.channel_id } }),
    ...(wanted.shop_number === undefined ? {} : { numeroLoja: wanted.shop_number }),
  }
  const order = createOrder(sim, companyId, payable(sim, companyId, doc), {
    situation_id: wanted.situation_id,
    deposit_id: wanted.deposit_id === undefined ? null : depositOf(sim, companyId, wanted.deposit_id).id,
  })
  return { order_id: order.id, number: order.numero }
}

/** Edits an order's items, its situation, or both. */
export function patchOrder(
  sim: Sim,
  companyId: string,
  orderId: number,
  input: z.input<typeof orderPatchSchema>,
): Order {
  const patch = orderPatchSchema.parse(input)
  let order = orderOf(sim, companyId, orderId)
  if (patch.items) {
    const doc = { ...order.doc, itens: orderItems(sim, companyId, patch.items) }
    order = updateOrder(sim, companyId, order, payable(sim, companyId, doc))
  }
  if (patch.situation_id !== undefined) {
    found(sim.world.situations.get(companyId, patch.situation_id), 'situation')
    order = changeOrderSituation(sim, companyId, order, patch.situation_id)
  }
  return order
}

/** Ships: launches the stock from the named deposit, or from where the order reserved. The situation stays. */
export function ship(
  sim: Sim,
  companyId: string,
  orderId: number,
  input: z.input<typeof shipSchema> = {},
): Order {
  const { deposit_id } = shipSchema.parse(input)
  const order = orderOf(sim, companyId, orderId)
  const shipped =
    deposit_id === undefined
      ? shipOrder(sim, companyId, order)
      : launchOrderStock(sim, companyId, order, depositOf(sim, companyId, deposit_id).id)
  if (!shipped) throw new ControlError(409, 'the stock of this order was launched before')
  return shipped
}

/** Takes a shipment back. */
export function unship(sim: Sim, companyId: string, orderId: number): Order {
  const order = reverseOrderStock(sim, companyId, orderOf(sim, companyId, orderId))
  if (!order) throw new ControlError(409, 'the stock of this order was not launched')
  return order
}

/** Removes an order for good. */
export function deleteOrder(sim: Sim, companyId: string, orderId: number): void {
  const order = orderOf(sim, companyId, orderId)
  const obstacle = removalObstacle(sim, companyId, order)
  if (obstacle !== undefined) throw new ControlError(409, obstacle)
  removeOrder(sim, companyId, order)
}

/** Makes a pending invoice of an order. */
export function addInvoice(
  sim: Sim,
  companyId: string,
  orderId: number,
  input: z.input<typeof invoiceSchema> = {},
): { invoice_id: number } {
  const { kind } = invoiceSchema.parse(input)
  const order = orderOf(sim, companyId, orderId)
  if (order.invoice_id !== null) throw new ControlError(409, 'the order has an invoice')
  return { invoice_id: invoiceOrder(sim, companyId, order, kind).id }
}

/** Gives an invoice another situation, as the tax office or a person does. */
export function patchInvoice(
  sim: Sim,
  companyId: string,
  invoiceId: number,
  input: z.input<typeof invoicePatchSchema>,
): Invoice {
  const { situation } = invoicePatchSchema.parse(input)
  return changeInvoiceSituation(sim, companyId, invoiceOf(sim, companyId, invoiceId), situation)
}

/** Deletes a pending invoice for good. */
export function deleteInvoice(sim: Sim, companyId: string, invoiceId: number): void {
  const invoice = invoiceOf(sim, companyId, invoiceId)
  const obstacle = invoiceObstacle(invoice)
  if (obstacle !== undefined) throw new ControlError(409, obstacle)
  removeInvoice(sim, companyId, invoice)
}

function invoiceOf(sim: Sim, companyId: string, invoiceId: number): Invoice {
  companyOf(sim, companyId)
  return found(sim.world.invoices.get(companyId, invoiceId), 'invoice')
}

function orderItems(sim: Sim, companyId: string, wanted: z.output<typeof items>): OrderDoc['itens'] {
  return wanted.map(({ product_id, quantity, price }) => {
    const product = productOf(sim, companyId, product_id)
    return {
      produto: { id: product.id },
      codigo: product.codigo,
      descricao: product.nome,
      quantidade: quantity,
      valor: price ?? product.preco,
    }
  })
}

/** One instalment of the whole, paid in the first way the company knows. */
function payable(sim: Sim, companyId: string, doc: OrderDoc): OrderDoc {
  const [method] = sim.world.payment_methods.in(companyId).values()
  const whole = { dataVencimento: doc.data, valor: orderTotal(doc), formaPagamento: { id: method?.id ?? 0 } }
  return { ...doc, parcelas: [whole] }
}
