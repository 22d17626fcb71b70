import { gzipSync } from 'node:zlib'
import { defaultDeposit } from '../erp/deposit.ts'
import {
  changeInvoiceSituation,
  INVOICE_AUTHORISED,
  INVOICE_PENDING,
  INVOICE_REJECTED,
  INVOICE_SENT,
  type Invoice,
  invoiceObstacle,
  launchInvoiceStock,
  removeInvoice,
  reverseInvoiceStock,
} from '../erp/invoice.ts'
import type { Sim } from '../sim.ts'
import { type BlingAnswer, type BlingRequest, type BlingRoute, data, NO_CONTENT } from './answer.ts'
import { notFound, refused } from './bling-error.ts'
import { invoiceDetail, invoiceRow, listInvoices } from './notas-view.ts'
import { idParam, idsOf, textOf } from './read.ts'

const SCOPE = 'NotasFiscais'
const NAMESPACE = 'NOTAS'
const CANCELLED = 2

/** The same operations for both kinds of invoice, under their two paths. */
function routesOf(kind: Invoice['kind'], param: string): BlingRoute[] {
  const one = `/${kind}/{${param}}`
  const invoiceOf = (request: BlingRequest): Invoice => {
    const invoice = request.sim.world.invoices.get(request.company.id, idParam(request, param))
    if (invoice?.kind !== kind) throw notFound()
    return invoice
  }
  const launch = (request: BlingRequest, depositId: number): BlingAnswer => {
    const invoice = invoiceOf(request)
    if (!request.sim.world.deposits.get(request.company.id, depositId)) {
      throw refused(NAMESPACE, 'deposito', 'O depósito informado não foi encontrado.')
    }
    if (!launchInvoiceStock(request.sim, request.company.id, invoice, depositId)) {
      throw refused(NAMESPACE, 'estoque', 'O estoque desta nota já foi lançado.')
    }
    return NO_CONTENT
  }
  return [
    {
      method: 'GET',
      path: `/${kind}`,
      scope: SCOPE,
      answer: (request) =>
        data(
          listInvoices(request, kind).map((invoice) => invoiceRow(request.sim, request.company.id, invoice)),
        ),
    },
    {
      method: 'GET',
      path: one,
      scope: SCOPE,
      answer: (request) => data(invoiceDetail(request.sim, request.company.id, invoiceOf(request))),
    },
    {
      method: 'POST',
      path: `${one}/enviar`,
      scope: SCOPE,
      answer: (request) => authorise(request, invoiceOf(request)),
    },
    {
      method: 'POST',
      path: `${one}/lancar-estoque`,
      scope: SCOPE,
      answer: (request) => launch(request, defaultDeposit(request.sim, request.company.id).id),
    },
    {
      method: 'POST',
      path: `${one}/lancar-estoque/{idDeposito}`,
      scope: SCOPE,
      answer: (request) => launch(request, idParam(request, 'idDeposito')),
    },
    {
      method: 'POST',
      path: `${one}/estornar-estoque`,
      scope: SCOPE,
      answer: (request) => {
        if (!reverseInvoiceStock(request.sim, request.company.id, invoiceOf(request))) {
          throw refused(NAMESPACE, 'estoque', 'O estoque desta nota não foi lançado.')
        }
        return NO_CONTENT
      },
    },
  ]
}

function authorise(request: BlingRequest, invoice: Invoice): BlingAnswer {
  if (invoice.situacao !== INVOICE_PENDING && invoice.situacao !== INVOICE_REJECTED) {
    throw refused(NAMESPACE, 'situacao', 'A nota fiscal não está pendente.')
  }
  const { sim, company } = request
  const place = { company_id: company.id, operation: `POST /${invoice.kind}/enviar` }
  const situation = sim.faults.draw('invoice_rejected', place)
    ? INVOICE_REJECTED
    : sim.faults.draw('invoice_waits', place)
      ? INVOICE_SENT
      : INVOICE_AUTHORISED
  const sent = changeInvoiceSituation(sim, company.id, invoice, situation)
  return data({ xml: xml(sent) })
}

function removeMany(request: BlingRequest): BlingAnswer {
  const { sim, company } = request
  const idsExcluidos: number[] = []
  const alertas: string[] = []
  for (const id of idsOf(request.query, 'idsNotas') ?? []) {
    const invoice = sim.world.invoices.get(company.id, id)
    const obstacle = invoice?.kind === 'nfe' ? invoiceObstacle(invoice) : 'A nota não foi encontrada.'
    if (invoice && obstacle === undefined) {
      removeInvoice(sim, company.id, invoice)
      idsExcluidos.push(id)
    } else alertas.push(`${id}: ${obstacle}`)
  }
  return alertas.length > 0 ? data({ idsExcluidos, alertas }) : NO_CONTENT
}

function invoiceByKey(sim: Sim, companyId: string, key: string): Invoice {
  for (const invoice of sim.world.invoices.in(companyId).values()) {
    if (invoice.kind === 'nfe' && invoice.chaveAcesso === key && invoice.situacao !== CANCELLED)
      return invoice
  }
  throw notFound()
}

/** The document compressed with gzip and in base64, as Bling sends it. The PDF is a word, not a real DANFE. */
function document(request: BlingRequest): BlingAnswer {
  const format = textOf(request.query, 'formato')
  if (format !== 'pdf' && format !== 'xml')
    throw refused(NAMESPACE, 'formato', 'O formato deve ser pdf ou xml.')
  const invoice = invoiceByKey(request.sim, request.company.id, request.params['chaveAcesso'] ?? '')
  const content = format === 'xml' ? xml(invoice) : `%PDF-1.4 DANFE ${invoice.chaveAcesso}`
  return data([{ nome: `${invoice.chaveAcesso}.${format}`, conteudo: gzipSync(content).toString('base64') }])
}

function xml(invoice: Invoice): string {
  return `<?xml version="1.0" encoding="UTF-8"?><nfeProc><NFe><infNFe Id="NFe${invoice.chaveAcesso}"><ide><nNF>${invoice.numero}</nNF></ide></infNFe></NFe></nfeProc>`
}

/** Invoices: read, send, move stock, delete. They are made from orders. */
export const notasRoutes: readonly BlingRoute[] = [
  { method: 'DELETE', path: '/nfe', scope: SCOPE, answer: removeMany },
  { method: 'GET', path: '/nfe/documento/{chaveAcesso}', scope: SCOPE, answer: document },
  ...routesOf('nfe', 'idNotaFiscal'),
  ...routesOf('nfce', 'idNotaFiscalConsumidor'),
]
