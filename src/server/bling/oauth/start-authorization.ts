import type * as z from 'zod'
import type { blingAuthorization, blingAuthorizationUrl } from '../../../contract/bling.ts'
import type { Principal } from '../../auth/principal.ts'
import type { Tx } from '../../db/database.ts'
import { AppError } from '../../kernel/app-error.ts'
import { newId } from '../../kernel/ids.ts'
import { readAccount } from '../accounts.store.ts'
import { type AppRow, listApps, readApp } from '../apps.store.ts'
import type { BlingDeps } from '../bling-deps.ts'
import { insertAuthorization } from './authorizations.store.ts'

/** How long a person may take on Bling's page. */
const LIFETIME_MS = 10 * 60_000

/** Begins a journey to Bling: gives the address to send the browser to. The journey is for this session, and for this account if named. */
export async function startAuthorization(
  deps: BlingDeps,
  principal: Principal,
  wanted: z.infer<typeof blingAuthorization>,
): Promise<z.infer<typeof blingAuthorizationUrl>> {
  const { tenant_id } = principal
  const authorization_id = newId()
  const expires_at = new Date(deps.clock.now().getTime() + LIFETIME_MS)
  const app = await deps.database.tenant(tenant_id, async (tx) => {
    const found = await chosenApp(tx, wanted)
    await insertAuthorization(tx, {
      id: authorization_id,
      app_id: found.id,
      account_id: wanted.account_id ?? null,
      credential_id: principal.credential.id,
      started_by: principal.user_id,
      expires_at,
    })
    return found
  })
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: app.client_id,
    state: deps.states.sign({ tenant_id, authorization_id }),
  })
  return { url: `${deps.auth_url}/oauth/authorize?${query}`, expires_at: expires_at.toISOString() }
}

/** The named application, else the account's own, else the only one there is. */
async function chosenApp(tx: Tx, wanted: z.infer<typeof blingAuthorization>): Promise<AppRow> {
  const account = wanted.account_id === undefined ? undefined : await readAccount(tx, wanted.account_id)
  if (account === null) throw new AppError('NOT_FOUND', { account_id: wanted.account_id })
  const app_id = wanted.app_id ?? account?.app_id
  if (app_id !== undefined) {
    const app = await readApp(tx, app_id)
    if (app === null) throw new AppError('NOT_FOUND', { app_id })
    return app
  }
  const [only, ...others] = await listApps(tx, { limit: 1 })
  if (only === undefined || others.length > 0) throw new AppError('BLING_APP_MISSING')
  return only
}
