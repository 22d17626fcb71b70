import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { BlingAnswer, BlingRoute, Query } from '../api/answer.ts'
import {
  BlingError,
  insufficientScope,
  invalidToken,
  malformedAuthorization,
  notFound,
  tooManyRequests,
} from '../api/bling-error.ts'
import { cadastrosRoutes } from '../api/cadastros.ts'
import { contasReceberRoutes } from '../api/contas-receber.ts'
import { contatosRoutes } from '../api/contatos.ts'
import { depositosRoutes } from '../api/depositos.ts'
import { empresasRoutes } from '../api/empresas.ts'
import { estoquesRoutes } from '../api/estoques.ts'
import { notasRoutes } from '../api/notas.ts'
import { pedidosRoutes } from '../api/pedidos.ts'
import { pedidosActionsRoutes } from '../api/pedidos-actions.ts'
import { produtosRoutes } from '../api/produtos.ts'
import { produtosEstruturasRoutes } from '../api/produtos-estruturas.ts'
import { situacoesRoutes } from '../api/situacoes.ts'
import type { Company } from '../erp/company.ts'
import type { CallRecord } from '../log.ts'
import { companyInactive } from '../oauth/oauth-error.ts'
import type { AccessToken } from '../oauth/token.ts'
import type { Sim } from '../sim.ts'
import { MALFORMED } from './body-parsers.ts'
import { type Outcome, playFaults } from './play-faults.ts'
import { openCall, refusedAtTheDoor, respond } from './respond.ts'

/** Every operation served under `/Api/v3`. */
export const API_ROUTES: readonly BlingRoute[] = [
  ...empresasRoutes,
  ...produtosEstruturasRoutes,
  ...produtosRoutes,
  ...depositosRoutes,
  ...estoquesRoutes,
  ...pedidosRoutes,
  ...pedidosActionsRoutes,
  ...situacoesRoutes,
  ...contatosRoutes,
  ...notasRoutes,
  ...contasReceberRoutes,
  ...cadastrosRoutes,
]

/** Puts the API on the server. Unknown paths under it answer 404 in Bling's words. */
export function serveApi(app: FastifyInstance, sim: Sim): void {
  for (const route of API_ROUTES) {
    app.route({
      method: route.method,
      url: `/Api/v3${route.path.replace(/\{(\w+)\}/g, ':$1')}`,
      handler: async (request, reply) => {
        const call = openCall(sim, request, `${route.method} ${route.path}`)
        respond(sim, request, reply, call, await outcomeOf(sim, route, request, call))
        return reply
      },
    })
  }
  app.all('/Api/v3/*', (request, reply) => {
    const call = openCall(sim, request, `${request.method} unknown`)
    respond(sim, request, reply, call, refusedAtTheDoor(sim, request, false) ?? notFound().answer)
  })
}

async function outcomeOf(
  sim: Sim,
  route: BlingRoute,
  request: FastifyRequest,
  call: CallRecord,
): Promise<Outcome> {
  const refusal = refusedAtTheDoor(sim, request, false)
  if (refusal) return refusal
  let company: Company
  try {
    company = admit(sim, route, request, call)
  } catch (error) {
    if (error instanceof InactiveCompany) return companyInactive()
    if (error instanceof BlingError) return error.answer
    throw error
  }
  return playFaults(sim, request, call, () => run(sim, route, request, company))
}

function run(sim: Sim, route: BlingRoute, request: FastifyRequest, company: Company): BlingAnswer {
  if (request.body === MALFORMED) {
    throw new BlingError(400, {
      type: 'INVALID_REQUEST_BODY',
      message: 'Não foi possível executar a operação',
      description: 'O corpo da requisição não é um JSON válido.',
    })
  }
  return route.answer({
    sim,
    company,
    // Fastify types these as unknown; its parsers make exactly these shapes.
    params: request.params as Record<string, string>,
    query: request.query as Query,
    body: request.body,
  })
}

class InactiveCompany extends Error {}

/** Who calls, and whether they may: token, company, limit, scope, in this order. */
function admit(sim: Sim, route: BlingRoute, request: FastifyRequest, call: CallRecord): Company {
  const token = identify(sim, request.headers.authorization)
  call.company_id = token.company_id
  call.client_id = token.client_id
  if (token.expires_at <= sim.clock.now()) throw invalidToken('expired')
  const company = sim.world.companies.get('', token.company_id)
  if (!company) throw invalidToken('invalid')
  if (!company.is_active) throw new InactiveCompany()
  const verdict = sim.limits.admit(company.id, sim.clock.now())
  if (verdict !== 'ok') throw tooManyRequests(verdict)
  if (!token.scopes.includes(route.scope)) throw insufficientScope()
  return company
}

function identify(sim: Sim, authorization: string | undefined): AccessToken {
  if (authorization === undefined) throw invalidToken('invalid')
  const text = /^Bearer (\S+)$/i.exec(authorization)?.[1]
  if (text === undefined) throw malformedAuthorization()
  const token = sim.world.access_tokens.get('', text)
  if (!token) throw invalidToken('invalid')
  return token
}
