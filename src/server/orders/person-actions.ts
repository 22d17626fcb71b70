import { isOff } from '../../domain/orders/standing.ts'
import { actorOf, recordAudit } from '../auth/audit.store.ts'
import type { Principal } from '../auth/principal.ts'
import type { Database, Tx } from '../db/database.ts'
import { AppError } from '../kernel/app-error.ts'
import type { Clock } from '../kernel/clock.ts'
import { changeOrder } from './change-order.ts'
import { linkSkus } from './link-items.ts'
import { recordOrderEvent } from './order-events.store.ts'
import { readRoute } from './order-routes.store.ts'
import { itemsOf, lockOrderRow, type StoredOrder, unlinkedOrders } from './orders.store.ts'
import { askToSend } from './sendings.store.ts'

/** What a person's actions are done with, and who does them. */
export type ActionDeps = { readonly database: Database; readonly clock: Clock }
export type By = { readonly principal: Principal; readonly ip: string }

/** "Reenviar": whatever waits or was given up on either side of the order is tried again at once. */
export async function resendOrder(deps: ActionDeps, by: By, id: string): Promise<void> {
  await act(deps, by, id, 'orders.resent', async (tx, order, now) => {
    await relinkOrder(tx, order, now)
    for (const side of ['bling', 'site'] as const) await askToSend(tx, order, side, { now, revives: true })
    await recordOrderEvent(tx, id, { at: now, kind: 'resent', facts: { by: by.principal.user_id } })
  })
}

/** Cancels the order everywhere: its stock is free at once, Bling and the site are told. Doing it again changes nothing. */
export async function cancelOrder(deps: ActionDeps, by: By, id: string): Promise<void> {
  await act(deps, by, id, 'orders.cancelled', async (tx, order, now) => {
    await changeOrder(tx, order, { news: { progress: 'cancelled' } }, now)
    await recordOrderEvent(tx, id, {
      at: now,
      kind: 'cancelled_by_person',
      facts: { by: by.principal.user_id, before: order.status },
    })
  })
}

/** Has an invoice made of the order, authorised, and told to the site. */
export async function askForInvoice(deps: ActionDeps, by: By, id: string): Promise<void> {
  await act(deps, by, id, 'orders.invoice_asked', async (tx, order, now) => {
    if (isOff(order)) throw new AppError('ORDER_OFF')
    if (order.invoice === 'authorised') throw new AppError('ORDER_INVOICE_EXISTS')
    // After a rejection was corrected there, it is sent again.
    const again = order.invoice === 'rejected' ? ({ invoice: 'none', invoice_sent_at: null } as const) : {}
    await changeOrder(tx, order, { invoice_asked_at: now, ...again }, now)
    await recordOrderEvent(tx, id, { at: now, kind: 'invoice_asked', facts: { by: by.principal.user_id } })
  })
}

async function act(
  deps: ActionDeps,
  by: By,
  id: string,
  action: string,
  work: (tx: Tx, order: StoredOrder, now: Date) => Promise<void>,
): Promise<void> {
  await deps.database.tenant(by.principal.tenant_id, async (tx) => {
    const order = await lockOrderRow(tx, id)
    if (order === null) throw new AppError('NOT_FOUND')
    await work(tx, order, deps.clock.now())
    await recordAudit(tx, {
      ...{ actor: actorOf(by.principal), action, target: id, ip: by.ip },
      facts: { site_id: order.site_id, number: order.number },
    })
  })
}

/** Looks again at orders that wait for SKUs to be known; all of them when no SKU is named. */
export async function relinkOrders(tx: Tx, skus: readonly string[] | null, now: Date): Promise<void> {
  for (const id of await unlinkedOrders(tx, skus)) {
    const order = await lockOrderRow(tx, id)
    if (order !== null) await relinkOrder(tx, order, now)
  }
}

/**
 * Looks again whether every SKU of an order is known, and keeps what follows: what became known asks for its stock. An order that is surely
 * not in any account is bound to none: it goes where its site's orders go now.
 */
export async function relinkOrder(tx: Tx, order: StoredOrder, now: Date): Promise<void> {
  const route = await readRoute(tx, order.site_id)
  const items = await itemsOf(tx, order.id)
  const isBound = order.may_be_there || order.bling_order_id !== null
  const account_id = isBound ? order.account_id : (route?.account_id ?? null)
  const linked = await linkSkus(
    tx,
    items.map(({ sku }) => sku),
    account_id,
  )
  const is_linked = linked.unknown.length === 0
  await changeOrder(tx, order, { is_linked, account_id: isBound ? account_id : null }, now)
  if (is_linked && !order.is_linked)
    await recordOrderEvent(tx, order.id, { at: now, kind: 'linked', facts: { account_id } })
}
