import { type BlingSide, nextBlingStep } from '../../domain/orders/bling-step.ts'
import { beyond } from '../../domain/orders/order-edit.ts'
import { learn, type OrderNews } from '../../domain/orders/order-facts.ts'
import { holdingOf, isOff, statusOf, stockStep } from '../../domain/orders/standing.ts'
import { wordToTell } from '../../domain/orders/status-mapping.ts'
import type { OrderPhase } from '../../domain/sync/demand-line.ts'
import { fromGrains } from '../../domain/sync/quantity.ts'
import { saoPauloDay } from '../bling/rate/sao-paulo-day.ts'
import type { Tx } from '../db/database.ts'
import { keepSiteDemand } from '../sync/engine/site-demand.ts'
import type { ArrivedItem } from './arrived-order.ts'
import { recordOrderEvent } from './order-events.store.ts'
import { type OrderRoute, readRoute } from './order-routes.store.ts'
import { itemsOf, type OrderState, type StoredOrder, updateOrder } from './orders.store.ts'
import { askToSend, callOff } from './sendings.store.ts'

/**
 * Keeps what changed of an order and everything that follows from it, in the caller's transaction: its status, what it asks of stock, and
 * what is to be done for it in Bling and at its site. The one way in which an order changes.
 */
export async function changeOrder(
  tx: Tx,
  order: StoredOrder,
  change: Partial<OrderState> & { readonly news?: OrderNews },
  now: Date,
): Promise<StoredOrder> {
  const { news = {}, ...plain } = change
  const changed = { ...order, ...plain }
  const facts = learn(changed, news)
  const { progress, payment, invoice } = facts
  const next: StoredOrder = { ...changed, progress, payment, invoice, status: statusOf(facts) }
  await updateOrder(tx, order.id, stateOf(next))
  const step = stockStep(holdingOf(order), holdingOf(next))
  if (step !== null) await recordOrderEvent(tx, order.id, { at: now, kind: 'stock', facts: { step } })
  await keepDemand(tx, next, await itemsOf(tx, order.id), now)
  await askForWork(tx, next, now)
  return next
}

/** Brings the demand ledger to what the order asks of stock. */
export async function keepDemand(
  tx: Tx,
  order: StoredOrder,
  items: readonly ArrivedItem[],
  now: Date,
): Promise<void> {
  await keepSiteDemand(
    tx,
    {
      ...{ site_id: order.site_id, order_id: order.site_order_id },
      ...{ number: order.number, shop_number: order.shop_number },
      placed_on: saoPauloDay(order.placed_at.getTime()),
      phase: phaseOf(order),
      ...askedOf(order, items),
    },
    now,
  )
}

/**
 * What the order asks of stock beside the account's order. Where that holds the items of an older version, it asks for what goes beyond
 * them: judged together with what is reserved there, so that the new items do not count twice when they appear.
 */
function askedOf(order: StoredOrder, items: readonly ArrivedItem[]) {
  const asked = items.map(({ sku, quantity }) => ({ sku, quantity }))
  const isCarried = isCarriedThere(order)
  if (!isCarried || !order.is_edited)
    return { items: asked, is_replaced: isCarried, carrier_id: order.may_be_there ? order.account_id : null }
  const there = (order.bling_items?.asked ?? []).map(({ sku, quantity }) => ({
    sku,
    quantity: fromGrains(quantity),
  }))
  return { items: beyond(asked, there), is_replaced: false, carrier_id: order.account_id }
}

/** What left by the site's word stays owed; where an account may show it already, the account says what left. */
function phaseOf(order: StoredOrder): OrderPhase {
  if (isOff(order)) return 'cancelled'
  const hasLeft = order.progress === 'shipped' || order.progress === 'delivered'
  return hasLeft && !order.may_be_there && order.bling_order_id === null ? 'shipped' : 'open'
}

/** Whether the account's order was read and asks for the stock itself. */
function isCarriedThere({ bling_status }: StoredOrder): boolean {
  return bling_status !== null && bling_status !== 'cancelled' && bling_status !== 'brokered'
}

/** Asks for what is to be done for the order on either side, and calls off what is no longer. */
export async function askForWork(tx: Tx, order: StoredOrder, now: Date): Promise<void> {
  const route = await readRoute(tx, order.site_id)
  if (route === null) return
  const wanted = {
    bling: nextBlingStep(blingSideOf(order, route, false)).kind !== 'nothing',
    site: siteNewsOf(order, route) !== null,
  }
  for (const side of ['bling', 'site'] as const) {
    if (wanted[side]) await askToSend(tx, order, side, { now, revives: false })
    else await callOff(tx, order.id, side)
  }
}

/** The order as the next step in Bling is decided from. */
export function blingSideOf(order: StoredOrder, route: OrderRoute, is_unclear: boolean): BlingSide {
  return {
    facts: order,
    has_account: (order.account_id ?? route.account_id) !== null,
    is_held: order.is_held,
    is_linked: order.is_linked,
    may_be_there: order.may_be_there,
    bling_order_id: order.bling_order_id,
    status: order.bling_status,
    is_unclear,
    is_edited: order.is_edited,
    edit_held: order.edit_held,
    are_accounts_launched: order.are_accounts_launched,
    launches_stock: route.launches_stock,
    is_stock_launched: order.is_stock_launched,
    was_fulfilled: order.was_fulfilled,
    is_stock_reversed: order.is_stock_reversed,
    is_invoice_wanted:
      order.invoice_asked_at !== null || (route.invoice_rule === 'when_paid' && order.payment === 'approved'),
    invoice_id: order.invoice_id,
    is_invoice_sent: order.invoice_sent_at !== null,
  }
}

/** What a site is told of an order. */
export type SiteNews = {
  readonly word: string
  /** Whether the site has the word already: then the invoice alone is news. */
  readonly is_word_known: boolean
  readonly status: StoredOrder['status']
  /** Once it is authorised. */
  readonly invoice: {
    readonly number: string
    readonly series: string
    readonly access_key: string
    readonly url: string
  } | null
  /** Whether the invoice that the site was told of does not stand any more. */
  readonly is_invoice_withdrawn: boolean
}

/** What the site does not know yet: another word than the one it has, or the invoice; null when it knows everything, or is told nothing any more. */
export function siteNewsOf(order: StoredOrder, route: OrderRoute): SiteNews | null {
  if (!route.is_connected) return null
  const word = wordToTell(route.shop_kind, route.status_mapping, order)
  const invoice = invoiceForSite(order)
  const hasInvoice = invoice !== null && invoice.access_key !== order.site_invoice
  const is_invoice_withdrawn = order.site_invoice !== null && order.invoice === 'cancelled'
  if (word === null && !hasInvoice && !is_invoice_withdrawn) return null
  return {
    ...{ word: word ?? order.site_word, is_word_known: word === null },
    ...{ status: order.status, invoice, is_invoice_withdrawn },
  }
}

/** An order's invoice as its site may see it: once it is authorised. */
export function invoiceForSite(order: StoredOrder): SiteNews['invoice'] {
  if (order.invoice !== 'authorised' || order.invoice_key === null) return null
  return {
    number: order.invoice_number ?? '',
    series: order.invoice_series ?? '',
    access_key: order.invoice_key,
    url: order.invoice_url ?? '',
  }
}

function stateOf(order: StoredOrder): OrderState {
  const { id, site_id, site_order_id, number, shop_number, placed_at, taken_at, ...state } = order
  return state
}
