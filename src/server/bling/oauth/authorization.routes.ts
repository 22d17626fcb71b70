import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { blingAuthorization, blingAuthorizationUrl, blingCallbackQuery } from '../../../contract/bling.ts'
import { problemOf } from '../../../contract/errors.ts'
import { principalOf } from '../../auth/principal.ts'
import { AppError } from '../../kernel/app-error.ts'
import { accountView } from '../account-view.ts'
import type { BlingDeps } from '../bling-deps.ts'
import { forPerson } from '../bling-problem.ts'
import { callbackPage } from './callback-page.ts'
import { completeAuthorization } from './complete-authorization.ts'
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
        const complete = () => completeAuthorization(deps, request.query, { principal, ip: request.ip })
        try {
          const account = await forPerson(complete)
          if (!wantsPage(request)) return reply.send(accountView(account, deps.clock.now()))
          const text = `A conta ${account.name} está conectada.`
          return sendPage(reply, 200, { title: 'Conta conectada', text, is_good: true })
        } catch (error) {
          if (!(error instanceof AppError) || !wantsPage(request)) throw error
          const { status, title, detail } = problemOf(error.code, error.facts)
          return sendPage(reply, status, { title, text: detail, is_good: false })
        }
      },
    )
  }

function wantsPage(request: FastifyRequest): boolean {
  return request.headers.accept?.includes('text/html') === true
}

function sendPage(
  reply: FastifyReply,
  status: number,
  page: Parameters<typeof callbackPage>[0],
): FastifyReply {
  return reply.status(status).type('text/html; charset=utf-8').send(callbackPage(page))
}
