import { storable } from '../../db/storable.ts'
import { type HttpClient, HttpFailure } from '../../kernel/http-client.ts'
import { backoffMs } from '../../kernel/retry.ts'
import type { SiteDeps } from '../site-deps.ts'
import { readSite } from '../sites.store.ts'
import { type DeliveryRow, saveDelivery, takeDueDeliveries } from './generic-deliveries.store.ts'
import { SIGNATURE_HEADER, signatureOf } from './generic-webhooks.ts'

/** After this many attempts a delivery waits for a person. */
const MAX_ATTEMPTS = 12
const BACKOFF = { base_ms: 60_000, cap_ms: 6 * 3_600_000 }
const CLAIM_MS = 60_000
const TIMEOUT_MS = 10_000
const REASON_LENGTH = 300

/** What telling is done with. */
export type NewsDeps = Pick<SiteDeps, 'database' | 'clock' | 'secrets'> & {
  readonly http: HttpClient
  readonly random: () => number
}

/**
 * Tells a site what it has not heard yet, in order, each signed over its bytes. What it does not answer with 2xx is told again later; a
 * site without an address hears nothing, and what waits for it stays to be seen.
 */
export async function deliverNews(deps: NewsDeps, tenant_id: string, site_id: string): Promise<void> {
  const { site, due } = await deps.database.tenant(tenant_id, async (tx) => {
    const now = deps.clock.now()
    const found = await readSite(tx, site_id)
    const isTold = found?.kind === 'generic' && found.state === 'active' && found.address !== null
    const until = new Date(now.getTime() + CLAIM_MS)
    return { site: found, due: isTold ? await takeDueDeliveries(tx, site_id, now, until) : [] }
  })
  if (site === null || site.address === null) return
  const { address, webhook_version } = site
  const secret = deps.secrets.webhookSecret({ site_id, webhook_version })
  for (const delivery of due) {
    const error = await tell(deps, address, delivery, secret)
    await deps.database.tenant(tenant_id, (tx) => saveDelivery(tx, delivery.id, endOf(deps, delivery, error)))
  }
}

/** Null when the site heard; else why not. */
async function tell(
  { http }: NewsDeps,
  url: string,
  { body }: DeliveryRow,
  secret: string,
): Promise<string | null> {
  try {
    const { status } = await http({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: signatureOf(body, secret) },
      body,
      timeout_ms: TIMEOUT_MS,
    })
    return status >= 200 && status < 300 ? null : `status ${status}`
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error
    return error.message
  }
}

function endOf({ clock, random }: NewsDeps, { attempts }: DeliveryRow, error: string | null) {
  const now = clock.now()
  if (error === null) return { state: 'delivered' as const, error, next_attempt_at: now, delivered_at: now }
  const wait = backoffMs(attempts, { ...BACKOFF, random })
  return {
    state: attempts >= MAX_ATTEMPTS ? ('failed' as const) : ('waiting' as const),
    error: storable(error.slice(0, REASON_LENGTH)),
    next_attempt_at: new Date(now.getTime() + wait),
    delivered_at: null,
  }
}
