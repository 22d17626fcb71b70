import type { FastifyReply, FastifyRequest } from 'fastify'
import { idempotencyKey } from '../../contract/common.ts'
import { principalOf } from '../auth/principal.ts'
import type { StoredAnswer } from '../db/idempotency.ts'
import { AppError } from '../kernel/app-error.ts'
import type { CatalogWrite } from './catalog-deps.ts'
import { fingerprintOf } from './fingerprint.ts'

/** Who writes, from where, and under which key; the key is optional here, because repeating such a write harms little. */
export function catalogWriteOf(request: FastifyRequest): CatalogWrite {
  return {
    principal: principalOf(request),
    key: givenKey(request),
    fingerprint: fingerprintOf(`${request.method} ${request.url}`, request.body),
    ip: request.ip,
  }
}

function givenKey(request: FastifyRequest): string | undefined {
  const given = request.headers['idempotency-key']
  if (given === undefined) return undefined
  const parsed = idempotencyKey.safeParse(given)
  if (!parsed.success) throw new AppError('IDEMPOTENCY_KEY_REQUIRED')
  return parsed.data
}

/** Sends an answer as it was stored, byte for byte. */
export function sendAnswer(reply: FastifyReply, answer: StoredAnswer): FastifyReply {
  if (answer.replayed) reply.header('idempotency-replayed', 'true')
  const kind = answer.status >= 400 ? 'application/problem+json' : 'application/json'
  return reply.status(answer.status).header('content-type', `${kind}; charset=utf-8`).send(answer.body)
}
