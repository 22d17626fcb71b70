import type * as z from 'zod'
import type { siteAccess } from '../../contract/sites.ts'
import { actorOf, recordAudit } from '../auth/audit.store.ts'
import type { RepeatableWrite } from '../auth/repeatable-write.ts'
import { hashToken, newToken } from '../auth/tokens.ts'
import { AppError } from '../kernel/app-error.ts'
import type { SiteDeps } from './site-deps.ts'
import { webhookUrlOf } from './site-view.ts'
import { lockSite, saveAccess } from './sites.store.ts'

const KEY_PREFIX = 'eus_'

/**
 * Makes a new key for a site written by hand, and other webhooks with another secret; what was shown before is worth nothing from then on.
 * The key is kept as a hash only.
 */
export async function renewAccess(
  deps: SiteDeps,
  { principal, ip }: Pick<RepeatableWrite, 'principal' | 'ip'>,
  id: string,
): Promise<z.infer<typeof siteAccess>> {
  const api_key = newToken(KEY_PREFIX)
  const access = await deps.database.tenant(principal.tenant_id, async (tx) => {
    const site = await lockSite(tx, id)
    if (site === null) throw new AppError('NOT_FOUND', { site_id: id })
    if (site.kind !== 'generic') throw new AppError('SITE_KIND')
    const identity = { site_id: id, webhook_version: site.webhook_version + 1 }
    await saveAccess(tx, id, {
      api_key_hash: hashToken(api_key),
      webhook_version: identity.webhook_version,
      webhook_token_hash: hashToken(deps.secrets.webhookToken(identity)),
    })
    const entry = { actor: actorOf(principal), action: 'site.access_renewed', target: id, facts: {}, ip }
    await recordAudit(tx, entry)
    return {
      api_key,
      webhook_secret: deps.secrets.webhookSecret(identity),
      webhook_url: webhookUrlOf({ ...site, ...identity }, deps.secrets),
    }
  })
  deps.doors.forget()
  return access
}
