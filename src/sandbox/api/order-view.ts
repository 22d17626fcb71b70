import { type Order, orderTotal, productsTotal } from '../erp/order.ts'
import { situationValue } from '../erp/situation.ts'
import { parseLocal } from '../kernel/dates.ts'
import type { Sim } from '../sim.ts'
import type { BlingRequest } from './answer.ts'
import { idsOf, listOf, numberOf, page, period, refuseFilters } from './read.ts'

/** A row of `GET /pedidos/vendas`: no items. */
export function orderRow(sim: Sim, companyId: string, order: Order): Record<string, unknown> {
  const { doc } = order
  const contact = sim.world.contacts.get(companyId, doc.contato.id)
  return {
    id: order.id,
    numero: order.numero,
    numeroLoja: doc.numeroLoja ?? '',
    data: doc.data,
    dataSaida: doc.dataSaida,
    dataPrevista: doc.dataPrevista,
    totalProdutos: productsTotal(doc),
    total: orderTotal(doc),
    contato: {
      id: doc.contato.id,
      nome: contact?.nome ?? '',
      tipoPessoa: contact?.tipo ?? 'F',
      numeroDocumento: contact?.numeroDocumento ?? '',
    },
    situacao: { id: order.situation_id, valor: situationValue(sim, companyId, order.situation_id) },
    loja: { id: doc.loja?.id ?? 0, unidadeNegocio: { id: 0 } },
  }
}

/** The whole order, as sent, over the empty groups that Bling always prints. */
export function orderDetail(sim: Sim, companyId: string, order: Order): Record<string, unknown> {
  return {
    numeroPedidoCompra: '',
    outrasDespesas: 0,
    observacoes: '',
    observacoesInternas: '',
    desconto: { valor: 0, unidade: 'REAL' },
    categoria: { id: 0 },
    tributacao: { totalICMS: 0, totalIPI: 0 },
    transporte: {
      fretePorConta: 0,
      frete: 0,
      quantidadeVolumes: 0,
      pesoBruto: 0,
      prazoEntrega: 0,
      volumes: [],
    },
    intermediador: { cnpj: '', nomeUsuario: '' },
    taxas: { taxaComissao: 0, custoFrete: 0, valorBase: 0 },
    ...order.doc,
    ...orderRow(sim, companyId, order),
    vendedor: { id: order.doc.vendedor?.id ?? 0 },
    notaFiscal: { id: order.invoice_id ?? 0 },
    itens: order.doc.itens.map((item) => {
      const product = sim.world.products.get(companyId, item.produto?.id ?? 0)
      return {
        codigo: product?.codigo ?? '',
        unidade: 'UN',
        desconto: 0,
        aliquotaIPI: 0,
        descricaoDetalhada: '',
        comissao: { base: 0, aliquota: 0, valor: 0 },
        ...item,
        produto: { id: item.produto?.id ?? 0 },
      }
    }),
    parcelas: order.doc.parcelas.map((instalment) => ({ observacoes: '', ...instalment })),
  }
}

/** The orders that the filters leave, newest first, one page. */
export function listOrders({ sim, company, query }: BlingRequest): Order[] {
  refuseFilters(query, ['idControleCaixa', 'idUnidadeNegocio'])
  const date = period(query, 'data')
  const altered = period(query, 'dataAlteracao')
  const expected = period(query, 'dataPrevista')
  const situations = idsOf(query, 'idsSituacoes')
  const numbers = listOf(query, 'numerosLojas')
  const contact = numberOf(query, 'idContato')
  const numero = numberOf(query, 'numero')
  const shop = numberOf(query, 'idLoja')
  const seller = numberOf(query, 'idVendedor')
  const rows = [...sim.world.orders.in(company.id).values()].filter(
    (order) =>
      date(parseLocal(order.doc.data, false) ?? 0) &&
      altered(order.altered_at) &&
      expected(parseLocal(order.doc.dataPrevista, false) ?? 0) &&
      (!situations || situations.includes(order.situation_id)) &&
      (!numbers || numbers.includes(order.doc.numeroLoja ?? '')) &&
      (contact === undefined || order.doc.contato.id === contact) &&
      (numero === undefined || order.numero === numero) &&
      (shop === undefined || order.doc.loja?.id === shop) &&
      (seller === undefined || order.doc.vendedor?.id === seller),
  )
  return page(query, rows.reverse())
}
