import { type Order, orderTotal, productsTotal } from '../erp/order.ts'
import type { Sim } from '../sim.ts'
import { emitLegacy } from './emit.ts'

/** Sends an order in the older form: names of that format, every number a string. */
export function emitLegacyOrder(sim: Sim, companyId: string, order: Order): void {
  const { doc } = order
  const contact = sim.world.contacts.get(companyId, doc.contato.id)
  emitLegacy(sim, companyId, 'pedidos', {
    desconto: '0,00',
    observacoes: '',
    observacaointerna: '',
    data: doc.data,
    numero: String(order.numero),
    numeroOrdemCompra: '',
    numeroPedidoLoja: doc.numeroLoja ?? '',
    vendedor: '',
    valorfrete: (doc.transporte?.frete ?? 0).toFixed(2),
    outrasdespesas: (doc.outrasDespesas ?? 0).toFixed(2),
    totalprodutos: productsTotal(doc).toFixed(2),
    totalvenda: orderTotal(doc).toFixed(2),
    situacao: sim.world.situations.get(companyId, order.situation_id)?.nome ?? '',
    dataSaida: doc.dataSaida,
    cliente: { id: String(doc.contato.id), nome: contact?.nome ?? '' },
    itens: doc.itens.map((item) => ({
      item: {
        codigo: item.codigo ?? sim.world.products.get(companyId, item.produto?.id ?? 0)?.codigo ?? '',
        descricao: item.descricao,
        quantidade: item.quantidade.toFixed(4),
        valorunidade: item.valor.toFixed(10),
      },
    })),
    parcelas: doc.parcelas.map((instalment) => {
      const method = sim.world.payment_methods.get(companyId, instalment.formaPagamento.id)
      return {
        parcela: {
          idLancamento: String(instalment.id ?? 0),
          valor: instalment.valor.toFixed(2),
          dataVencimento: instalment.dataVencimento,
          obs: '',
          destino: '1',
          forma_pagamento: {
            id: String(instalment.formaPagamento.id),
            descricao: method?.descricao ?? '',
            codigoFiscal: String(method?.tipoPagamento ?? 99),
          },
        },
      }
    }),
  })
}
