import type { Invoice } from '../erp/invoice.ts'
import { parseLocal } from '../kernel/dates.ts'
import type { Sim } from '../sim.ts'
import type { BlingRequest } from './answer.ts'
import { numberOf, page, period, refuseFilters, textOf } from './read.ts'

const CANCELLED = 2
/** The series of every invoice here. */
const SERIES = 1

/** A row of the lists of invoices. */
export function invoiceRow(sim: Sim, companyId: string, invoice: Invoice): Record<string, unknown> {
  const contact = sim.world.contacts.get(companyId, invoice.contact_id)
  return {
    id: invoice.id,
    tipo: 1,
    situacao: invoice.situacao,
    numero: String(invoice.numero).padStart(6, '0'),
    dataEmissao: invoice.dataEmissao,
    dataOperacao: invoice.dataOperacao,
    chaveAcesso: invoice.chaveAcesso,
    contato: {
      id: invoice.contact_id,
      nome: contact?.nome ?? '',
      tipoPessoa: contact?.tipo ?? 'F',
      numeroDocumento: contact?.numeroDocumento ?? '',
      ie: '',
      rg: '',
      contribuinte: 9,
      telefone: '',
      email: '',
      endereco: {
        endereco: '',
        numero: '',
        complemento: '',
        bairro: '',
        cep: '',
        municipio: '',
        uf: '',
        pais: '',
      },
    },
    naturezaOperacao: { id: 1 },
    loja: { id: invoice.channel_id, numero: invoice.numeroLoja },
  }
}

/** A whole invoice. */
export function invoiceDetail(sim: Sim, companyId: string, invoice: Invoice): Record<string, unknown> {
  return {
    ...invoiceRow(sim, companyId, invoice),
    serie: SERIES,
    valorNota: invoice.valorNota,
    valorFrete: 0,
    finalidade: 1,
    xml: '',
    linkDanfe: '',
    linkPDF: '',
    optanteSimplesNacional: true,
    numeroPedidoLoja: invoice.numeroLoja,
    transporte: { fretePorConta: 9, transportador: { nome: '', numeroDocumento: '' }, volumes: [] },
    vendedor: { id: 0 },
    itens: invoice.itens.map((item) => ({
      codigo: item.codigo ?? sim.world.products.get(companyId, item.produto?.id ?? 0)?.codigo ?? '',
      descricao: item.descricao,
      unidade: 'UN',
      quantidade: item.quantidade,
      valor: item.valor,
      valorTotal: item.quantidade * item.valor,
      tipo: 'P',
      origem: 0,
    })),
    parcelas: invoice.parcelas.map((instalment) => ({
      data: instalment.dataVencimento,
      valor: instalment.valor,
      observacoes: '',
      formaPagamento: instalment.formaPagamento,
    })),
  }
}

/** The invoices that the filters leave. Cancelled ones are hidden unless asked for; incoming ones do not exist here. */
export function listInvoices({ sim, company, query }: BlingRequest, kind: Invoice['kind']): Invoice[] {
  refuseFilters(query, ['idTransportador'])
  if (kind === 'nfe' && textOf(query, 'tipo') === '0') return []
  const situation = numberOf(query, 'situacao')
  const shopNumber = textOf(query, 'numeroLoja')
  const key = textOf(query, 'chaveAcesso')
  const numero = numberOf(query, 'numero')
  const series = numberOf(query, 'serie')
  const emitted = period(query, 'dataEmissao')
  const rows = [...sim.world.invoices.in(company.id).values()].filter(
    (invoice) =>
      invoice.kind === kind &&
      (situation === undefined ? invoice.situacao !== CANCELLED : invoice.situacao === situation) &&
      (shopNumber === undefined || invoice.numeroLoja === shopNumber) &&
      (key === undefined || invoice.chaveAcesso === key) &&
      (series === undefined || series === SERIES) &&
      (numero === undefined || invoice.numero === numero) &&
      emitted(parseLocal(invoice.dataEmissao, false) ?? 0),
  )
  return page(query, rows.reverse())
}
