import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import * as z from 'zod'
import type { BlingAnswer } from '../api/answer.ts'
import { playFaults } from '../http/play-faults.ts'
import { openCall, respond } from '../http/respond.ts'
import type { Sim } from '../sim.ts'
import { callLater } from './site-calls.ts'

const HEADER = 'x-estoqueuni-signature-256'
const event = z.object({ topic: z.string(), id: z.string() })

/** Puts the doors of shops written by hand on the server, each at `/sites/{site_id}/estoqueuni`: there they are told of their orders. */
export function serveSites(app: FastifyInstance, sim: Sim): void {
  app.register(async (scope) => {
    // A signature is made over the very bytes.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    scope.post('/sites/:site_id/estoqueuni', async (request, reply) => {
      const call = openCall(sim, request, 'SITE POST /estoqueuni')
      // Fastify types these as unknown; its parsers make exactly these shapes.
      const { site_id = '' } = request.params as Record<string, string>
      const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      call.company_id = site_id
      const outcome = await playFaults(sim, request, call, () =>
        hear(sim, site_id, raw, String(request.headers[HEADER] ?? '')),
      )
      respond(sim, request, reply, call, outcome)
      return reply
    })
  })
}

/** An event that is signed has the shop look again; what it says besides is not believed. */
function hear(sim: Sim, siteId: string, raw: Buffer, header: string): BlingAnswer {
  const site = sim.world.sites.get('', siteId)
  if (site === undefined) return { status: 404, body: { error: 'no such shop' } }
  const right = createHmac('sha256', site.settings.webhook_secret).update(raw).digest()
  const given = Buffer.from(header.replace(/^sha256=/, ''), 'hex')
  if (given.length !== right.length || !timingSafeEqual(given, right))
    return { status: 401, body: { error: 'the signature is wrong' } }
  const read = event.safeParse(jsonIn(raw))
  if (!read.success) return { status: 400, body: { error: 'not an event' } }
  if (read.data.topic === 'order') callLater(sim, siteId, { what: 'look', order_id: read.data.id })
  return { status: 200, body: {} }
}

function jsonIn(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'))
  } catch {
    return undefined
  }
}
