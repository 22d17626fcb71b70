import type { FastifyReply } from 'fastify'

/** Sends a write's answer as it was stored with its key, byte for byte, and says when it is not the first time. */
export function sendAnswer(
  reply: FastifyReply,
  answer: { readonly status: number; readonly body: string; readonly replayed: boolean },
): FastifyReply {
  if (answer.replayed) reply.header('idempotency-replayed', 'true')
  const kind = answer.status >= 400 ? 'application/problem+json' : 'application/json'
  return reply.status(answer.status).header('content-type', `${kind}; charset=utf-8`).send(answer.body)
}
