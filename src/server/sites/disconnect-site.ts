import { actorOf, recordAudit } from '../auth/audit.store.ts'
import type { RepeatableWrite } from '../auth/repeatable-write.ts'
import { hashToken, newToken } from '../auth/tokens.ts'
import { AppError } from '../kernel/app-error.ts'
import type { SiteDeps } from './site-deps.ts'
import { lockSite, readSite, removeSite } from './sites.store.ts'

/**
 * Disconnects a site with everything that refers to it: its keys are forgotten, what it tells is refused from then on, and nothing is
 * written there. Its orders stay, and those that are on their way go on to Bling. At the site nothing changes.
 */
export async function disconnectSite(
  deps: Pick<SiteDeps, 'database' | 'clock' | 'dependents'> & {
    readonly doors: Pick<SiteDeps['doors'], 'forget'>
  },
  { principal, ip }: Pick<RepeatableWrite, 'principal' | 'ip'>,
  id: string,
): Promise<void> {
  await deps.database.tenant(principal.tenant_id, async (tx) => {
    if ((await readSite(tx, id)) === null) throw new AppError('NOT_FOUND', { site_id: id })
    const gone = await deps.dependents.list(tx, id)
    const now = deps.clock.now()
    // What refers to the site is locked before the site, as whoever changes that does.
    await deps.dependents.remove(tx, id, now)
    const site = await lockSite(tx, id)
    if (site === null) throw new AppError('NOT_FOUND', { site_id: id })
    // The address for its events becomes one that nobody was ever told.
    await removeSite(tx, id, {
      webhook_token_hash: hashToken(newToken('gone_')),
      removed_at: now,
    })
    await recordAudit(tx, {
      ...{ actor: actorOf(principal), action: 'site.disconnected', target: id, ip },
      facts: { kind: site.kind, name: site.name, address: site.address, removed: gone },
    })
  })
  deps.doors.forget()
}
