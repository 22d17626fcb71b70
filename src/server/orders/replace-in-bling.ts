import { type EditHold, goodsOf } from '../../domain/orders/order-edit.ts'
import { isOff } from '../../domain/orders/standing.ts'
import { isGone } from '../bling/bling-error.ts'
import type { Delivery, OrderChange, OrderDetail } from '../bling/mapping/order.ts'
import type { Tx } from '../db/database.ts'
import { type AtWork, readAgain, type StepDeps } from './at-work.ts'
import { blingOrderContent } from './bling-order-body.ts'
import { changeOrder } from './change-order.ts'
import { holdEdit, holdOf, withGoods } from './edit-order.ts'
import { linkSkus } from './link-items.ts'
import { recordOrderEvent } from './order-events.store.ts'
import { itemsOf, lockOrderRow, personOfOrder, readOrderRow, type StoredOrder } from './orders.store.ts'

const OPERATION = 'PUT /pedidos/vendas/{idPedidoVenda}'

/** Content for the account's order, and of which version of ours it is. */
type Wanted = { readonly change: OrderChange; readonly goods: string; readonly digest: string | null }

/**
 * Gives the account's order the items that its shop's order has by now: looks first, writes the whole order, and looks again. What it has
 * already is not written twice, what people of the account wrote into it is not overwritten, and an invoice that was made meanwhile, in
 * whatever moment, leaves the rest to a person.
 */
export async function replaceInBling(deps: StepDeps, work: AtWork): Promise<void> {
  const { client, tenant_id, correlation_id } = work
  const bling_order_id = work.order.bling_order_id ?? ''
  // The ledger of demand sees what is there before anything is decided by it.
  await readAgain(deps, work, bling_order_id)
  const seen = await wholeOf(work, bling_order_id)
  if (seen === null) return
  const wanted = await wantedOf(deps, work, seen.detail)
  if (wanted === null) return
  const end = await deps.database.tenant(tenant_id, (tx) => begin(deps, tx, work, seen.detail, wanted))
  if (end !== 'write') return
  await client.orders.replace(bling_order_id, seen.document, wanted.change)
  await readAgain(deps, work, bling_order_id)
  await deps.database.tenant(tenant_id, async (tx) => {
    const fresh = await lockOrderRow(tx, work.order.id)
    if (fresh === null) return
    if (fresh.invoice_id !== null) await holdEdit(tx, fresh.id, 'invoiced', deps.clock.now(), correlation_id)
    else await settle(deps, tx, fresh, wanted, correlation_id)
  })
}

async function wholeOf({ client }: AtWork, bling_order_id: string) {
  try {
    return await client.orders.whole(bling_order_id)
  } catch (error) {
    // Removed a moment ago: reading it tells, next time.
    if (isGone(error)) return null
    throw error
  }
}

/** Null when the order is not linked by now, or has no content to give. */
async function wantedOf(deps: StepDeps, work: AtWork, there: OrderDetail): Promise<Wanted | null> {
  const { client, route, account } = work
  const { fresh, items, person, linked } = await deps.database.tenant(work.tenant_id, async (tx) => {
    const found = await readOrderRow(tx, work.order.id)
    const found_items = await itemsOf(tx, work.order.id)
    const skus = found_items.map(({ sku }) => sku)
    return {
      fresh: found,
      items: found_items,
      person: await personOfOrder(tx, work.order.id),
      linked: await linkSkus(tx, skus, account.account_id),
    }
  })
  if (fresh === null || items.length === 0) return null
  if (linked.unknown.length > 0) {
    await deps.database.tenant(work.tenant_id, async (tx) => {
      const locked = await lockOrderRow(tx, work.order.id)
      if (locked !== null) await changeOrder(tx, locked, { is_linked: false }, deps.clock.now())
    })
    return null
  }
  const payment_method_id =
    there.instalments[0]?.payment_method_id ??
    (await deps.paymentMethods(client, route, fresh.payment_method))
  const { product_ids } = linked
  const change = blingOrderContent(fresh, items, { payment_method_id, product_ids, person })
  return { change, goods: goodsOf(change.items), digest: fresh.site_digest }
}

/** Decides by what was just seen there, and writes down what may be there from now on before it leaves. */
async function begin(
  deps: StepDeps,
  tx: Tx,
  { order, correlation_id }: AtWork,
  there: OrderDetail,
  wanted: Wanted,
): Promise<'write' | 'leave'> {
  const now = deps.clock.now()
  const fresh = await lockOrderRow(tx, order.id)
  if (fresh === null || isOff(fresh) || !fresh.is_edited || fresh.edit_held !== null) return 'leave'
  if (there.status === 'cancelled' || fresh.site_digest !== wanted.digest) return 'leave'
  const hold = await holdThere(tx, fresh, there, wanted)
  if (hold !== null) await holdEdit(tx, order.id, hold, now, correlation_id)
  else if (isContent(there, wanted.change)) await settle(deps, tx, fresh, wanted, correlation_id)
  else {
    await changeOrder(tx, fresh, { sent_goods: withGoods(fresh, wanted.goods) }, now)
    const facts = { operation: OPERATION, correlation_id }
    await recordOrderEvent(tx, order.id, { at: now, kind: 'replacing', facts })
    return 'write'
  }
  return 'leave'
}

async function holdThere(
  tx: Tx,
  order: StoredOrder,
  there: OrderDetail,
  wanted: Wanted,
): Promise<EditHold | null> {
  if (there.invoice_id !== null) return 'invoiced'
  if (there.status === 'fulfilled' || there.status === 'partly_fulfilled') return 'left'
  const goods = goodsOf(there.items)
  const isOurs = goods === wanted.goods || order.sent_goods.includes(goods)
  return isOurs ? holdOf(tx, order, wanted.change.items.length) : 'changed_there'
}

/** Whether the account's order holds all of it already. */
function isContent(there: OrderDetail, change: OrderChange): boolean {
  const due = (parts: OrderChange['instalments']) => parts.reduce((sum, part) => sum + part.amount_cents, 0)
  const isAddressed = change.delivery === null || labelText(there.delivery) === labelText(change.delivery)
  return (
    goodsOf(there.items) === goodsOf(change.items) &&
    due(there.instalments) === due(change.instalments) &&
    there.shipping_cents === change.shipping_cents &&
    there.notes === change.notes &&
    isAddressed
  )
}

function labelText(delivery: Delivery): string {
  return JSON.stringify(Object.entries(delivery).toSorted())
}

/** The account's order holds what ours does, and the ledger of demand has read it there; unless ours was edited again meanwhile. */
async function settle(
  deps: StepDeps,
  tx: Tx,
  order: StoredOrder,
  wanted: Wanted,
  correlation_id: string,
): Promise<void> {
  const now = deps.clock.now()
  const isRead = order.bling_items?.goods === wanted.goods
  if (order.site_digest !== wanted.digest || !order.is_edited || !isRead) return
  await changeOrder(tx, order, { is_edited: false, bling_items: null }, now)
  await recordOrderEvent(tx, order.id, { at: now, kind: 'replaced', facts: { correlation_id } })
}
