import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { eventsQuery } from '../../contract/live.ts'
import { principalOf } from '../auth/principal.ts'
import type { Live } from './live.ts'

const DESCRIPTION =
  'Eventos para telas abertas (server-sent events): `stock.changed` com `levels` e `up_to_seq`; `reset` quando é preciso ler tudo de novo. ' +
  'O id de cada evento é o lugar no razão; com `Last-Event-ID` a conversa continua de onde parou.'

/** Server-sent events for open screens. */
export function liveRoutes(live: Live): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/events',
      {
        config: { access: 'stock.read' },
        exposeHeadRoute: false,
        schema: {
          tags: ['live'],
          description: DESCRIPTION,
          querystring: eventsQuery,
          produces: ['text/event-stream'],
        },
      },
      async (request, reply) => {
        const afterSeq = seqOf(request.headers['last-event-id']) ?? request.query.after_seq ?? null
        const stream = await live.watch(principalOf(request), afterSeq)
        return reply
          .header('content-type', 'text/event-stream; charset=utf-8')
          .header('cache-control', 'no-store')
          .header('x-accel-buffering', 'no')
          .send(stream)
      },
    )
    // Streams never end by themselves: the server could not close.
    app.addHook('preClose', () => live.stop())
  }
}

/** The place in the ledger that a browser says it was told last; null when it says nothing that makes sense. */
function seqOf(header: string | string[] | undefined): number | null {
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : null
}
