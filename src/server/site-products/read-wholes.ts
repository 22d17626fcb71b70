import { BlingError } from '../bling/bling-error.ts'
import type { Lane } from '../bling/rate/lane.ts'
import { rememberDetail } from '../sync/products/copies.store.ts'
import type { ExchangeDeps } from './exchange-deps.ts'
import { unreadWholes } from './product-rows.queries.ts'

const PART = 50

/**
 * Reads products of an account whole that were altered since, or never read: lists show neither descriptions nor weights nor images. What
 * was read is kept at once; a failure leaves the rest for the next time.
 */
export async function readWholes(
  deps: Pick<ExchangeDeps, 'database' | 'clients' | 'clock' | 'logger'>,
  tenant_id: string,
  account_id: string,
  lane: Lane,
): Promise<void> {
  const { database, clock } = deps
  try {
    const client = deps.clients.forAccount(tenant_id, account_id, lane)
    for (const seen = new Set<string>(); ; ) {
      const ids = await database.tenant(tenant_id, (tx) => unreadWholes(tx, account_id, PART))
      const next = ids.filter((id) => !seen.has(id))
      if (next.length === 0) return
      for (const id of next) {
        seen.add(id)
        const detail = await client.products.detail(id)
        await database.tenant(tenant_id, (tx) => rememberDetail(tx, account_id, detail, clock.now()))
      }
    }
  } catch (error) {
    if (!(error instanceof BlingError)) throw error
    deps.logger.warn({ err: error, account_id }, 'products of a bling account were not read whole')
  }
}
