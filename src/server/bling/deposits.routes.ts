import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import * as contract from '../../contract/bling.ts'
import { id } from '../../contract/common.ts'
import { principalOf } from '../auth/principal.ts'
import { repeatableWriteOf } from '../auth/repeatable-write.ts'
import { AppError } from '../kernel/app-error.ts'
import { sendAnswer } from '../kernel/send-answer.ts'
import { readAccount } from './accounts.store.ts'
import type { BlingDeps } from './bling-deps.ts'
import { BlingError } from './bling-error.ts'
import { createDeposit } from './create-deposit.ts'
import { depositView } from './deposit-view.ts'
import { listDeposits, rememberDeposits } from './deposits.store.ts'

const TAGS = { tags: ['bling'] }
const params = z.object({ id })

/** Deposits of an account: read from Bling while it answers, else as they were seen last; and new ones, created there. */
export const depositRoutes =
  (deps: BlingDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/bling/accounts/:id/deposits',
      {
        config: { access: 'sync.read' },
        schema: { ...TAGS, params, response: { 200: contract.blingDepositList } },
      },
      async (request) => {
        const account = { tenant_id: principalOf(request).tenant_id, account_id: request.params.id }
        const is_live = await lookAtDeposits(deps, account)
        const rows = await deps.database.tenant(account.tenant_id, (tx) =>
          listDeposits(tx, account.account_id),
        )
        return { items: rows.map(depositView), next_cursor: null, is_live }
      },
    )
    app.post(
      '/bling/accounts/:id/deposits',
      {
        config: { access: 'sync.write' },
        schema: { ...TAGS, params, body: contract.newBlingDeposit, response: { 201: contract.blingDeposit } },
      },
      async (request, reply) =>
        sendAnswer(
          reply,
          await createDeposit(deps, repeatableWriteOf(request), request.params.id, request.body),
        ),
    )
  }

type Account = { readonly tenant_id: string; readonly account_id: string }

/** Whether Bling answered. What it showed is kept. */
async function lookAtDeposits(deps: BlingDeps, account: Account): Promise<boolean> {
  await requireAccount(deps, account)
  try {
    const client = deps.clients.forAccount(account.tenant_id, account.account_id, 'person')
    const deposits = await client.deposits.list()
    const seen_at = deps.clock.now()
    await deps.database.tenant(account.tenant_id, (tx) =>
      rememberDeposits(tx, account.account_id, deposits, seen_at),
    )
    return true
  } catch (error) {
    if (!(error instanceof BlingError)) throw error
    deps.logger.warn({ err: error, account_id: account.account_id }, 'deposits are shown as last seen')
    return false
  }
}

async function requireAccount(deps: BlingDeps, account: Account): Promise<void> {
  const row = await deps.database.tenant(account.tenant_id, (tx) => readAccount(tx, account.account_id))
  if (row === null) throw new AppError('NOT_FOUND', { account_id: account.account_id })
}
