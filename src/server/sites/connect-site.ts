import type { NewSite } from '../../contract/sites.ts'
import { actorOf, recordAudit } from '../auth/audit.store.ts'
import type { RepeatableWrite } from '../auth/repeatable-write.ts'
import { hashToken } from '../auth/tokens.ts'
import { answerBefore, idempotently, type StoredAnswer } from '../db/idempotency.ts'
import { newId } from '../kernel/ids.ts'
import { checkForPerson } from './check-site.ts'
import type { SiteDeps } from './site-deps.ts'
import { sealCredentials } from './site-secrets.ts'
import { siteView } from './site-view.ts'
import { insertSite, type SiteRow, showSites } from './sites.store.ts'
import { watchSite } from './watch-site.ts'

/** A shop that calls us needs no budget of ours; the column has one all the same. */
const NO_BUDGET = 5

/**
 * Connects a site: a shop is asked with the given keys before they are kept, and told afterwards where to send its events. `our_address`
 * is how we are reached from outside.
 */
export async function connectSite(
  deps: SiteDeps,
  write: RepeatableWrite,
  wanted: NewSite,
  our_address: string,
): Promise<StoredAnswer> {
  const { tenant_id } = write.principal
  const before = await deps.database.tenant(tenant_id, (tx) => answerBefore(tx, write))
  if (before !== null) return before
  const site_id = newId()
  if (wanted.kind === 'woocommerce') {
    const { address, credentials: keys, requests_per_second } = wanted
    await checkForPerson(deps.connectors.ofShop({ tenant_id, site_id, address, keys, requests_per_second }))
  }
  const answer = await deps.database.tenant(tenant_id, (tx) =>
    idempotently(tx, write, async () => {
      const row = rowOf(deps, wanted, site_id, our_address)
      const webhook_token_hash = hashToken(deps.secrets.webhookToken({ site_id, webhook_version: 1 }))
      await insertSite(tx, { ...row, webhook_token_hash, created_by: write.principal.user_id })
      await recordAudit(tx, {
        actor: actorOf(write.principal),
        action: 'site.connected',
        target: site_id,
        facts: { kind: row.kind, name: row.name, address: row.address },
        ip: write.ip,
      })
      const [shown] = await showSites(tx, { limit: 1, id: site_id })
      if (shown === undefined) throw new Error('the site just connected is not there')
      return { status: 201, body: siteView(shown, deps) }
    }),
  )
  if (!answer.replayed) deps.errands.begin(() => watchSite(deps, tenant_id, site_id))
  return answer
}

function rowOf(deps: SiteDeps, wanted: NewSite, id: string, our_address: string) {
  const now = deps.clock.now()
  const isShop = wanted.kind === 'woocommerce'
  return {
    ...{ id, kind: wanted.kind, name: wanted.name, address: wanted.address },
    credentials: isShop ? sealCredentials(deps.box, id, wanted.credentials) : null,
    state: 'active' as const,
    requests_per_second: isShop ? wanted.requests_per_second : NO_BUDGET,
    webhook_version: 1,
    our_address,
    health: 'ok' as const,
    health_reason: null,
    checked_at: now,
    created_at: now,
  } satisfies Partial<SiteRow>
}
