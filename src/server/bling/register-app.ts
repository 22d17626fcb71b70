import type * as z from 'zod'
import type { blingAppChange, newBlingApp } from '../../contract/bling.ts'
import { actorOf, recordAudit } from '../auth/audit.store.ts'
import type { Principal } from '../auth/principal.ts'
import { AppError } from '../kernel/app-error.ts'
import { newId } from '../kernel/ids.ts'
import { type AppRow, insertApp, readApp, updateApp } from './apps.store.ts'
import type { BlingDeps } from './bling-deps.ts'
import { sealAppSecret } from './sealed-tokens.ts'

/** Takes in an application registered in Bling; its secret is sealed here and never shown again. */
export async function registerApp(
  deps: BlingDeps,
  principal: Principal,
  wanted: z.infer<typeof newBlingApp>,
  ip: string,
): Promise<AppRow> {
  const app: AppRow = {
    id: newId(),
    name: wanted.name,
    client_id: wanted.client_id,
    created_at: deps.clock.now(),
  }
  const client_secret = sealAppSecret(deps.box, app.id, wanted.client_secret)
  await deps.database.tenant(principal.tenant_id, async (tx) => {
    await insertApp(tx, { ...app, client_secret })
    const facts = { name: app.name, client_id: app.client_id }
    await recordAudit(tx, {
      actor: actorOf(principal),
      action: 'bling.app_registered',
      target: app.id,
      facts,
      ip,
    })
  })
  return app
}

/** Renames an application, or takes its new secret. */
export async function changeApp(
  deps: BlingDeps,
  target: { readonly principal: Principal; readonly id: string; readonly ip: string },
  change: z.infer<typeof blingAppChange>,
): Promise<AppRow> {
  const { principal, id, ip } = target
  const client_secret =
    change.client_secret === undefined ? undefined : sealAppSecret(deps.box, id, change.client_secret)
  const changed = await deps.database.tenant(principal.tenant_id, async (tx) => {
    const before = await readApp(tx, id)
    if (before === null) throw new AppError('NOT_FOUND', { app_id: id })
    const name = change.name ?? before.name
    await updateApp(tx, id, { name, client_secret })
    const facts = {
      ...(name === before.name ? {} : { name: { before: before.name, after: name } }),
      secret_replaced: client_secret !== undefined,
    }
    await recordAudit(tx, { actor: actorOf(principal), action: 'bling.app_changed', target: id, facts, ip })
    return { id, name, client_id: before.client_id, created_at: before.created_at }
  })
  deps.doors.forget()
  return changed
}
