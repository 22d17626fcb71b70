import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Strike } from '../faults/faults.ts'
import { MALFORMED } from '../http/body-parsers.ts'
import { proxyPage } from '../http/page.ts'
import { pause } from '../http/play-faults.ts'
import { openCall } from '../http/respond.ts'
import type { Sim } from '../sim.ts'
import type { Post } from '../webhooks/courier.ts'
import { type WcAnswer, WcError, type WcRoute } from './wc-answer.ts'
import { admit } from './wc-auth.ts'
import { wcRoutes } from './wc-routes.ts'

const API = '/wp-json/wc/v3'

type Outcome = WcAnswer | { readonly status: number; readonly html: string } | 'cut'

/** Puts the shops on the server, each at `/shops/{shop_id}`. */
export function serveShops(app: FastifyInstance, sim: Sim, post: Post): void {
  for (const route of wcRoutes(post)) {
    app.route({
      method: route.method,
      url: `/shops/:shop_id${API}${route.path.replace(/\{(\w+)\}/g, ':$1')}`,
      handler: async (request, reply) => {
        const call = openCall(sim, request, `WC ${route.method} ${route.path}`)
        // Fastify types these as unknown; its parsers make exactly these shapes.
        const params = request.params as Record<string, string>
        call.company_id = params['shop_id'] ?? null
        const strike = sim.faults.drawCall({ company_id: call.company_id, operation: call.operation })
        call.fault = strike?.kind ?? null
        const run = () => runRoute(sim, route, request, params)
        const outcome = strike ? await playStrike(strike, request, run) : await run()
        sim.flush()
        call.status = outcome === 'cut' ? null : outcome.status
        return send(request, reply, outcome)
      },
    })
  }
}

async function runRoute(
  sim: Sim,
  route: WcRoute,
  request: FastifyRequest,
  params: Record<string, string>,
): Promise<WcAnswer> {
  try {
    const shop = sim.world.shops.get('', params['shop_id'] ?? '')
    if (!shop)
      throw new WcError(404, 'rest_no_route', 'No route was found matching the URL and request method.')
    const scheme = shop.settings.is_tls ? 'https' : 'http'
    const address = `${scheme}://127.0.0.1:${request.socket.localPort}/shops/${shop.id}`
    const path = new URL(request.url, address).pathname
    const query = Object.fromEntries(new URL(request.url, address).searchParams)
    admit(sim, shop, {
      method: request.method,
      url: new URL(path, address).href,
      query,
      authorization: request.headers.authorization,
    })
    if (request.body === MALFORMED) throw new WcError(400, 'rest_invalid_json', 'Invalid JSON body passed.')
    return await route.answer({ sim, shop, params, query, body: request.body, address })
  } catch (error) {
    if (error instanceof WcError) return { status: error.status, body: error.body }
    throw error
  }
}

/** "before" changed nothing, "after" has done everything: only the answer is lost. */
async function playStrike(
  strike: Strike,
  request: FastifyRequest,
  run: () => Promise<WcAnswer>,
): Promise<Outcome> {
  if (strike.kind === 'slow') await pause(request, strike.delay_ms)
  if (strike.kind === 'slow' || strike.kind.endsWith('_after')) {
    const answer = await run()
    if (strike.kind === 'slow') return answer
  }
  const [, what = strike.kind] = /^(.+)_(?:before|after)$/.exec(strike.kind) ?? []
  switch (what) {
    case 'rate_limit_second':
    case 'rate_limit_day':
      return { status: 429, body: { code: 'too_many_requests', message: 'Too many requests.' } }
    case 'token_expired':
    case 'token_revoked':
      return {
        status: 401,
        body: new WcError(401, 'woocommerce_rest_authentication_error', 'Consumer key is invalid.').body,
      }
    case 'server_error':
      return {
        status: 500,
        body: new WcError(500, 'internal_server_error', 'There has been a critical error.').body,
      }
    case 'bad_gateway':
      return proxyPage(502, 'Bad Gateway')
    case 'timeout':
      await pause(request, strike.delay_ms)
      return proxyPage(504, 'Gateway Time-out')
    default:
      return 'cut'
  }
}

function send(request: FastifyRequest, reply: FastifyReply, outcome: Outcome): FastifyReply {
  if (outcome === 'cut') {
    reply.hijack()
    request.raw.socket.destroy()
    return reply
  }
  reply.code(outcome.status)
  if ('html' in outcome) return reply.type('text/html').send(outcome.html)
  return reply
    .headers(outcome.headers ?? {})
    .type('application/json')
    .send(JSON.stringify(outcome.body))
}
