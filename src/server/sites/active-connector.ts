import type { Connector } from './connector.ts'
import type { SiteDeps } from './site-deps.ts'
import { isSiteAway, SiteError } from './site-error.ts'
import { readSite } from './sites.store.ts'
import type { SiteRef } from './webhook/site-inbox.store.ts'

/** A call that failed, as an answer. */
export type Failed = {
  readonly kind: 'failed'
  readonly reason: string
  /** Whether the site is not there for now, so that whatever else is asked of it will fail alike. */
  readonly is_away: boolean
  readonly retry_at: Date | null
}

/** The connector of a site that takes part. Throws `SiteError`. */
export async function connectorOfActive(
  { database, connectors }: Pick<SiteDeps, 'database' | 'connectors'>,
  { tenant_id, site_id }: SiteRef,
): Promise<Connector> {
  const site = await database.tenant(tenant_id, (tx) => readSite(tx, site_id))
  const operation = 'connector'
  if (site === null) throw new SiteError({ kind: 'not_found', operation, code: 'site_unknown' })
  if (site.state !== 'active') throw new SiteError({ kind: 'unavailable', operation, code: 'site_paused' })
  return connectors.ofRow(tenant_id, site)
}

/** What was asked for, or why it could not be had. */
export async function answered<Answer>(ask: () => Promise<Answer>): Promise<Answer | Failed> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof SiteError)) throw error
    return { kind: 'failed', reason: error.message, is_away: isSiteAway(error), retry_at: error.retry_at }
  }
}
