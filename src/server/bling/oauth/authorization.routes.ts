import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import {
  blingAuthorization,
  blingAuthorizationEnd,
  blingAuthorizationUrl,
  blingCallbackQuery,
} from '../../../contract/bling.ts'
import { id } from '../../../contract/common.ts'
import { problemOf } from '../../../contract/errors.ts'
import { principalOf } from '../../auth/principal.ts'
import { accountView } from '../account-view.ts'
import type { BlingDeps } from '../bling-deps.ts'
import { forPerson } from '../bling-problem.ts'
import { callbackPage } from './callback-page.ts'
import { completeAuthorization } from './complete-authorization.ts'
import { journeyEnd, keepingEnd } from './journey-end.ts'
import { startAuthorization } from './start-authorization.ts'

const TAGS = { tags: ['bling'] }

/** To Bling and back: the address to authorise at, and where Bling's page sends the browser afterwards. */
export const authorizationRoutes =
  (deps: BlingDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.post(
      '/bling/accounts/authorize',
      {
        config: { access: 'sync.write' },
        schema: { ...TAGS, body: blingAuthorization, response: { 200: blingAuthorizationUrl } },
      },
      async (request) => startAuthorization(deps, principalOf(request), request.body),
    )
    // Public, because it has to answer in words also when the session is gone; it does nothing without the session that began.
    app.get(
      '/bling/callback',
      { config: { access: 'public' }, schema: { ...TAGS, querystring: blingCallbackQuery } },
      async (request, reply) => {
        reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
        const principal = await deps.authenticate(request)
        const complete = () =>
          forPerson(() => completeAuthorization(deps, request.query, { principal, ip: request.ip }))
        if (!wantsPage(request)) return reply.send(accountView(await complete(), deps.clock.now()))
        if (principal === null) return sendPage(reply)
        const journey = await keepingEnd(deps, { principal, state: request.query.state }, complete)
        return reply.redirect(`/contas-bling?retorno=${journey ?? 'desconhecido'}`, 303)
      },
    )
    app.get(
      '/bling/authorizations/:id',
      {
        config: { access: 'sync.read' },
        schema: { ...TAGS, params: z.object({ id }), response: { 200: blingAuthorizationEnd } },
      },
      async (request) => journeyEnd(deps, principalOf(request), request.params.id),
    )
  }

function wantsPage(request: FastifyRequest): boolean {
  return request.headers.accept?.includes('text/html') === true
}

/** A browser in which nobody is signed in can be told nothing but that: the screens would ask it to sign in. */
function sendPage(reply: FastifyReply): FastifyReply {
  const { status, title, detail } = problemOf('BLING_STATE_INVALID')
  const page = callbackPage({ title, text: detail })
  return reply.status(status).type('text/html; charset=utf-8').send(page)
}
