import { isOff } from '../../domain/orders/standing.ts'
import { actorOf, recordAudit } from '../auth/audit.store.ts'
import type { Principal } from '../auth/principal.ts'
import type { Database, Tx } from '../db/database.ts'
import { AppError } from '../kernel/app-error.ts'
import type { Clock } from '../kernel/clock.ts'
import { changeOrder } from './change-order.ts'
import { settleEdit } from './edit-order.ts'
import { recordOrderEvent } from './order-events.store.ts'
import { lockOrderRow, type StoredOrder } from './orders.store.ts'
import { relinkOrder } from './relink-orders.ts'
import { askToSend } from './sendings.store.ts'

/** What a person's actions are done with, and who does them. */
export type ActionDeps = { readonly database: Database; readonly clock: Clock }
export type By = { readonly principal: Principal; readonly ip: string }

/** "Reenviar": whatever waits, for a person too, or was given up on either side of the order is tried again at once. */
export async function resendOrder(deps: ActionDeps, by: By, id: string): Promise<void> {
  await act(deps, by, id, 'orders.resent', async (tx, order, now) => {
    const free = order.is_held ? await changeOrder(tx, order, { is_held: false }, now) : order
    await relinkOrder(tx, await settleEdit(tx, free, now), now)
    for (const side of ['bling', 'site'] as const) await askToSend(tx, order, side, { now, revives: true })
    const settled = order.edit_held === null ? {} : { edit_settled: order.edit_held }
    const facts = { by: by.principal.user_id, ...settled }
    await recordOrderEvent(tx, id, { at: now, kind: 'resent', facts })
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

/**
 * Takes in what a person knows of a payment, as if the site had told it: approved, the order goes on, also after a refusal; refused, it is
 * off. What was approved is not refused any more: that money goes back by a refund.
 */
export async function settlePayment(
  deps: ActionDeps,
  by: By,
  id: string,
  payment: 'approved' | 'refused',
): Promise<void> {
  await act(deps, by, id, `orders.payment_${payment}`, async (tx, order, now) => {
    if (order.progress === 'cancelled') throw new AppError('ORDER_OFF')
    if (order.payment === payment) return
    const isOpen = order.payment === 'pending' || (order.payment === 'refused' && payment === 'approved')
    if (!isOpen) throw new AppError('ORDER_PAYMENT_SETTLED')
    const after = await changeOrder(tx, order, { news: { payment } }, now)
    await recordOrderEvent(tx, id, {
      at: now,
      kind: 'payment_by_person',
      facts: { by: by.principal.user_id, payment, before: order.status, after: after.status },
    })
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
