import type * as z from 'zod'
import type { blingAccountChange } from '../../contract/bling.ts'
import { actorOf, recordAudit } from '../auth/audit.store.ts'
import type { Principal } from '../auth/principal.ts'
import { hashToken, newToken } from '../auth/tokens.ts'
import { AppError } from '../kernel/app-error.ts'
import { announceChange } from './account-changed.ts'
import { type AccountRow, lockAccount, saveLegacyToken, updateAccount } from './accounts.store.ts'
import type { BlingDeps } from './bling-deps.ts'

/** Who changes an account, and from where. */
export type AccountWrite = { readonly principal: Principal; readonly id: string; readonly ip: string }

/** Renames an account, or has it take part, freeze or be left out: that is a person's choice only, and nothing else changes it. */
export async function changeAccount(
  deps: BlingDeps,
  write: AccountWrite,
  change: z.infer<typeof blingAccountChange>,
): Promise<AccountRow> {
  return deps.database.tenant(write.principal.tenant_id, async (tx) => {
    const before = await lockAccount(tx, write.id)
    if (before === null) throw new AppError('NOT_FOUND', { account_id: write.id })
    const after = {
      name: change.name ?? before.name,
      chosen_state: change.state ?? before.chosen_state,
    }
    const changed = (['name', 'chosen_state'] as const).filter((field) => after[field] !== before[field])
    if (changed.length === 0) return before
    await updateAccount(tx, write.id, after)
    const facts = Object.fromEntries(
      changed.map((field) => [field, { before: before[field], after: after[field] }]),
    )
    const actor = actorOf(write.principal)
    await recordAudit(tx, {
      actor,
      action: 'bling.account_changed',
      target: write.id,
      facts,
      ip: write.ip,
    })
    if (after.chosen_state !== before.chosen_state) await announceChange(tx, write.id, 'state')
    return (await lockAccount(tx, write.id)) ?? before
  })
}

/** Makes a new unguessable address for the account's older callbacks and gives its last part, which is kept as a hash only. */
export async function renewLegacyToken(deps: BlingDeps, write: AccountWrite): Promise<string> {
  const token = newToken('')
  await deps.database.tenant(write.principal.tenant_id, async (tx) => {
    const account = await lockAccount(tx, write.id)
    if (account === null) throw new AppError('NOT_FOUND', { account_id: write.id })
    await saveLegacyToken(tx, write.id, hashToken(token))
    const actor = actorOf(write.principal)
    await recordAudit(tx, {
      actor,
      action: 'bling.legacy_callback_renewed',
      target: write.id,
      facts: {},
      ip: write.ip,
    })
  })
  deps.doors.forget()
  return token
}
