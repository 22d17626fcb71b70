import type { FastifyRequest } from 'fastify'
import { idempotencyKey } from '../../contract/common.ts'
import { AppError } from '../kernel/app-error.ts'
import { fingerprintOf } from '../kernel/fingerprint.ts'
import { type Principal, principalOf } from './principal.ts'

/** Who writes, from where, and under which key. */
export type RepeatableWrite = {
  readonly principal: Principal
  readonly key: string | undefined
  readonly fingerprint: string
  readonly ip: string
}

/** The write of a request; the key is optional here, because repeating such a write harms little. */
export function repeatableWriteOf(request: FastifyRequest): RepeatableWrite {
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
