import type { z } from 'zod'
import type { settingsChange, TenantSettings } from '../../contract/settings.ts'
import type { Database } from '../db/database.ts'
import { actorOf, recordAudit } from './audit.store.ts'
import type { Principal } from './principal.ts'
import { lockSettings, readSettings, saveSettings } from './settings.store.ts'

/** Settings as they were and as they are now. */
export type ChangedSettings = { readonly before: TenantSettings; readonly after: TenantSettings }

/** Changes the given settings and leaves a trace of what each was and became. */
export async function changeSettings(
  db: Database,
  principal: Principal,
  change: z.infer<typeof settingsChange>,
  ip: string,
): Promise<ChangedSettings> {
  return db.tenant(principal.tenant_id, async (tx) => {
    const before = await lockSettings(tx)
    await saveSettings(tx, change as Partial<TenantSettings>)
    const after = await readSettings(tx)
    const names = Object.keys(after) as (keyof TenantSettings)[]
    const facts = Object.fromEntries(
      names
        .filter((name) => before[name] !== after[name])
        .map((name) => [name, { before: before[name], after: after[name] }]),
    )
    const target = principal.tenant_id
    await recordAudit(tx, { actor: actorOf(principal), action: 'settings.changed', target, facts, ip })
    return { before, after }
  })
}
