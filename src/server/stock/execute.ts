import type { FastifyReply, FastifyRequest } from 'fastify'
import { idempotencyKey } from '../../contract/common.ts'
import { principalOf } from '../auth/principal.ts'
import { AppError } from '../kernel/app-error.ts'
import type { Clock } from '../kernel/clock.ts'
import { fingerprintOf } from '../kernel/fingerprint.ts'
import { sendAnswer } from '../kernel/send-answer.ts'
import type { StockQueue } from './batch/batch-queue.ts'
import type { StockCommand } from './batch/command.ts'
import type { CommandInput } from './command-input.ts'

/** What the routes of stock commands are made with. */
export type ExecuteDeps = { readonly queue: StockQueue; readonly clock: Clock }

/** The key of a write of stock or money; without one it is refused, because it could not be repeated safely. */
export function requiredKey(request: FastifyRequest): string {
  const given = request.headers['idempotency-key']
  if (given === undefined) throw new AppError('IDEMPOTENCY_KEY_REQUIRED')
  const parsed = idempotencyKey.safeParse(given)
  if (!parsed.success) throw new AppError('IDEMPOTENCY_KEY_REQUIRED')
  return parsed.data
}

/** Makes a person's online command out of a request whose body was already checked. */
export function inputOf<Body>(deps: ExecuteDeps, request: FastifyRequest, body: Body): CommandInput<Body> {
  return {
    principal: principalOf(request),
    key: requiredKey(request),
    fingerprint: fingerprintOf(`${request.method} ${request.url}`, body),
    origin: { kind: 'online' },
    now: deps.clock.now(),
    body,
  }
}

/** Puts a command into the queue and sends its answer as it was stored, byte for byte. */
export async function executeAndReply(
  deps: ExecuteDeps,
  reply: FastifyReply,
  command: StockCommand,
): Promise<void> {
  sendAnswer(reply, await deps.queue.execute(command))
}
