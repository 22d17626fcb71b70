import { healthOf } from './check-site.ts'
import type { Connector, WebhookState } from './connector.ts'
import { deliverNews } from './generic/deliver-news.ts'
import { publishCatalogue } from './generic/publish-catalogue.ts'
import { freshenProducts } from './products/freshen-products.ts'
import type { SiteDeps } from './site-deps.ts'
import { SiteError } from './site-error.ts'
import { webhookUrlOf } from './site-view.ts'
import { readSite, type SiteRow, saveHealth, saveWebhooks } from './sites.store.ts'

/**
 * Looks after one site: has it tell us what happens, switching on what it switched off, keeps how it does, and reads its products anew. A site that was paused is
 * left alone; one written by hand is given our catalogue, and told what it has not heard yet.
 */
export async function watchSite(deps: SiteDeps, tenant_id: string, site_id: string): Promise<void> {
  const site = await deps.database.tenant(tenant_id, (tx) => readSite(tx, site_id))
  if (site === null || site.state !== 'active') return
  const connector = deps.connectors.ofRow(tenant_id, site)
  if (site.kind === 'generic') {
    await publishCatalogue(deps, tenant_id, site_id)
    await deliverNews(deps, tenant_id, site_id)
  }
  const seen = await ensure(connector, site, deps)
  const now = deps.clock.now()
  const switchedOn = seen.webhooks?.filter(({ state }) => state === 'reenabled') ?? []
  if (switchedOn.length > 0)
    deps.logger.warn({ site_id, topics: switchedOn.map(({ topic }) => topic) }, 'webhooks were off')
  await deps.database.tenant(tenant_id, async (tx) => {
    await saveHealth(tx, site_id, healthOf(seen.error, now))
    if (seen.webhooks !== null) await saveWebhooks(tx, site_id, seen.webhooks, now)
  })
  if (seen.error === null) await freshenProducts({ deps, connector, tenant_id, site_id })
}

async function ensure(
  connector: Connector,
  site: SiteRow,
  { secrets }: Pick<SiteDeps, 'secrets'>,
): Promise<{ readonly webhooks: readonly WebhookState[] | null; readonly error: SiteError | null }> {
  const { id: site_id, webhook_version } = site
  const hook = {
    delivery_url: webhookUrlOf(site, secrets),
    secret: secrets.webhookSecret({ site_id, webhook_version }),
  }
  try {
    return { webhooks: await connector.webhooks.ensure(hook), error: null }
  } catch (error) {
    if (!(error instanceof SiteError)) throw error
    return { webhooks: null, error }
  }
}
