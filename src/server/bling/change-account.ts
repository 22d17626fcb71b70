import * as z from 'zod'
import type { blingAccountChange } from '../../contract/bling.ts'
import { actorOf, recordAudit } from '../auth/audit.store.ts'
import type { RepeatableWrite } from '../auth/repeatable-write.ts'
import { hashToken, newToken } from '../auth/tokens.ts'
import type { Tx } from '../db/database.ts'
import { idempotently, type StoredAnswer } from '../db/idempotency.ts'
import { AppError } from '../kernel/app-error.ts'
import { announceChange } from './account-changed.ts'
import { accountView } from './account-view.ts'
import { type AccountRow, lockAccount, saveLegacyToken, updateAccount } from './accounts.store.ts'
import type { BlingDeps } from './bling-deps.ts'

/** Who changes an account, from where, and under which key. */
export type AccountWrite = RepeatableWrite & { readonly id: string }

/** Renames an account, or has it take part, freeze or be left out: that is a person's choice only, and nothing else changes it. */
export async function changeAccount(
  deps: BlingDeps,
  write: AccountWrite,
  change: z.infer<typeof blingAccountChange>,
): Promise<StoredAnswer> {
  return deps.database.tenant(write.principal.tenant_id, (tx) =>
    idempotently(tx, write, async () => {
      const row = await changed(tx, write, change)
      return { status: 200, body: accountView(row, deps.clock.now()) }
    }),
  )
}

async function changed(
  tx: Tx,
  write: AccountWrite,
  change: z.infer<typeof blingAccountChange>,
): Promise<AccountRow> {
  const before = await lockAccount(tx, write.id)
  if (before === null) throw new AppError('NOT_FOUND', { account_id: write.id })
  const after = {
    name: change.name ?? before.name,
    chosen_state: change.state ?? before.chosen_state,
  }
  const fields = (['name', 'chosen_state'] as const).filter((field) => after[field] !== before[field])
  if (fields.length === 0) return before
  await updateAccount(tx, write.id, after)
  const facts = Object.fromEntries(
    fields.map((field) => [field, { before: before[field], after: after[field] }]),
  )
  const actor = actorOf(write.principal)
  await recordAudit(tx, { actor, action: 'bling.account_changed', target: write.id, facts, ip: write.ip })
  if (after.chosen_state !== before.chosen_state) await announceChange(tx, write.id, 'state')
  return (await lockAccount(tx, write.id)) ?? before
}

const keptToken = z.object({ sealed: z.string() })

/**
 * Makes a new unguessable address for the account's older callbacks and gives its last part, which is kept as a hash. A repetition under
 * the same key is given the same: for it alone the part itself is kept, sealed, as long as other answers are.
 */
export async function renewLegacyToken(
  deps: BlingDeps,
  write: AccountWrite,
): Promise<{ readonly token: string; readonly replayed: boolean }> {
  const context = `bling_legacy_token:${write.id}`
  const answer = await deps.database.tenant(write.principal.tenant_id, (tx) =>
    idempotently(tx, write, async () => {
      const token = newToken('')
      const account = await lockAccount(tx, write.id)
      if (account === null) throw new AppError('NOT_FOUND', { account_id: write.id })
      await saveLegacyToken(tx, write.id, hashToken(token))
      await recordAudit(tx, {
        actor: actorOf(write.principal),
        action: 'bling.legacy_callback_renewed',
        target: write.id,
        facts: {},
        ip: write.ip,
      })
      return { status: 201, body: { sealed: deps.box.seal(token, context) } }
    }),
  )
  deps.doors.forget()
  const { sealed } = keptToken.parse(JSON.parse(answer.body))
  return { token: deps.box.open(sealed, context), replayed: answer.replayed }
}
