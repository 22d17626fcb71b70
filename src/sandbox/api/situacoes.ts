import * as z from 'zod'
import type { TransitionAction } from '../erp/company.ts'
import { addSituation, SALES_MODULE_ID, type Situation } from '../erp/situation.ts'
import { type BlingRequest, type BlingRoute, created, data } from './answer.ts'
import { notFound } from './bling-error.ts'
import { idParam, readBody } from './read.ts'

const SCOPE = 'Situacoes'

/** Only 6 is printed in Bling's document; the other numbers are the sandbox's. */
const ACTIONS: readonly {
  readonly id: number
  readonly nome: TransitionAction
  readonly descricao: string
}[] = [
  { id: 3, nome: 'lancarContas', descricao: 'Lançar contas' },
  { id: 4, nome: 'estornarContas', descricao: 'Estornar contas' },
  { id: 5, nome: 'lancarEstoque', descricao: 'Lançar estoque' },
  { id: 6, nome: 'estornarEstoque', descricao: 'Estornar estoque' },
]

const situationBody = z.object({
  idModuloSistema: z.literal(SALES_MODULE_ID),
  nome: z.string().min(1),
  idHerdado: z.int().default(0),
  cor: z.string().default('#CBCBCB'),
})

function requireModule(request: BlingRequest): void {
  if (idParam(request, 'idModuloSistema') !== SALES_MODULE_ID) throw notFound()
}

function view({ id, nome, idHerdado, cor }: Situation) {
  return { id, nome, idHerdado, cor }
}

function transitions(request: BlingRequest): unknown[] {
  const situations = request.sim.world.situations.in(request.company.id)
  const named = (id: number) => ({ id, nome: situations.get(id)?.nome ?? '' })
  return request.company.settings.transitions.flatMap((transition, index) => {
    const origins = transition.from === null ? [...situations.keys()].map(Number) : [transition.from]
    return origins
      .filter((from) => from !== transition.to)
      .map((from) => ({
        id: (index + 1) * 1_000_000 + from,
        ativo: true,
        acoes: ACTIONS.filter((action) => transition.actions.includes(action.nome)).map(
          (action) => action.id,
        ),
        modulo: { id: SALES_MODULE_ID },
        situacaoOrigem: named(from),
        situacaoDestino: named(transition.to),
      }))
  })
}

/** Situations of sales orders, and what the account automates between them. */
export const situacoesRoutes: readonly BlingRoute[] = [
  {
    method: 'GET',
    path: '/situacoes/modulos',
    scope: SCOPE,
    answer: () =>
      data([{ id: SALES_MODULE_ID, nome: 'Vendas', descricao: 'Pedidos de Venda', criarSituacoes: true }]),
  },
  {
    method: 'GET',
    path: '/situacoes/modulos/{idModuloSistema}',
    scope: SCOPE,
    answer: (request) => {
      requireModule(request)
      return data([...request.sim.world.situations.in(request.company.id).values()].map(view))
    },
  },
  {
    method: 'GET',
    path: '/situacoes/modulos/{idModuloSistema}/acoes',
    scope: SCOPE,
    answer: (request) => {
      requireModule(request)
      return data(ACTIONS)
    },
  },
  {
    method: 'GET',
    path: '/situacoes/modulos/{idModuloSistema}/transicoes',
    scope: SCOPE,
    answer: (request) => {
      requireModule(request)
      return data(transitions(request))
    },
  },
  {
    method: 'GET',
    path: '/situacoes/{idSituacao}',
    scope: SCOPE,
    answer: (request) => {
      const situation = request.sim.world.situations.get(request.company.id, idParam(request, 'idSituacao'))
      if (!situation) throw notFound()
      return data(view(situation))
    },
  },
  {
    method: 'POST',
    path: '/situacoes',
    scope: SCOPE,
    answer: (request) => {
      const { nome, idHerdado, cor } = readBody(situationBody, request.body, 'SITUACOES')
      return created({ id: addSituation(request.sim, request.company.id, { nome, idHerdado, cor }).id })
    },
  },
]
