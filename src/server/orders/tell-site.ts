import { changeOrder, type SiteNews, siteNewsOf } from './change-order.ts'
import { endAfter, failureIn } from './failures.ts'
import { recordOrderEvent } from './order-events.store.ts'
import { readRoute } from './order-routes.store.ts'
import { lockOrderRow, readOrderRow, type StoredOrder } from './orders.store.ts'
import { type Claim, endClaim, type SendingEnd } from './sendings.store.ts'
import type { WorkDeps } from './work-in-bling.ts'

/**
 * Tells a site where its order stands: its own word for it, and the invoice once there is one. Telling the same again must do no harm.
 * Throws an error with `kind` and `operation`, as calls to sites do.
 */
export type SiteTeller = (
  tenant_id: string,
  order: Pick<StoredOrder, 'id' | 'site_id' | 'site_order_id' | 'number'>,
  news: SiteNews,
) => Promise<void>

/** Tells the site what it does not know yet of an order that was taken up, and gives it back saying how that ended. */
export async function tellSite(
  deps: WorkDeps & { readonly teller: SiteTeller },
  tenant_id: string,
  claim: Claim,
): Promise<void> {
  const now = deps.clock.now()
  const end = await tell(deps, tenant_id, claim).catch((error: unknown) =>
    fail(deps, tenant_id, claim, error),
  )
  await deps.database.tenant(tenant_id, (tx) => endClaim(tx, claim, end, now))
}

async function tell(
  deps: WorkDeps & { readonly teller: SiteTeller },
  tenant_id: string,
  claim: Claim,
): Promise<SendingEnd> {
  const done: SendingEnd = {
    ...{ state: 'done', reason: null, attempts: 0, is_unclear: false },
    next_attempt_at: deps.clock.now(),
  }
  const { order, news } = await deps.database.tenant(tenant_id, async (tx) => {
    const found = await readOrderRow(tx, claim.order_id)
    const route = found && (await readRoute(tx, found.site_id))
    return { order: found, news: found && route && siteNewsOf(found, route) }
  })
  if (order === null || news === null) return done
  await deps.teller(tenant_id, order, news)
  await keepTold(deps, tenant_id, order, news, claim)
  return done
}

async function keepTold(
  deps: WorkDeps,
  tenant_id: string,
  order: StoredOrder,
  news: SiteNews,
  claim: Claim,
): Promise<void> {
  const now = deps.clock.now()
  const { word, invoice } = news
  await deps.database.tenant(tenant_id, async (tx) => {
    const fresh = await lockOrderRow(tx, order.id)
    if (fresh === null) return
    const site_invoice = invoice?.access_key ?? fresh.site_invoice
    await changeOrder(tx, fresh, { site_word: word, site_invoice }, now)
    await recordOrderEvent(tx, order.id, {
      at: now,
      kind: 'told_site',
      facts: { word, invoice_key: invoice?.access_key ?? null, correlation_id: claim.worker_id },
    })
  })
}

async function fail(deps: WorkDeps, tenant_id: string, claim: Claim, error: unknown): Promise<SendingEnd> {
  const failure = failureIn(error)
  if (failure === null)
    deps.logger.error({ err: error, order_id: claim.order_id }, 'a site could not be told')
  const now = deps.clock.now()
  const reason = failure?.kind ?? 'falha interna'
  const end = endAfter(failure, claim, { now, random: deps.random, reason })
  await deps.database.tenant(tenant_id, (tx) =>
    recordOrderEvent(tx, claim.order_id, {
      at: now,
      kind: end.state === 'dead' ? 'given_up' : 'failed',
      facts: {
        ...{ operation: failure?.operation ?? null, failure: reason, attempt: end.attempts },
        correlation_id: claim.worker_id,
      },
    }),
  )
  return end
}
