import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { BlingAnswer } from '../api/answer.ts'
import { decideAuthorize, readAuthorize } from '../oauth/authorize.ts'
import { oauthError } from '../oauth/oauth-error.ts'
import { answerRevoke, answerToken, type OauthRequest, whoseToken } from '../oauth/token-endpoint.ts'
import type { Sim } from '../sim.ts'
import { consentPage } from './consent-page.ts'
import { escapeHtml } from './page.ts'
import { playFaults } from './play-faults.ts'
import { openCall, refusedAtTheDoor, respond } from './respond.ts'

/** Puts OAuth on the server: the consent page, and the two endpoints under both of their documented paths. */
export function serveOauth(app: FastifyInstance, sim: Sim): void {
  for (const prefix of ['/Api/v3', '']) {
    app.get(`${prefix}/oauth/authorize`, (request, reply) => showConsent(sim, request, reply))
    app.post(`${prefix}/oauth/authorize`, (request, reply) => decide(sim, request, reply))
    app.post(`${prefix}/oauth/token`, (request, reply) => endpoint(sim, request, reply, 'token'))
    app.post(`${prefix}/oauth/revoke`, (request, reply) => endpoint(sim, request, reply, 'revoke'))
  }
}

function showConsent(sim: Sim, request: FastifyRequest, reply: FastifyReply): void {
  const question = readAuthorize(sim, texts(request.query))
  if (question.ok) {
    const companies = [...sim.world.companies.in('').values()]
    reply.type('text/html; charset=utf-8').send(consentPage({ ...question, companies }))
  } else if ('location' in question) reply.redirect(question.location)
  else sorry(reply, question.message)
}

function decide(sim: Sim, request: FastifyRequest, reply: FastifyReply): void {
  const decision = decideAuthorize(sim, texts(request.body))
  sim.flush()
  if ('location' in decision) reply.redirect(decision.location)
  else sorry(reply, decision.message)
}

function sorry(reply: FastifyReply, message: string): void {
  reply
    .code(400)
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="pt-BR"><meta charset="utf-8"><title>Bling de testes</title><p>${escapeHtml(message)}</p></html>`,
    )
}

async function endpoint(
  sim: Sim,
  request: FastifyRequest,
  reply: FastifyReply,
  name: 'token' | 'revoke',
): Promise<FastifyReply> {
  const call = openCall(sim, request, `POST /oauth/${name}`)
  const refusal = refusedAtTheDoor(sim, request, name === 'token')
  const asked: OauthRequest = {
    authorization: request.headers.authorization,
    form: texts(request.body),
    as_jwt: request.headers['enable-jwt'] === '1',
  }
  Object.assign(call, whoseToken(sim, asked))
  const answer = () =>
    isForm(request) ? (name === 'token' ? answerToken(sim, asked) : answerRevoke(sim, asked)) : notAForm()
  respond(sim, request, reply, call, refusal ?? (await playFaults(sim, request, call, answer)))
  return reply
}

function isForm(request: FastifyRequest): boolean {
  return request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false
}

function notAForm(): BlingAnswer {
  return oauthError(400, 'invalid_request', 'The content type must be application/x-www-form-urlencoded')
}

/** The text fields of a form or of a query. */
function texts(value: unknown): Record<string, string> {
  const found: Record<string, string> = {}
  if (typeof value !== 'object' || value === null) return found
  for (const [name, field] of Object.entries(value)) {
    if (typeof field === 'string') found[name] = field
  }
  return found
}
