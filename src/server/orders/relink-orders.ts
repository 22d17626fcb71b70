import type { Tx } from '../db/database.ts'
import { partsOfKits } from '../sync/engine/kit-structures.queries.ts'
import type { ArrivedItem } from './arrived-order.ts'
import { changeOrder, keepDemand } from './change-order.ts'
import { linkSkus } from './link-items.ts'
import { recordOrderEvent } from './order-events.store.ts'
import { readRoute } from './order-routes.store.ts'
import {
  itemsOf,
  lockOrderRow,
  ordersOfWholeKits,
  renameItems,
  type StoredOrder,
  unlinkedOrders,
} from './orders.store.ts'

/** Looks again at orders that wait for SKUs to be known; all of them when no SKU is named. */
export async function relinkOrders(tx: Tx, skus: readonly string[] | null, now: Date): Promise<void> {
  for (const id of await unlinkedOrders(tx, skus)) {
    const order = await lockOrderRow(tx, id)
    if (order !== null) await relinkOrder(tx, order, now)
  }
}

/** Has orders ask for the components of kits whose composition became known after they came. */
export async function takeKitsApart(tx: Tx, skus: readonly string[], now: Date): Promise<void> {
  const kits = [...(await partsOfKits(tx, skus, 'all')).keys()]
  for (const id of kits.length === 0 ? [] : await ordersOfWholeKits(tx, kits)) {
    const order = await lockOrderRow(tx, id)
    if (order !== null) await keepDemand(tx, order, await itemsOf(tx, id), now)
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

/**
 * Gives the items of an order that waits for links the SKUs that its shop's products have by now. Of what may be in an account as it is
 * nothing changes, nor where the shop's order has other items than we know.
 */
export async function relabelOrder(
  tx: Tx,
  order: StoredOrder,
  arrived: readonly ArrivedItem[],
  now: Date,
): Promise<void> {
  const isBound = order.may_be_there || order.bling_order_id !== null
  if (order.is_linked || (isBound && !order.is_edited)) return
  const items = await itemsOf(tx, order.id)
  const isSame = items.length === arrived.length
  if (!isSame || items.every(({ sku }, index) => sku === arrived[index]?.sku)) return
  await renameItems(
    tx,
    order.id,
    arrived.map(({ sku }) => sku),
  )
  await relinkOrder(tx, order, now)
}
