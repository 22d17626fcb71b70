import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../../contract/common.ts'
import { syncAccountChange, syncAccountSettings, syncAccountView } from '../../../contract/sync-accounts.ts'
import { answerOnce } from '../../auth/answer-once.ts'
import { actorOf, recordAudit } from '../../auth/audit.store.ts'
import { principalOf } from '../../auth/principal.ts'
import { repeatableWriteOf } from '../../auth/repeatable-write.ts'
import type { Tx } from '../../db/database.ts'
import { AppError } from '../../kernel/app-error.ts'
import { sendAnswer } from '../../kernel/send-answer.ts'
import { forgetOrdersRead, readSyncAccounts, type SyncAccount, saveSyncAccount } from './accounts.store.ts'
import { markLinkedDirty } from './dirty-skus.store.ts'
import type { PlanDeps } from './make-plan.ts'

const TAGS = { tags: ['sync'] }
const params = z.object({ id })

/** How synchronisation treats one account: where its orders reserve, which of them count, how often it is verified. */
export const accountSettingsRoutes =
  (deps: PlanDeps & { readonly wake: () => void }): FastifyPluginAsyncZod =>
  async (app) => {
    const { database, clock } = deps
    app.get(
      '/sync/accounts/:id',
      {
        config: { access: 'sync.read' },
        schema: { ...TAGS, params, response: { 200: syncAccountView } },
      },
      async (request) =>
        database.tenant(principalOf(request).tenant_id, async (tx) =>
          viewOf(await requireAccount(tx, request.params.id, clock.now())),
        ),
    )
    app.patch(
      '/sync/accounts/:id',
      {
        config: { access: 'sync.write' },
        schema: { ...TAGS, params, body: syncAccountChange, response: { 200: syncAccountView } },
      },
      async (request, reply) => {
        const write = repeatableWriteOf(request)
        const account_id = request.params.id
        const now = clock.now()
        const answer = await answerOnce(deps, { ...write, status: 200 }, async (tx) => {
          const account = await requireAccount(tx, account_id, now)
          const before = settingsOf(account)
          const given = Object.fromEntries(
            Object.entries(request.body).filter(([, value]) => value !== undefined),
          )
          const after = syncAccountSettings.parse({ ...before, ...given })
          const { reserves_in, ...rest } = after
          await saveSyncAccount(tx, account_id, { ...rest, reserves_in_set: reserves_in })
          // Which orders count is decided when they are read: all that may matter are read again.
          if (request.body.exclusion_rules !== undefined) await forgetOrdersRead(tx, account_id)
          await markLinkedDirty(tx, { origin: 'reconcile', lane: 'webhook', at: now })
          const facts = { before, after }
          const actor = actorOf(write.principal)
          await recordAudit(tx, {
            actor,
            action: 'sync.account_changed',
            target: account_id,
            facts,
            ip: write.ip,
          })
          return viewOf({ ...account, ...rest, reserves_in_set: reserves_in })
        })
        deps.wake()
        return sendAnswer(reply, answer)
      },
    )
  }

async function requireAccount(tx: Tx, account_id: string, now: Date): Promise<SyncAccount> {
  const account = (await readSyncAccounts(tx, now)).find((one) => one.account_id === account_id)
  if (account === undefined) throw new AppError('NOT_FOUND', { account_id })
  return account
}

function viewOf(account: SyncAccount): z.output<typeof syncAccountView> {
  const { reserves_in_found, reserves_in_found_at } = account
  return {
    ...settingsOf(account),
    reserves_in_found,
    reserves_in_found_at: reserves_in_found_at?.toISOString() ?? null,
  }
}

function settingsOf(account: SyncAccount): z.output<typeof syncAccountSettings> {
  const { reserves_in_set, when_shipped, exclusion_rules, sweep_minutes, silence_hours } = account
  return {
    reserves_in: reserves_in_set,
    when_shipped,
    exclusion_rules: exclusion_rules.map((rule) => ({ ...rule })),
    sweep_minutes,
    silence_hours,
  }
}
