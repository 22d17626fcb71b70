import * as z from 'zod'
import type { Channel } from '../erp/channel.ts'
import type { PaymentMethod } from '../erp/payment-method.ts'
import type { Sim } from '../sim.ts'
import { type BlingRequest, type BlingRoute, created, data, type Query } from './answer.ts'
import { notFound } from './bling-error.ts'
import { idParam, idsOf, listOf, numberOf, page, readBody, textOf } from './read.ts'

const CHANNEL_TYPES = [
  { nome: 'Loja Integrada', tipo: 'LojaIntegrada', agrupador: 1 },
  { nome: 'Mercado Livre', tipo: 'MercadoLivre', agrupador: 3 },
  { nome: 'Shopee', tipo: 'Shopee', agrupador: 3 },
  { nome: 'API', tipo: 'Api', agrupador: 4 },
]

const categoryBody = z.looseObject({
  descricao: z.string().min(1),
  categoriaPai: z.object({ id: z.int() }).optional(),
})

function methodView(method: PaymentMethod) {
  return { ...method, fixa: false, juros: 0, multa: 0 }
}

function paymentMethods(request: BlingRequest): PaymentMethod[] {
  const types = idsOf(request.query, 'tiposPagamentos')
  const situation = numberOf(request.query, 'situacao')
  const text = textOf(request.query, 'descricao')?.toLocaleLowerCase('pt-BR')
  const rows = [...request.sim.world.payment_methods.in(request.company.id).values()].filter(
    (method) =>
      (!types || types.includes(method.tipoPagamento)) &&
      (situation === undefined || method.situacao === situation) &&
      (text === undefined || method.descricao.toLocaleLowerCase('pt-BR').includes(text)),
  )
  return page(request.query, rows)
}

function paymentMethod(request: BlingRequest) {
  const method = request.sim.world.payment_methods.get(
    request.company.id,
    idParam(request, 'idFormaPagamento'),
  )
  if (!method) throw notFound()
  return {
    ...methodView(method),
    condicao: '0',
    destino: 1,
    utilizaDiasUteis: false,
    taxas: { aliquota: 0, valor: 0, prazo: 0 },
  }
}

function channelView({ id, descricao, tipo, situacao }: Channel) {
  return { id, descricao, tipo, situacao }
}

function channels(request: BlingRequest): Channel[] {
  const types = listOf(request.query, 'tipos')
  const situation = numberOf(request.query, 'situacao')
  const group = numberOf(request.query, 'agrupador')
  const grouped = new Set(
    CHANNEL_TYPES.filter(({ agrupador }) => agrupador === group).map(({ tipo }) => tipo),
  )
  const rows = [...request.sim.world.channels.in(request.company.id).values()].filter(
    (channel) =>
      (!types || types.includes(channel.tipo)) &&
      (group === undefined || grouped.has(channel.tipo)) &&
      (situation === undefined || channel.situacao === situation),
  )
  return page(request.query, rows)
}

/** A channel's branch says from which deposit it sells. */
function channel(request: BlingRequest) {
  const found = request.sim.world.channels.get(request.company.id, idParam(request, 'idCanalVenda'))
  if (!found) throw notFound()
  const branch = {
    cnpj: request.company.cnpj,
    idUnidadeNegocio: 1,
    unidadeNegocio: request.company.name,
    deposito: { id: found.deposit_id ?? 0 },
    padrao: true,
  }
  return { ...channelView(found), filiais: [branch] }
}

function kindsOfOperation(query: Query) {
  const situation = numberOf(query, 'situacao')
  const text = textOf(query, 'descricao')?.toLocaleLowerCase('pt-BR') ?? ''
  const rows = [{ id: 1, situacao: 1, padrao: 1, descricao: 'Venda de mercadorias' }].filter(
    ({ situacao, descricao }) =>
      (situation === undefined || situacao === situation) &&
      descricao.toLocaleLowerCase('pt-BR').includes(text),
  )
  return page(query, rows)
}

function categories(sim: Sim, companyId: string) {
  return [...sim.world.categories.in(companyId).values()].map((category) => ({
    id: category.id,
    descricao: category.descricao,
    categoriaPai: { id: category.parent_id },
  }))
}

/** Small tables: ways to pay, sales channels, categories of products, kinds of operation. */
export const cadastrosRoutes: readonly BlingRoute[] = [
  {
    method: 'GET',
    path: '/formas-pagamentos',
    scope: 'FormasPagamentos',
    answer: (request) => data(paymentMethods(request).map(methodView)),
  },
  {
    method: 'GET',
    path: '/formas-pagamentos/{idFormaPagamento}',
    scope: 'FormasPagamentos',
    answer: (request) => data(paymentMethod(request)),
  },
  {
    method: 'GET',
    path: '/canais-venda',
    scope: 'CanaisVendas',
    answer: (request) => data(channels(request).map(channelView)),
  },
  {
    method: 'GET',
    path: '/canais-venda/tipos',
    scope: 'CanaisVendas',
    answer: (request) => {
      const group = numberOf(request.query, 'agrupador')
      return data(CHANNEL_TYPES.filter((type) => group === undefined || type.agrupador === group))
    },
  },
  {
    method: 'GET',
    path: '/canais-venda/{idCanalVenda}',
    scope: 'CanaisVendas',
    answer: (request) => data(channel(request)),
  },
  {
    method: 'GET',
    path: '/categorias/produtos',
    scope: 'CategoriasProdutos',
    answer: (request) => data(page(request.query, categories(request.sim, request.company.id))),
  },
  {
    method: 'POST',
    path: '/categorias/produtos',
    scope: 'CategoriasProdutos',
    answer: (request) => {
      const body = readBody(categoryBody, request.body, 'CATEGORIAS')
      const id = request.sim.random.nextId()
      const row = { id, descricao: body.descricao, parent_id: body.categoriaPai?.id ?? 0 }
      request.sim.world.categories.put(request.company.id, id, row)
      return created({ id })
    },
  },
  {
    method: 'GET',
    path: '/naturezas-operacoes',
    scope: 'NaturezasOperacoes',
    answer: (request) => data(kindsOfOperation(request.query)),
  },
]
