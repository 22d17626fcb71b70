import type { Site } from '../../contract/sites.ts'
import type { SiteConnectors } from './site-connectors.ts'
import { capabilitiesOf } from './site-kinds.ts'
import type { SiteSecrets } from './site-secrets.ts'
import type { SiteRow, SiteShown } from './sites.store.ts'

/** A site as the API shows it: no key, no secret. */
export function siteView(
  row: SiteShown,
  { secrets, connectors }: { readonly secrets: SiteSecrets; readonly connectors: SiteConnectors },
): Site {
  const { id, kind, name, address, state, health, health_reason, webhooks_checked_at, last_event_at } = row
  const { product_fields, ...capabilities } = capabilitiesOf(kind)
  return {
    ...{ id, kind, name, address, state },
    capabilities: { ...capabilities, product_fields: [...product_fields] },
    budget: {
      requests_per_second: kind === 'generic' ? null : row.requests_per_second,
      calls_last_hour: kind === 'generic' ? null : connectors.callsLastHour(id),
    },
    health: { status: health, reason: health_reason, checked_at: row.checked_at.toISOString() },
    webhooks: [...row.webhooks],
    webhooks_checked_at: webhooks_checked_at?.toISOString() ?? null,
    webhook_url: webhookUrlOf(row, secrets),
    inbox: {
      waiting: row.waiting,
      dead: row.dead,
      last_event_at: last_event_at?.toISOString() ?? null,
    },
    has_api_key: row.has_api_key,
    created_at: row.created_at.toISOString(),
  }
}

/** Where the site tells us what happens. */
export function webhookUrlOf(
  { id: site_id, webhook_version, our_address }: Pick<SiteRow, 'id' | 'webhook_version' | 'our_address'>,
  secrets: SiteSecrets,
): string {
  return `${our_address}/webhooks/sites/${secrets.webhookToken({ site_id, webhook_version })}`
}
