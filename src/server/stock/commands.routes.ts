import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../contract/common.ts'
import { writtenAnswer } from '../../contract/movements.ts'
import type { Permission } from '../../contract/permissions.ts'
import { newPurchase, purchaseAnswer } from '../../contract/purchases.ts'
import { cancelAnswer, newSale, saleAnswer } from '../../contract/sales.ts'
import {
  countAnswer,
  newAdjustment,
  newBoxOpening,
  newBreakage,
  newCount,
  newCourtesy,
  newLoss,
  newTransfer,
} from '../../contract/stock.ts'
import { principalOf, requireBranch } from '../auth/principal.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../kernel/app-error.ts'
import { applyCount } from './apply-count.ts'
import { cancelPurchase } from './cancel-purchase.ts'
import { cancelSale } from './cancel-sale.ts'
import { seenAt } from './count-moment.ts'
import { type ExecuteDeps, executeAndReply, inputOf } from './execute.ts'
import { openBox } from './open-box.ts'
import { receivePurchase } from './receive-purchase.ts'
import { recordAdjustment } from './record-adjustment.ts'
import { recordOutflow } from './record-outflow.ts'
import { recordPurchase } from './record-purchase.ts'
import { recordSale } from './record-sale.ts'
import { resolveSale } from './resolve-lines.ts'
import { findPurchaseToReceive, findSaleToCancel } from './stored-documents.queries.ts'
import { transferStock } from './transfer-stock.ts'

/** Commands ask again inside their batch whether the person is still allowed, so the door may trust its memory. */
const config = (access: Permission) => ({ access, rechecked: 'in_batch' as const })
const schema = <Body extends z.ZodType, Answer extends z.ZodType>(body: Body, answer: Answer) => ({
  tags: ['stock'],
  body,
  response: { 201: answer },
})
const params = z.object({ id })

/** The commands of stock: each parses, makes a command, waits for its batch and answers. */
export const commandRoutes =
  (deps: ExecuteDeps & { readonly database: Database }): FastifyPluginAsyncZod =>
  async (app) => {
    app.post(
      '/sales',
      { config: config('stock.sell'), schema: schema(newSale, saleAnswer) },
      async (request, reply) => {
        const sale = await resolveSale(deps.database, principalOf(request).tenant_id, request.body)
        return executeAndReply(deps, reply, recordSale(inputOf(deps, request, sale)))
      },
    )
    app.post(
      '/inventory/losses',
      { config: config('stock.loss'), schema: schema(newLoss, writtenAnswer) },
      (request, reply) =>
        executeAndReply(deps, reply, recordOutflow('loss', inputOf(deps, request, request.body))),
    )
    app.post(
      '/inventory/breakages',
      { config: config('stock.loss'), schema: schema(newBreakage, writtenAnswer) },
      (request, reply) =>
        executeAndReply(deps, reply, recordOutflow('breakage', inputOf(deps, request, request.body))),
    )
    app.post(
      '/inventory/courtesies',
      { config: config('stock.loss'), schema: schema(newCourtesy, writtenAnswer) },
      (request, reply) =>
        executeAndReply(deps, reply, recordOutflow('courtesy', inputOf(deps, request, request.body))),
    )
    app.post(
      '/inventory/adjustments',
      { config: config('stock.adjust'), schema: schema(newAdjustment, writtenAnswer) },
      (request, reply) =>
        executeAndReply(deps, reply, recordAdjustment(inputOf(deps, request, request.body))),
    )
    app.post(
      '/inventory/box-openings',
      { config: config('stock.open_box'), schema: schema(newBoxOpening, writtenAnswer) },
      (request, reply) => executeAndReply(deps, reply, openBox(inputOf(deps, request, request.body))),
    )
    app.post(
      '/inventory/counts',
      { config: config('stock.count'), schema: schema(newCount, countAnswer) },
      async (request, reply) => {
        const input = inputOf(deps, request, request.body)
        const seen = await seenAt(deps.database, input.principal, request.body)
        return executeAndReply(deps, reply, applyCount({ ...input, body: { ...request.body, seen } }))
      },
    )
    app.post(
      '/transfers',
      { config: config('stock.transfer'), schema: schema(newTransfer, writtenAnswer) },
      (request, reply) => executeAndReply(deps, reply, transferStock(inputOf(deps, request, request.body))),
    )
    app.post(
      '/purchases',
      { config: config('stock.purchase'), schema: schema(newPurchase, purchaseAnswer) },
      (request, reply) => executeAndReply(deps, reply, recordPurchase(inputOf(deps, request, request.body))),
    )
    app.post(
      '/purchases/:id/receive',
      {
        config: config('stock.purchase'),
        schema: { tags: ['stock'], params, response: { 200: purchaseAnswer } },
      },
      async (request, reply) => {
        const purchase = await stored(deps.database, request, (tx) =>
          findPurchaseToReceive(tx, request.params.id),
        )
        return executeAndReply(deps, reply, receivePurchase(inputOf(deps, request, purchase)))
      },
    )
    app.post(
      '/purchases/:id/cancel',
      {
        config: config('stock.purchase'),
        schema: { tags: ['stock'], params, response: { 200: purchaseAnswer } },
      },
      async (request, reply) => {
        const purchase = await stored(deps.database, request, (tx) =>
          findPurchaseToReceive(tx, request.params.id),
        )
        return executeAndReply(deps, reply, cancelPurchase(inputOf(deps, request, purchase), request.ip))
      },
    )
    app.post(
      '/sales/:id/cancel',
      {
        config: { access: 'stock.sell' },
        schema: { tags: ['stock'], params, response: { 200: cancelAnswer } },
      },
      async (request, reply) => {
        const sale = await stored(deps.database, request, (tx) => findSaleToCancel(tx, request.params.id))
        return executeAndReply(deps, reply, cancelSale(inputOf(deps, request, sale)))
      },
    )
  }

/** A document of the person's company and branches; anything else does not exist for them. */
async function stored<Document extends { readonly branch_id: string }>(
  database: Database,
  request: FastifyRequest,
  find: (tx: Parameters<Parameters<Database['tenant']>[1]>[0]) => Promise<Document | null>,
): Promise<Document> {
  const principal = principalOf(request)
  const found = await database.tenant(principal.tenant_id, find)
  if (found === null) throw new AppError('NOT_FOUND')
  requireBranch(principal, found.branch_id)
  return found
}
