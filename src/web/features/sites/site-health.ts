import type { Site } from '../../lib/site-calls.ts'

/** How a site stands, in one word: what a person chose counts before what was seen. */
export type SiteStanding = 'active' | 'paused' | 'no_key' | Exclude<Site['health']['status'], 'ok'>

/** How the site stands. */
export function standingOf(
  site: Pick<Site, 'kind' | 'state' | 'has_api_key'> & { readonly health: Pick<Site['health'], 'status'> },
): SiteStanding {
  if (site.state === 'paused') return 'paused'
  if (site.kind === 'generic' && !site.has_api_key) return 'no_key'
  return site.health.status === 'ok' ? 'active' : site.health.status
}

/** Whether events arrive: by what was seen at the site, and by what came. */
export type EventFlow = 'on' | 'none_yet' | 'off' | 'unchecked' | 'own'

/** Whether the site tells us what happens. A site written by hand has nothing to look at: it tells when it wants. */
export function eventFlowOf(
  site: Pick<Site, 'kind' | 'webhooks' | 'webhooks_checked_at'> & {
    readonly inbox: Pick<Site['inbox'], 'last_event_at'>
  },
): EventFlow {
  if (site.webhooks.some(({ state }) => state === 'off')) return 'off'
  if (site.inbox.last_event_at !== null) return 'on'
  if (site.kind === 'generic') return 'own'
  return site.webhooks_checked_at === null || site.webhooks.length === 0 ? 'unchecked' : 'none_yet'
}
