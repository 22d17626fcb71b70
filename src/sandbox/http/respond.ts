import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { CallRecord } from '../log.ts'
import type { Sim } from '../sim.ts'
import { proxyPage } from './page.ts'
import type { Outcome } from './play-faults.ts'

/** Longer addresses are refused by what stands before Bling: 200 ids pass, 300 do not. */
const LONGEST_URL = 8_192

/** Writes a call down, to be completed when it is answered. */
export function openCall(sim: Sim, request: FastifyRequest, operation: string): CallRecord {
  return sim.log.call({
    at: sim.clock.now(),
    method: request.method,
    url: request.url,
    operation,
    company_id: null,
    client_id: null,
    status: null,
    fault: null,
    enable_jwt: request.headers['enable-jwt'] === '1',
    body: request.body,
  })
}

/** What is refused before anybody looks at it: blocked addresses, and addresses (of the other kind) too long. */
export function refusedAtTheDoor(
  sim: Sim,
  request: FastifyRequest,
  isTokenCall: boolean,
): Outcome | undefined {
  if (!sim.limits.admitAddress(request.ip, sim.clock.now(), isTokenCall)) return proxyPage(403, 'Forbidden')
  if (request.url.length > LONGEST_URL) return proxyPage(414, 'Request-URI Too Large')
  return undefined
}

/** Sends the outcome, after what it changed is safe. No header ever tells of limits. */
export function respond(
  sim: Sim,
  request: FastifyRequest,
  reply: FastifyReply,
  call: CallRecord,
  outcome: Outcome,
): void {
  sim.flush()
  if (outcome === 'cut') {
    reply.hijack()
    request.raw.socket.destroy()
    return
  }
  call.status = outcome.status
  if (outcome.status >= 400) sim.limits.noteError(request.ip, sim.clock.now())
  reply.code(outcome.status).header('x-amzn-requestid', randomUUID())
  if (outcome.html !== undefined) reply.type('text/html').send(outcome.html)
  else if (outcome.body === undefined) reply.send()
  else reply.type('application/json').send(JSON.stringify(outcome.body))
}
