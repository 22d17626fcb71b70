import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id, idempotencyKey } from '../../contract/common.ts'
import { divergence, divergencePage, divergenceQuery, divergenceResolution } from '../../contract/insight.ts'
import { principalOf } from '../auth/principal.ts'
import { AppError } from '../kernel/app-error.ts'
import { fingerprintOf } from '../kernel/fingerprint.ts'
import { sendAnswer } from '../kernel/send-answer.ts'
import { listDivergences } from './divergence-list.queries.ts'
import { branchScope, readSnapshot } from './read-snapshot.queries.ts'
import type { ReadDeps } from './reads.routes.ts'
import { resolveDivergence } from './resolve-divergence.ts'

/** What a person has to look at, and what they say about it. */
export const divergenceRoutes =
  (deps: ReadDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/divergences',
      {
        config: { access: 'stock.read' },
        schema: { tags: ['stock'], querystring: divergenceQuery, response: { 200: divergencePage } },
      },
      async (request) => {
        const principal = principalOf(request)
        const branches = branchScope(principal, request.query.branch_id)
        return readSnapshot(deps.database, principal, (tx) => listDivergences(tx, request.query, branches))
      },
    )
    app.post(
      '/divergences/:id/resolve',
      {
        config: { access: 'stock.resolve' },
        schema: {
          tags: ['stock'],
          params: z.object({ id }),
          body: divergenceResolution,
          response: { 200: divergence },
        },
      },
      async (request, reply) => {
        const answer = await resolveDivergence(deps.database, {
          principal: principalOf(request),
          key: givenKey(request.headers['idempotency-key']),
          fingerprint: fingerprintOf(`${request.method} ${request.url}`, request.body),
          now: deps.clock.now(),
          ip: request.ip,
          divergence_id: request.params.id,
          resolution: request.body.resolution,
        })
        return sendAnswer(reply, answer)
      },
    )
  }

/** Repeating a resolution changes nothing, so the key may be absent. */
function givenKey(header: unknown): string | undefined {
  if (header === undefined) return undefined
  const parsed = idempotencyKey.safeParse(header)
  if (!parsed.success) throw new AppError('IDEMPOTENCY_KEY_REQUIRED')
  return parsed.data
}
