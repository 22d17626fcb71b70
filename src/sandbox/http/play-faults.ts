import type { FastifyRequest } from 'fastify'
import type { BlingAnswer } from '../api/answer.ts'
import { BlingError, invalidToken, serverError, tooManyRequests } from '../api/bling-error.ts'
import type { Strike } from '../faults/faults.ts'
import type { CallRecord } from '../log.ts'
import { expireTokens, revokeAll } from '../oauth/token.ts'
import type { Sim } from '../sim.ts'
import { proxyPage } from './page.ts'

/** An answer, or that the connection is cut without one. */
export type Outcome = BlingAnswer | 'cut'

/** Runs a call, with the fault that strikes it, if one does. */
export async function playFaults(
  sim: Sim,
  request: FastifyRequest,
  call: CallRecord,
  run: () => BlingAnswer,
): Promise<Outcome> {
  const strike = sim.faults.drawCall(call)
  if (!strike) return answerOf(run)
  call.fault = strike.kind
  if (strike.kind === 'slow') {
    await pause(request, strike.delay_ms)
    return answerOf(run)
  }
  const early = withoutRunning(sim, call, strike)
  if (early) return early
  const [, what = '', when] = /^(.+)_(before|after)$/.exec(strike.kind) ?? []
  if (when === 'after') answerOf(run)
  return instead(request, what, strike.delay_ms)
}

/** The answer of a call, errors included. */
function answerOf(run: () => BlingAnswer): BlingAnswer {
  try {
    return run()
  } catch (error) {
    if (error instanceof BlingError) return error.answer
    throw error
  }
}

/** Faults that answer in the API's own words. Of a call that tells no company nobody's tokens end. */
function withoutRunning(sim: Sim, call: CallRecord, strike: Strike): BlingAnswer | undefined {
  const { client_id, company_id } = call
  const whose = company_id === null ? undefined : { client_id: client_id ?? undefined, company_id }
  switch (strike.kind) {
    case 'rate_limit_second':
      return tooManyRequests('second').answer
    case 'rate_limit_day':
      return tooManyRequests('day').answer
    case 'token_expired':
      if (whose) expireTokens(sim, whose, 'access')
      return invalidToken('expired').answer
    case 'token_revoked':
      if (whose) revokeAll(sim, whose)
      return invalidToken('invalid').answer
    default:
      return undefined
  }
}

/** What comes in place of the answer. */
async function instead(request: FastifyRequest, what: string, delayMs: number): Promise<Outcome> {
  switch (what) {
    case 'server_error':
      return serverError().answer
    case 'bad_gateway':
      return proxyPage(502, 'Bad Gateway')
    case 'timeout':
      await pause(request, delayMs)
      return { status: 504, body: { message: 'Endpoint request timed out' } }
    default:
      return 'cut'
  }
}

/** Waits in real time, but not longer than the client does. */
export function pause(request: FastifyRequest, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(alarm)
      request.raw.socket.off('close', done)
      resolve()
    }
    const alarm = setTimeout(done, ms)
    request.raw.socket.once('close', done)
  })
}
