import * as z from 'zod'
import { type Deposit, MAX_DEPOSITS, saveDeposit } from '../erp/deposit.ts'
import { type BlingRequest, type BlingRoute, created, data } from './answer.ts'
import { notFound, refused } from './bling-error.ts'
import { idParam, numberOf, page, readBody, textOf } from './read.ts'

const NAMESPACE = 'DEPOSITOS'

const depositBody = z.object({
  descricao: z.string().min(1),
  situacao: z.union([z.literal(0), z.literal(1)]).default(1),
  padrao: z.boolean().default(false),
  desconsiderarSaldo: z.boolean().default(false),
})

function depositOf(request: BlingRequest): Deposit {
  const deposit = request.sim.world.deposits.get(request.company.id, idParam(request, 'idDeposito'))
  if (!deposit) throw notFound()
  return deposit
}

function list(request: BlingRequest): Deposit[] {
  const situacao = numberOf(request.query, 'situacao') ?? 1
  const text = textOf(request.query, 'descricao')?.toLocaleLowerCase('pt-BR')
  const rows = [...request.sim.world.deposits.in(request.company.id).values()].filter(
    (deposit) =>
      deposit.situacao === situacao &&
      (text === undefined || deposit.descricao.toLocaleLowerCase('pt-BR').includes(text)),
  )
  return page(request.query, rows)
}

/** Deposits. There is no way to remove one; inactive ones are hidden unless asked for. */
export const depositosRoutes: readonly BlingRoute[] = [
  { method: 'GET', path: '/depositos', scope: 'Depositos', answer: (request) => data(list(request)) },
  {
    method: 'GET',
    path: '/depositos/{idDeposito}',
    scope: 'Depositos',
    answer: (request) => data(depositOf(request)),
  },
  {
    method: 'POST',
    path: '/depositos',
    scope: 'Depositos',
    answer: (request) => {
      const body = readBody(depositBody, request.body, NAMESPACE)
      if (request.sim.world.deposits.in(request.company.id).size >= MAX_DEPOSITS) {
        throw refused(NAMESPACE, 'descricao', 'O limite de 100 depósitos foi atingido.')
      }
      const id = request.sim.random.nextId()
      saveDeposit(request.sim, request.company.id, { id, ...body })
      return created({ id })
    },
  },
  {
    method: 'PUT',
    path: '/depositos/{idDeposito}',
    scope: 'Depositos',
    answer: (request) => {
      const deposit = depositOf(request)
      const body = readBody(depositBody, request.body, NAMESPACE)
      if (deposit.padrao && (!body.padrao || body.situacao === 0)) {
        throw refused(NAMESPACE, 'padrao', 'É necessário que um depósito ativo seja o padrão.')
      }
      saveDeposit(request.sim, request.company.id, { ...body, id: deposit.id })
      return { status: 200, body: { id: deposit.id, alertas: [] } }
    },
  },
]
