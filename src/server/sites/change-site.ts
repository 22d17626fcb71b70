import type { SiteChange } from '../../contract/sites.ts'
import { actorOf, recordAudit } from '../auth/audit.store.ts'
import type { RepeatableWrite } from '../auth/repeatable-write.ts'
import { answerBefore, idempotently, type StoredAnswer } from '../db/idempotency.ts'
import { recordEvent } from '../db/outbox.store.ts'
import { AppError } from '../kernel/app-error.ts'
import { checkForPerson, healthOf } from './check-site.ts'
import { siteStateChanged } from './site-changed.ts'
import type { SiteDeps } from './site-deps.ts'
import { openCredentials, sealCredentials } from './site-secrets.ts'
import { siteView } from './site-view.ts'
import { lockSite, readSite, type SiteRow, saveHealth, showSites, updateSite } from './sites.store.ts'
import { watchSite } from './watch-site.ts'

/**
 * Renames, moves or pauses a site, or takes its new keys. Another address or other keys are tried before they are kept; with them the site
 * is told anew where to send its events: to `our_address`.
 */
export async function changeSite(
  deps: SiteDeps,
  write: RepeatableWrite,
  id: string,
  change: SiteChange,
  our_address: string,
): Promise<StoredAnswer> {
  const { tenant_id } = write.principal
  const before = await deps.database.tenant(tenant_id, (tx) => answerBefore(tx, write))
  if (before !== null) return before
  const isTried = await tryAccess(deps, tenant_id, id, change)
  const answer = await deps.database.tenant(tenant_id, (tx) =>
    idempotently(tx, write, async () => {
      const site = await lockSite(tx, id)
      if (site === null) throw new AppError('NOT_FOUND', { site_id: id })
      const after = changed(deps, site, change, our_address)
      await updateSite(tx, after)
      if (isTried) await saveHealth(tx, id, healthOf(null, deps.clock.now()))
      if (after.state !== site.state) await recordEvent(tx, siteStateChanged.name, { site_id: id })
      const facts = factsOf(site, after, change)
      if (Object.keys(facts).length > 0)
        await recordAudit(tx, {
          ...{ actor: actorOf(write.principal), action: 'site.changed' },
          ...{ target: id, facts, ip: write.ip },
        })
      const [shown] = await showSites(tx, { limit: 1, id })
      if (shown === undefined) throw new Error('the site just changed is not there')
      return { status: 200, body: siteView(shown, deps) }
    }),
  )
  deps.doors.forget()
  if (!answer.replayed) deps.errands.begin(() => watchSite(deps, tenant_id, id))
  return answer
}

/** Asks the shop with what it would be asked with; says whether there was anything to ask. */
async function tryAccess(
  deps: SiteDeps,
  tenant_id: string,
  id: string,
  change: SiteChange,
): Promise<boolean> {
  if (change.address === undefined && change.credentials === undefined) return false
  const site = await deps.database.tenant(tenant_id, (tx) => readSite(tx, id))
  if (site === null) throw new AppError('NOT_FOUND', { site_id: id })
  requireFitting(site, change)
  const address = change.address ?? site.address
  if (site.credentials === null || address === null) return false
  const keys = change.credentials ?? openCredentials(deps.box, id, site.credentials)
  const { requests_per_second } = site
  await checkForPerson(deps.connectors.ofShop({ tenant_id, site_id: id, address, keys, requests_per_second }))
  return true
}

/** A shop has an address always, and only a shop has keys of its own. */
function requireFitting(site: SiteRow, change: SiteChange): void {
  const isShop = site.kind === 'woocommerce'
  if ((change.credentials !== undefined && !isShop) || (change.address === null && isShop))
    throw new AppError('SITE_KIND')
}

function changed(deps: SiteDeps, site: SiteRow, change: SiteChange, our_address: string) {
  const isConnectedAnew = change.address !== undefined || change.credentials !== undefined
  return {
    id: site.id,
    name: change.name ?? site.name,
    address: change.address === undefined ? site.address : change.address,
    credentials:
      change.credentials === undefined
        ? site.credentials
        : sealCredentials(deps.box, site.id, change.credentials),
    state: change.state ?? site.state,
    requests_per_second: change.requests_per_second ?? site.requests_per_second,
    our_address: isConnectedAnew ? our_address : site.our_address,
  }
}

function factsOf(before: SiteRow, after: ReturnType<typeof changed>, change: SiteChange) {
  const fields = (['name', 'address', 'state', 'requests_per_second'] as const).filter(
    (field) => before[field] !== after[field],
  )
  return {
    ...Object.fromEntries(fields.map((field) => [field, { before: before[field], after: after[field] }])),
    ...(change.credentials === undefined ? {} : { credentials_replaced: true }),
  }
}
