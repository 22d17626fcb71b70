import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { pageQuery } from '../../contract/common.ts'
import { pushAnswer, pushOperations, quarantinePage } from '../../contract/offline.ts'
import { actorOf, recordAudit } from '../auth/audit.store.ts'
import { principalOf } from '../auth/principal.ts'
import { AppError } from '../kernel/app-error.ts'
import { decodeCursor, pageFrom } from '../kernel/cursor.ts'
import { ledgerSeq } from './ledger-end.queries.ts'
import { applyOperation, applyOperations, fingerprintOfOperation, type PushDeps } from './push-operations.ts'
import { dismiss, waitingOperation, waitingOperations } from './quarantine.store.ts'

const position = z.object({ received_at: z.iso.datetime(), op_id: z.string() })
const params = z.object({ op_id: z.string().min(1).max(200) })

/** What devices without network send when they are back, and what waits for the owner because it could not be applied. */
export const operationRoutes =
  (deps: PushDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.post(
      '/offline/operations',
      {
        config: { access: 'self', rechecked: 'in_batch' },
        schema: { tags: ['offline'], body: pushOperations, response: { 200: pushAnswer } },
      },
      async (request) => {
        const principal = principalOf(request)
        const results = await applyOperations(deps, principal, request.body)
        const ledger_seq = await deps.database.tenant(principal.tenant_id, ledgerSeq)
        return { ledger_seq, results }
      },
    )
    app.get(
      '/offline/quarantine',
      {
        config: { access: 'stock.resolve' },
        schema: {
          tags: ['offline'],
          querystring: z.strictObject(pageQuery),
          response: { 200: quarantinePage },
        },
      },
      async (request) => {
        const { limit, cursor } = request.query
        const after = decodeCursor(cursor, position)
        const rows = await deps.database.tenant(principalOf(request).tenant_id, (tx) =>
          waitingOperations(tx, limit + 1, after),
        )
        return pageFrom(
          rows,
          limit,
          ({ device_seq: _order, ...row }) => ({ ...row, received_at: row.received_at.toISOString() }),
          (row) => ({ received_at: row.received_at.toISOString(), op_id: row.op_id }),
        )
      },
    )
    app.post(
      '/offline/quarantine/:op_id/reprocess',
      {
        config: { access: 'stock.resolve' },
        schema: { tags: ['offline'], params, response: { 200: pushAnswer.shape.results.element } },
      },
      async (request) => {
        const principal = principalOf(request)
        const waiting = await deps.database.tenant(principal.tenant_id, (tx) =>
          waitingOperation(tx, request.params.op_id),
        )
        if (waiting === null) throw new AppError('NOT_FOUND')
        const { device_id, clock_is_trusted, op_id, device_seq, kind, occurred_at, payload } = waiting
        const operation = { op_id, device_seq, kind, occurred_at, payload }
        const fingerprint = waiting.fingerprint ?? fingerprintOfOperation(operation)
        return applyOperation(deps, principal, { ...operation, device_id, clock_is_trusted, fingerprint })
      },
    )
    app.post(
      '/offline/quarantine/:op_id/dismiss',
      {
        config: { access: 'stock.resolve' },
        schema: { tags: ['offline'], params, response: { 204: z.null() } },
      },
      async (request, reply) => {
        const principal = principalOf(request)
        await deps.database.tenant(principal.tenant_id, async (tx) => {
          if (!(await dismiss(tx, request.params.op_id, principal.user_id))) throw new AppError('NOT_FOUND')
          await recordAudit(tx, {
            actor: actorOf(principal),
            action: 'operation.dismissed',
            target: request.params.op_id,
            facts: {},
            ip: request.ip,
          })
        })
        return reply.status(204).send(null)
      },
    )
  }
