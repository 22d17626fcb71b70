import { readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import type { Control } from '../control/control.ts'
import { ControlError } from '../control/control-error.ts'
import { accountRoutes, screenRoutes, worldRoutes } from '../control/control-routes.ts'
import { shopRoutes } from '../control/shop-routes.ts'
import { siteRoutes } from '../control/site-routes.ts'
import type { Sim } from '../sim.ts'
import { MALFORMED } from './body-parsers.ts'

/** The control page's files and their types. */
const PAGE_FILES = [
  { path: '/_sandbox', file: 'control.html', type: 'text/html' },
  { path: '/_sandbox/control.css', file: 'control.css', type: 'text/css' },
  { path: '/_sandbox/control.js', file: 'control.js', type: 'text/javascript' },
  { path: '/_sandbox/sites.js', file: 'sites.js', type: 'text/javascript' },
]

/** Puts the control API and its page on the server, for this machine only. */
export function serveControl(app: FastifyInstance, sim: Sim, control: Control): void {
  app.get('/', (_request, reply) => reply.redirect('/_sandbox/'))
  for (const { path, file, type } of PAGE_FILES) {
    app.get(path, { onRequest: guard }, (_request, reply) => {
      reply
        .type(`${type}; charset=utf-8`)
        .header('content-security-policy', "default-src 'self'; frame-ancestors 'none'")
        .send(readFileSync(new URL(`../pages/${file}`, import.meta.url), 'utf8'))
    })
  }
  for (const route of [
    ...accountRoutes(sim, control),
    ...screenRoutes(control),
    ...shopRoutes(control),
    ...siteRoutes(control),
    ...worldRoutes(sim, control),
  ]) {
    app.route({
      method: route.method,
      url: `/_sandbox${route.path}`,
      onRequest: guard,
      handler: async (request, reply) => {
        try {
          if (request.body === MALFORMED) throw new ControlError(400, 'the body is not JSON')
          // Fastify types these as unknown; its parsers make exactly these shapes.
          const params = request.params as Record<string, string>
          const query = request.query as Record<string, string>
          const result = await route.run({ params, query, body: request.body })
          return reply.send(result ?? { ok: true })
        } catch (error) {
          return refuse(reply, error)
        }
      },
    })
  }
}

/**
 * Only this machine, only by a loopback name (a page of another site could point its own name here),
 * and changes only as JSON, which a form of another site cannot send.
 */
async function guard(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const local = ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '')
  const named = ['localhost', '127.0.0.1', '[::1]'].includes(request.host.replace(/:\d+$/, ''))
  if (!local || !named) return reply.code(403).send({ error: 'the control API answers only this machine' })
  const type = request.headers['content-type']
  if (type !== undefined && !type.startsWith('application/json'))
    return reply.code(415).send({ error: 'send JSON' })
  if (request.method !== 'GET' && type === undefined && request.headers['sec-fetch-site'] === 'cross-site') {
    return reply.code(403).send({ error: 'cross-site' })
  }
  return undefined
}

function refuse(reply: FastifyReply, error: unknown): unknown {
  if (error instanceof ControlError) return reply.code(error.status).send({ error: error.message })
  if (error instanceof z.ZodError) return reply.code(400).send({ error: z.prettifyError(error) })
  throw error
}
