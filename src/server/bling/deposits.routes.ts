import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import * as contract from '../../contract/bling.ts'
import { id } from '../../contract/common.ts'
import { actorOf, recordAudit } from '../auth/audit.store.ts'
import { principalOf } from '../auth/principal.ts'
import { AppError } from '../kernel/app-error.ts'
import { readAccount } from './accounts.store.ts'
import type { BlingDeps } from './bling-deps.ts'
import { BlingError } from './bling-error.ts'
import { forPerson } from './bling-problem.ts'
import type { BlingClient } from './client/bling-client.ts'
import { type DepositRow, listDeposits, rememberDeposits } from './deposits.store.ts'

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
        return { items: rows.map(viewOf), next_cursor: null, is_live }
      },
    )
    app.post(
      '/bling/accounts/:id/deposits',
      {
        config: { access: 'sync.write' },
        schema: { ...TAGS, params, body: contract.newBlingDeposit, response: { 201: contract.blingDeposit } },
      },
      async (request, reply) => {
        const principal = principalOf(request)
        const account = { tenant_id: principal.tenant_id, account_id: request.params.id }
        await requireAccount(deps, account)
        const client = deps.clients.forAccount(account.tenant_id, account.account_id, 'person')
        const bling_id = await forPerson(() => createOnce(client, request.body))
        const made = await deps.database.tenant(account.tenant_id, async (tx) => {
          const deposit = { ...request.body, bling_id, is_active: true, is_default: false }
          await rememberDeposits(tx, account.account_id, [deposit], deps.clock.now())
          const actor = actorOf(principal)
          const facts = { account_id: account.account_id, bling_id, name: deposit.name }
          const rows = await listDeposits(tx, account.account_id)
          const row = rows.find((one) => one.bling_id === bling_id)
          if (row === undefined) throw new Error('a deposit was not kept')
          const entry = { actor, action: 'bling.deposit_created', target: row.id, facts, ip: request.ip }
          await recordAudit(tx, entry)
          return row
        })
        reply.status(201)
        return viewOf(made)
      },
    )
  }

/** Bling takes a second deposit of the same name without a word, and nobody can remove it there. */
async function createOnce(
  client: BlingClient,
  wanted: z.infer<typeof contract.newBlingDeposit>,
): Promise<string> {
  const name = wanted.name.toLocaleLowerCase('pt-BR')
  const there = await client.deposits.list()
  if (there.some((deposit) => deposit.name.toLocaleLowerCase('pt-BR') === name))
    throw new AppError('NAME_TAKEN', { name: wanted.name })
  return client.deposits.create(wanted)
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

function viewOf(row: DepositRow): contract.BlingDeposit {
  return { ...row, seen_at: row.seen_at.toISOString() }
}
