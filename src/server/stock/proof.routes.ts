import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../contract/common.ts'
import { verifyAnswer, verifyQuery } from '../../contract/insight.ts'
import { consistencyAnswer, consistencyQuery } from '../../contract/inventory.ts'
import { principalOf, requireBranch } from '../auth/principal.ts'
import { AppError } from '../kernel/app-error.ts'
import { checkConsistency } from './check-consistency.ts'
import { readSnapshot } from './read-snapshot.queries.ts'
import type { ReadDeps } from './reads.routes.ts'
import { verifyLedger } from './verify-ledger.ts'

/** Proofs that what is shown is what happened. */
export const proofRoutes =
  (deps: ReadDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/inventory/:product_id/consistency',
      {
        config: { access: 'stock.read' },
        schema: {
          tags: ['stock'],
          params: z.object({ product_id: id }),
          querystring: consistencyQuery,
          response: { 200: consistencyAnswer },
        },
      },
      async (request) => {
        const principal = principalOf(request)
        requireBranch(principal, request.query.branch_id)
        const key = { branch_id: request.query.branch_id, product_id: request.params.product_id }
        const findings = await readSnapshot(deps.database, principal, (tx) => checkConsistency(tx, key))
        if (findings === null) throw new AppError('NOT_FOUND', key)
        return { ...key, ok: findings.length === 0, findings: [...findings] }
      },
    )
    app.get(
      '/ledger/verify',
      {
        config: { access: 'ledger.verify' },
        schema: { tags: ['stock'], querystring: verifyQuery, response: { 200: verifyAnswer } },
      },
      async (request) => {
        const { differences, ...proof } = await verifyLedger(deps.database, principalOf(request).tenant_id, {
          scope: request.query.full ? 'full' : 'auto',
          now: deps.clock.now(),
        })
        return { ...proof, full: proof.from_seq === 0, differences: [...differences] }
      },
    )
  }
