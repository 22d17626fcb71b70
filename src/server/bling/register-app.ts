import type * as z from 'zod'
import type { blingApp, blingAppChange, newBlingApp } from '../../contract/bling.ts'
import { actorOf, recordAudit } from '../auth/audit.store.ts'
import type { RepeatableWrite } from '../auth/repeatable-write.ts'
import { idempotently, type StoredAnswer } from '../db/idempotency.ts'
import { AppError } from '../kernel/app-error.ts'
import { newId } from '../kernel/ids.ts'
import { type AppRow, insertApp, readApp, updateApp } from './apps.store.ts'
import type { BlingDeps } from './bling-deps.ts'
import { sealAppSecret } from './sealed-tokens.ts'

/** How an application is shown to whoever asked. */
export type AppView = (row: AppRow) => z.infer<typeof blingApp>

/** Takes in an application registered in Bling; its secret is sealed here and never shown again. */
export async function registerApp(
  deps: BlingDeps,
  write: RepeatableWrite,
  wanted: z.infer<typeof newBlingApp>,
  viewOf: AppView,
): Promise<StoredAnswer> {
  const { principal, ip } = write
  const app: AppRow = {
    id: newId(),
    name: wanted.name,
    client_id: wanted.client_id,
    created_at: deps.clock.now(),
  }
  const client_secret = sealAppSecret(deps.box, app.id, wanted.client_secret)
  return deps.database.tenant(principal.tenant_id, (tx) =>
    idempotently(tx, write, async () => {
      await insertApp(tx, { ...app, client_secret })
      const facts = { name: app.name, client_id: app.client_id }
      await recordAudit(tx, {
        actor: actorOf(principal),
        action: 'bling.app_registered',
        target: app.id,
        facts,
        ip,
      })
      return { status: 201, body: viewOf(app) }
    }),
  )
}

/** Renames an application, or takes its new secret. */
export async function changeApp(
  deps: BlingDeps,
  write: RepeatableWrite & { readonly id: string },
  change: z.infer<typeof blingAppChange>,
  viewOf: AppView,
): Promise<StoredAnswer> {
  const { principal, id, ip } = write
  const client_secret =
    change.client_secret === undefined ? undefined : sealAppSecret(deps.box, id, change.client_secret)
  const answer = await deps.database.tenant(principal.tenant_id, (tx) =>
    idempotently(tx, write, async () => {
      const before = await readApp(tx, id)
      if (before === null) throw new AppError('NOT_FOUND', { app_id: id })
      const name = change.name ?? before.name
      await updateApp(tx, id, { name, client_secret })
      const facts = {
        ...(name === before.name ? {} : { name: { before: before.name, after: name } }),
        secret_replaced: client_secret !== undefined,
      }
      await recordAudit(tx, { actor: actorOf(principal), action: 'bling.app_changed', target: id, facts, ip })
      const { client_id, created_at } = before
      return { status: 200, body: viewOf({ id, name, client_id, created_at }) }
    }),
  )
  deps.doors.forget()
  return answer
}
