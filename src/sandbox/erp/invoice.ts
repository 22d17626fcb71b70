import { localDateTime } from '../kernel/dates.ts'
import type { Sim } from '../sim.ts'
import { emit } from '../webhooks/emit.ts'
import { takeNumber } from './company.ts'
import { moveStock } from './movement.ts'
import { type Order, orderTotal, type StockLine } from './order.ts'
import { orderLines } from './reservation.ts'

/** An invoice: `nfe`, or `nfce` for consumers. Situations are numbered as `/nfe` numbers them: 5 is authorised. */
export interface Invoice {
  readonly id: number
  readonly kind: 'nfe' | 'nfce'
  readonly numero: number
  readonly situacao: number
  readonly order_id: number
  readonly contact_id: number
  readonly channel_id: number
  readonly numeroLoja: string
  readonly valorNota: number
  readonly dataEmissao: string
  readonly dataOperacao: string
  /** 44 digits once authorised, else empty. */
  readonly chaveAcesso: string
  readonly itens: Order['doc']['itens']
  readonly parcelas: Order['doc']['parcelas']
  readonly launched: readonly StockLine[] | null
}

/** Waiting to be sent. */
export const INVOICE_PENDING = 1
/** Sent, and not answered yet. */
export const INVOICE_SENT = 3
/** Refused by the tax office: it may be corrected and sent again. */
export const INVOICE_REJECTED = 4
/** Accepted by the tax office. */
export const INVOICE_AUTHORISED = 5

/** Makes a pending invoice from an order. */
export function invoiceOrder(sim: Sim, companyId: string, order: Order, kind: Invoice['kind']): Invoice {
  const at = localDateTime(sim.clock.now())
  const invoice: Invoice = {
    id: sim.random.nextId(),
    kind,
    numero: takeNumber(sim, companyId, 'next_invoice_number'),
    situacao: INVOICE_PENDING,
    order_id: order.id,
    contact_id: order.doc.contato.id,
    channel_id: order.doc.loja?.id ?? 0,
    numeroLoja: order.doc.numeroLoja ?? '',
    valorNota: orderTotal(order.doc),
    dataEmissao: at,
    dataOperacao: at,
    chaveAcesso: '',
    itens: order.doc.itens,
    parcelas: order.doc.parcelas,
    launched: null,
  }
  sim.world.invoices.put(companyId, invoice.id, invoice)
  sim.world.orders.put(companyId, order.id, { ...order, invoice_id: invoice.id })
  announce(sim, companyId, invoice, 'created')
  return invoice
}

/** Gives an invoice another situation; authorising it makes its access key. */
export function changeInvoiceSituation(
  sim: Sim,
  companyId: string,
  invoice: Invoice,
  situacao: number,
): Invoice {
  const chaveAcesso =
    situacao === INVOICE_AUTHORISED && invoice.chaveAcesso === ''
      ? accessKey(sim, companyId, invoice)
      : invoice.chaveAcesso
  const changed = { ...invoice, situacao, chaveAcesso }
  sim.world.invoices.put(companyId, invoice.id, changed)
  announce(sim, companyId, changed, 'updated')
  return changed
}

/** Why an invoice cannot be deleted now, or `undefined`. */
export function invoiceObstacle(invoice: Invoice): string | undefined {
  if (invoice.situacao !== INVOICE_PENDING) return 'Apenas notas pendentes podem ser excluídas.'
  return invoice.launched ? 'A nota contém estoque lançado.' : undefined
}

/** Deletes an invoice for good; its order has none then. */
export function removeInvoice(sim: Sim, companyId: string, invoice: Invoice): void {
  sim.world.invoices.remove(companyId, invoice.id)
  const order = sim.world.orders.get(companyId, invoice.order_id)
  if (order?.invoice_id === invoice.id)
    sim.world.orders.put(companyId, order.id, { ...order, invoice_id: null })
  emit(sim, companyId, `${resourceName(invoice)}.deleted`, { id: invoice.id })
}

/** Takes the invoice's products out of a deposit, whatever its order did; `false` when done before. */
export function launchInvoiceStock(
  sim: Sim,
  companyId: string,
  invoice: Invoice,
  depositId: number,
): boolean {
  const order = sim.world.orders.get(companyId, invoice.order_id)
  if (invoice.launched || !order) return false
  const lines = orderLines(
    sim,
    companyId,
    { ...order, doc: { ...order.doc, itens: invoice.itens } },
    depositId,
  )
  sim.world.invoices.put(companyId, invoice.id, { ...invoice, launched: lines })
  move(sim, companyId, invoice, lines, 'S')
  return true
}

/** Gives back what the invoice took; `false` when nothing was launched. */
export function reverseInvoiceStock(sim: Sim, companyId: string, invoice: Invoice): boolean {
  if (!invoice.launched) return false
  sim.world.invoices.put(companyId, invoice.id, { ...invoice, launched: null })
  move(sim, companyId, invoice, invoice.launched, 'E')
  return true
}

function move(
  sim: Sim,
  companyId: string,
  invoice: Invoice,
  lines: readonly StockLine[],
  operation: 'E' | 'S',
): void {
  for (const line of lines) {
    moveStock(sim, companyId, {
      ...line,
      operation,
      observacoes: `Nota fiscal nº ${invoice.numero}`,
      origin: 'invoice',
      source_id: invoice.id,
    })
  }
}

function announce(sim: Sim, companyId: string, invoice: Invoice, action: 'created' | 'updated'): void {
  emit(sim, companyId, `${resourceName(invoice)}.${action}`, {
    id: invoice.id,
    tipo: 1,
    situacao: invoice.situacao,
    numero: String(invoice.numero),
    dataEmissao: invoice.dataEmissao,
    dataOperacao: invoice.dataOperacao,
    contato: { id: invoice.contact_id },
    naturezaOperacao: { id: 1 },
    loja: { id: invoice.channel_id },
  })
}

function resourceName({ kind }: Invoice): 'invoice' | 'consumer_invoice' {
  return kind === 'nfe' ? 'invoice' : 'consumer_invoice'
}

/** 43 digits that say who, when and which, and the check digit that strict readers verify. */
function accessKey(sim: Sim, companyId: string, invoice: Invoice): string {
  const cnpj = (sim.world.companies.get('', companyId)?.cnpj ?? '').replace(/\D/g, '')
  const month = invoice.dataEmissao.slice(2, 4) + invoice.dataEmissao.slice(5, 7)
  const model = invoice.kind === 'nfe' ? '55' : '65'
  const code = sim.random.int('access-key', { min: 10_000_000, max: 99_999_999 })
  const body = `43${month}${cnpj}${model}001${String(invoice.numero).padStart(9, '0')}1${code}`
  const sum = [...body]
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (2 + (index % 8)), 0)
  const rest = sum % 11
  return `${body}${rest < 2 ? 0 : 11 - rest}`
}
