import { defaultDeposit } from '../erp/deposit.ts'
import { type Invoice, invoiceOrder } from '../erp/invoice.ts'
import { addOrderReceivables, removeOrderReceivables } from '../erp/order-accounts.ts'
import { launchOrderStock, reverseOrderStock } from '../erp/order-stock.ts'
import { type BlingAnswer, type BlingRequest, type BlingRoute, NO_CONTENT } from './answer.ts'
import { refused } from './bling-error.ts'
import { orderOf } from './pedidos.ts'
import { idParam } from './read.ts'

const SCOPE = 'PedidosVenda'
const NAMESPACE = 'VENDAS'
const ORDER = '/pedidos/vendas/{idPedidoVenda}'

function launch(request: BlingRequest, depositId: number): BlingAnswer {
  const order = orderOf(request)
  if (!request.sim.world.deposits.get(request.company.id, depositId)) {
    throw refused(NAMESPACE, 'deposito', 'O depósito informado não foi encontrado.')
  }
  if (!launchOrderStock(request.sim, request.company.id, order, depositId)) {
    throw refused(NAMESPACE, 'estoque', 'O estoque desta venda já foi lançado.')
  }
  return NO_CONTENT
}

function reverse(request: BlingRequest): BlingAnswer {
  if (!reverseOrderStock(request.sim, request.company.id, orderOf(request))) {
    throw refused(NAMESPACE, 'estoque', 'O estoque desta venda não foi lançado.')
  }
  return NO_CONTENT
}

function launchAccounts(request: BlingRequest): BlingAnswer {
  if (!addOrderReceivables(request.sim, request.company.id, orderOf(request))) {
    throw refused(NAMESPACE, 'contas', 'As contas desta venda já foram lançadas.')
  }
  return NO_CONTENT
}

function reverseAccounts(request: BlingRequest): BlingAnswer {
  if (!removeOrderReceivables(request.sim, request.company.id, orderOf(request))) {
    throw refused(NAMESPACE, 'contas', 'As contas desta venda não foram lançadas.')
  }
  return NO_CONTENT
}

/** The answer has no envelope. A second invoice of the same order is refused. */
function invoice(request: BlingRequest, kind: Invoice['kind']): BlingAnswer {
  const order = orderOf(request)
  if (order.invoice_id !== null) throw refused(NAMESPACE, 'notaFiscal', 'A venda já possui uma nota fiscal.')
  return {
    status: 201,
    body: { idNotaFiscal: invoiceOrder(request.sim, request.company.id, order, kind).id },
  }
}

/** What moves stock and money from an order. No situation does so by itself. */
export const pedidosActionsRoutes: readonly BlingRoute[] = [
  {
    method: 'POST',
    path: `${ORDER}/lancar-estoque`,
    scope: SCOPE,
    answer: (request) => launch(request, defaultDeposit(request.sim, request.company.id).id),
  },
  {
    method: 'POST',
    path: `${ORDER}/lancar-estoque/{idDeposito}`,
    scope: SCOPE,
    answer: (request) => launch(request, idParam(request, 'idDeposito')),
  },
  { method: 'POST', path: `${ORDER}/estornar-estoque`, scope: SCOPE, answer: reverse },
  { method: 'POST', path: `${ORDER}/lancar-contas`, scope: SCOPE, answer: launchAccounts },
  { method: 'POST', path: `${ORDER}/estornar-contas`, scope: SCOPE, answer: reverseAccounts },
  { method: 'POST', path: `${ORDER}/gerar-nfe`, scope: SCOPE, answer: (request) => invoice(request, 'nfe') },
  {
    method: 'POST',
    path: `${ORDER}/gerar-nfce`,
    scope: SCOPE,
    answer: (request) => invoice(request, 'nfce'),
  },
]
