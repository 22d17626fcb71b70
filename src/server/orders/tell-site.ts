import type { SiteFailed, SitePort } from '../sync/sites/site-port.ts'
import { changeOrder, type SiteNews, siteNewsOf } from './change-order.ts'
import { endAfter, failureIn } from './failures.ts'
import { recordOrderEvent } from './order-events.store.ts'
import { readRoute } from './order-routes.store.ts'
import { lockOrderRow, readOrderRow, type StoredOrder, UNCONFIRMED_INVOICE } from './orders.store.ts'
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

/** What telling is done with. `look` reads an order at the shop that keeps it, and takes in what the shop says. */
export type TellDeps = WorkDeps & {
  readonly teller: SiteTeller
  readonly look: SitePort['takeOrder']
}

/** Tells the site what it does not know yet of an order that was taken up, and gives it back saying how that ended. */
export async function tellSite(deps: TellDeps, tenant_id: string, claim: Claim): Promise<void> {
  const now = deps.clock.now()
  const end = await tell(deps, tenant_id, claim).catch((error: unknown) =>
    fail(deps, tenant_id, claim, error),
  )
  await deps.database.tenant(tenant_id, (tx) => endClaim(tx, claim, end, now))
}

/** Looks at the shop right before: a shop takes whatever it is told, and would forget that a customer cancelled a moment ago. */
async function tell(deps: TellDeps, tenant_id: string, claim: Claim): Promise<SendingEnd> {
  const done: SendingEnd = {
    ...{ state: 'done', reason: null, attempts: 0, is_unclear: false },
    next_attempt_at: deps.clock.now(),
  }
  const before = await load(deps, tenant_id, claim)
  if (before === null) return done
  const { site_id, site_order_id } = before.order
  const looked = await deps.look({ tenant_id, site_id }, site_order_id)
  if (looked.kind === 'failed') throw new ShopAway(looked)
  const now = await load(deps, tenant_id, claim)
  if (now === null) return done
  const { order, news } = now
  if (news.invoice !== null) await expectToldInvoice(deps, tenant_id, order.id)
  await deps.teller(tenant_id, order, news)
  await keepTold(deps, tenant_id, order, news, claim)
  return done
}

/** The order and what its site does not know of it; null when the site knows everything. */
async function load(deps: WorkDeps, tenant_id: string, claim: Claim) {
  return deps.database.tenant(tenant_id, async (tx) => {
    const order = await readOrderRow(tx, claim.order_id)
    const route = order && (await readRoute(tx, order.site_id))
    const news = order && route && siteNewsOf(order, route)
    return order === null || news === null ? null : { order, news }
  })
}

/** The shop could not be looked at: nothing is told to it before it can. */
class ShopAway extends Error {
  readonly kind = 'unavailable'
  readonly operation = 'look'
  readonly retry_at: Date | null

  constructor({ reason, retry_at }: SiteFailed) {
    super(reason)
    this.name = 'ShopAway'
    this.retry_at = retry_at
  }
}

/** From here on the site may know the invoice, whether we hear of it or not: one that is cancelled meanwhile has to be withdrawn there. */
async function expectToldInvoice(deps: WorkDeps, tenant_id: string, order_id: string): Promise<void> {
  await deps.database.tenant(tenant_id, async (tx) => {
    const fresh = await lockOrderRow(tx, order_id)
    if (fresh === null || fresh.site_invoice === UNCONFIRMED_INVOICE) return
    await changeOrder(tx, fresh, { site_invoice: UNCONFIRMED_INVOICE }, deps.clock.now())
  })
}

async function keepTold(
  deps: WorkDeps,
  tenant_id: string,
  order: StoredOrder,
  news: SiteNews,
  claim: Claim,
): Promise<void> {
  const now = deps.clock.now()
  const { word, invoice, is_invoice_withdrawn } = news
  await deps.database.tenant(tenant_id, async (tx) => {
    const fresh = await lockOrderRow(tx, order.id)
    if (fresh === null) return
    const site_invoice = invoice?.access_key ?? (is_invoice_withdrawn ? null : fresh.site_invoice)
    await changeOrder(tx, fresh, { site_word: word, site_invoice }, now)
    await recordOrderEvent(tx, order.id, {
      at: now,
      kind: 'told_site',
      facts: {
        ...{ word, invoice_key: invoice?.access_key ?? null, correlation_id: claim.worker_id },
        ...(is_invoice_withdrawn ? { is_invoice_withdrawn } : {}),
      },
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
