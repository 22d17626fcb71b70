import * as z from 'zod'
import { orderTotal } from '../erp/order.ts'
import { openReceivable, type Receivable } from '../erp/receivable.ts'
import { situationValue } from '../erp/situation.ts'
import { localDate, parseLocal } from '../kernel/dates.ts'
import { roundMoney } from '../kernel/numbers.ts'
import { type BlingAnswer, type BlingRequest, type BlingRoute, created, data, NO_CONTENT } from './answer.ts'
import { notFound, refused } from './bling-error.ts'
import { idParam, idsOf, numberOf, page, period, readBody, refuseFilters, textOf } from './read.ts'

const SCOPE = 'ContasReceber'
const NAMESPACE = 'CONTAS_RECEBER'
const YEAR_MS = 365 * 24 * 3_600_000

const date = z.string().refine((text) => parseLocal(text, false) !== undefined)
const reference = z.object({ id: z.int() })
const receivableBody = z.looseObject({
  vencimento: date,
  valor: z.number().positive(),
  contato: reference,
  formaPagamento: reference.optional(),
  dataEmissao: date.optional(),
  historico: z.string().default(''),
  numeroDocumento: z.string().default(''),
})
const receiptBody = z.looseObject({
  data: date,
  usarDataVencimento: z.boolean(),
  portador: reference,
  categoria: reference,
  historico: z.string(),
  valorRecebido: z.number().positive().optional(),
})

function receivableOf(request: BlingRequest): Receivable {
  const receivable = request.sim.world.receivables.get(request.company.id, idParam(request, 'idContaReceber'))
  if (!receivable) throw notFound()
  return receivable
}

function row(request: BlingRequest, receivable: Receivable) {
  const { world } = request.sim
  const contact = world.contacts.get(request.company.id, receivable.contact_id)
  const method = world.payment_methods.get(request.company.id, receivable.payment_method_id)
  return {
    id: receivable.id,
    situacao: receivable.situacao,
    vencimento: receivable.vencimento,
    valor: receivable.valor,
    idTransacao: '',
    linkQRCodePix: '',
    linkBoleto: '',
    dataEmissao: receivable.dataEmissao,
    contato: {
      id: receivable.contact_id,
      nome: contact?.nome ?? '',
      numeroDocumento: contact?.numeroDocumento ?? '',
      tipo: contact?.tipo ?? 'F',
    },
    formaPagamento: { id: receivable.payment_method_id, codigoFiscal: method?.tipoPagamento ?? 99 },
    contaContabil: { id: 0, descricao: '' },
    origem: origin(request, receivable),
  }
}

/** Where it came from. Here situations of orders are `valor`s. */
function origin(request: BlingRequest, receivable: Receivable) {
  const order = request.sim.world.orders.get(request.company.id, receivable.order_id ?? 0)
  if (!order) return { id: 0, tipoOrigem: '', numero: '', dataEmissao: '', valor: 0, situacao: 0, url: '' }
  return {
    id: order.id,
    tipoOrigem: 'venda',
    numero: String(order.numero),
    dataEmissao: order.doc.data,
    valor: orderTotal(order.doc),
    situacao: situationValue(request.sim, request.company.id, order.situation_id),
    url: '',
  }
}

function detail(request: BlingRequest, receivable: Receivable) {
  return {
    ...row(request, receivable),
    saldo: receivable.saldo,
    vencimentoOriginal: receivable.vencimento,
    numeroDocumento: receivable.numeroDocumento,
    competencia: receivable.dataEmissao,
    historico: receivable.historico,
    numeroBanco: '',
    portador: { id: 0 },
    categoria: { id: 0 },
    vendedor: { id: 0 },
    borderos: receivable.borderos,
    ocorrencia: { tipo: 1 },
  }
}

/** Without dates only the last year by emission is listed. There is no filter by alteration. */
function list(request: BlingRequest): Receivable[] {
  const { query, sim } = request
  refuseFilters(query, ['idsCategorias[]', 'idPortador', 'idVendedor', 'boletoGerado'])
  const field = textOf(query, 'tipoFiltroData') ?? 'E'
  const now = sim.clock.now()
  const { dataInicial = localDate(now - YEAR_MS), dataFinal = localDate(now) } = query
  const within = period({ dataInicial, dataFinal }, 'data')
  const situations = idsOf(query, 'situacoes')
  const contact = numberOf(query, 'idContato')
  const method = numberOf(query, 'idFormaPagamento')
  const rows = [...sim.world.receivables.in(request.company.id).values()].filter((receivable) => {
    const text =
      field === 'V' ? receivable.vencimento : field === 'R' ? receivable.received_on : receivable.dataEmissao
    const at = text === null ? undefined : parseLocal(text, false)
    return (
      at !== undefined &&
      within(at) &&
      (!situations || situations.includes(receivable.situacao)) &&
      (contact === undefined || receivable.contact_id === contact) &&
      (method === undefined || receivable.payment_method_id === method)
    )
  })
  return page(query, rows.reverse())
}

function receive(request: BlingRequest): BlingAnswer {
  const receivable = receivableOf(request)
  const body = readBody(receiptBody, request.body, NAMESPACE)
  if (receivable.saldo <= 0) throw refused(NAMESPACE, 'situacao', 'A conta já foi recebida.')
  const saldo = roundMoney(Math.max(receivable.saldo - (body.valorRecebido ?? receivable.saldo), 0))
  const id = request.sim.random.nextId()
  request.sim.world.receivables.put(request.company.id, receivable.id, {
    ...receivable,
    saldo,
    situacao: saldo === 0 ? 2 : 3,
    received_on: body.usarDataVencimento ? receivable.vencimento : body.data,
    borderos: [...receivable.borderos, id],
  })
  return { status: 200, body: { bordero: { id } } }
}

/** Money to be received. */
export const contasReceberRoutes: readonly BlingRoute[] = [
  {
    method: 'GET',
    path: '/contas/receber',
    scope: SCOPE,
    answer: (request) => data(list(request).map((receivable) => row(request, receivable))),
  },
  {
    method: 'GET',
    path: '/contas/receber/{idContaReceber}',
    scope: SCOPE,
    answer: (request) => data(detail(request, receivableOf(request))),
  },
  {
    method: 'POST',
    path: '/contas/receber',
    scope: SCOPE,
    answer: (request) => {
      const body = readBody(receivableBody, request.body, NAMESPACE)
      if (!request.sim.world.contacts.get(request.company.id, body.contato.id)) {
        throw refused(NAMESPACE, 'contato', 'O contato informado não foi encontrado.')
      }
      const receivable = openReceivable(request.sim, request.company.id, {
        vencimento: body.vencimento,
        valor: body.valor,
        dataEmissao: body.dataEmissao ?? localDate(request.sim.clock.now()),
        contact_id: body.contato.id,
        payment_method_id: body.formaPagamento?.id ?? 0,
        historico: body.historico,
        numeroDocumento: body.numeroDocumento,
        order_id: null,
      })
      return created({ id: receivable.id })
    },
  },
  {
    method: 'DELETE',
    path: '/contas/receber/{idContaReceber}',
    scope: SCOPE,
    answer: (request) => {
      const receivable = receivableOf(request)
      if (receivable.borderos.length > 0) throw refused(NAMESPACE, 'borderos', 'A conta possui recebimentos.')
      request.sim.world.receivables.remove(request.company.id, receivable.id)
      return NO_CONTENT
    },
  },
  { method: 'POST', path: '/contas/receber/{idContaReceber}/baixar', scope: SCOPE, answer: receive },
]
