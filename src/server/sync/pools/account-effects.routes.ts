import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../../contract/common.ts'
import * as contract from '../../../contract/sync.ts'
import { principalOf } from '../../auth/principal.ts'
import { catalogWriteOf } from '../../catalog/catalog-write.ts'
import { decodeCursor, encodeCursor } from '../../kernel/cursor.ts'
import { sendAnswer } from '../../kernel/send-answer.ts'
import { type PreviewDeps, previewAccountState } from './account-preview.ts'
import { deactivateDeposit } from './deactivate-deposit.ts'

const TAGS = { tags: ['sync'] }

/** What a person sees before an account is paused or left out, and what a person does to a deposit in Bling itself. */
export const accountEffectRoutes =
  (deps: PreviewDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/bling/accounts/:id/preview',
      {
        config: { access: 'sync.read' },
        schema: {
          ...TAGS,
          params: z.object({ id }),
          querystring: contract.accountPreviewQuery,
          response: { 200: contract.accountPreviewPage },
        },
      },
      async (request) => {
        const { state, cursor } = request.query
        const account = { tenant_id: principalOf(request).tenant_id, account_id: request.params.id }
        const after = decodeCursor(cursor, z.string())
        const { lines, last } = await previewAccountState(deps, account, request.query, after)
        const next_cursor = last === null ? null : encodeCursor(last)
        return { account_id: account.account_id, state, items: lines, next_cursor }
      },
    )
    app.post(
      '/bling/accounts/:id/deposits/:deposit_id/deactivate',
      {
        config: { access: 'sync.write' },
        schema: {
          ...TAGS,
          params: z.object({ id, deposit_id: id }),
          body: contract.depositDeactivation,
          response: { 200: contract.deactivatedDeposit },
        },
      },
      async (request, reply) => {
        const { id: account_id, deposit_id } = request.params
        const asked = { account_id, deposit_id, confirm_name: request.body.confirm_name }
        return sendAnswer(reply, await deactivateDeposit(deps, catalogWriteOf(request), asked))
      },
    )
  }
