import { itemsTotal } from '../../domain/orders/money.ts'
import { compareVersions, type EditHold, editHold, goodsOf } from '../../domain/orders/order-edit.ts'
import { toUnits } from '../../domain/sync/quantity.ts'
import type { Tx } from '../db/database.ts'
import type { ArrivedItem, ArrivedOrder, ArrivedVersion } from './arrived-order.ts'
import { changeOrder } from './change-order.ts'
import { areGoodsOut } from './goods-out.queries.ts'
import { linkSkus } from './link-items.ts'
import { recordOrderEvent } from './order-events.store.ts'
import type { OrderRoute } from './order-routes.store.ts'
import {
  itemsOf,
  keepVersion,
  lockOrderRow,
  type OrderMoney,
  type OrderPerson,
  personOfOrder,
  replaceItems,
  type StoredOrder,
  savePerson,
} from './orders.store.ts'
import { personIn } from './person-in.ts'

/** Anything older is of no use to tell ours from a stranger's. */
const MOST_GOODS = 20

/** What the account's order may hold by our doing, with one more. */
export function withGoods({ sent_goods }: StoredOrder, goods: string): string[] {
  return [...sent_goods.filter((one) => one !== goods), goods].slice(-MOST_GOODS)
}

/**
 * Follows an order that was edited at its shop after it was taken: the version that is newest by the shop's own time is ours, and its
 * demand counts at once. The account's order is given it as long as nothing left and no invoice was made; after that a person decides.
 */
export async function followEdit(
  tx: Tx,
  route: OrderRoute,
  known: StoredOrder,
  arrived: ArrivedOrder & { readonly version: ArrivedVersion },
  now: Date,
): Promise<StoredOrder> {
  const { version } = arrived
  const comparison = compareVersions(
    { modified_at: known.site_modified_at, digest: known.site_digest },
    version,
  )
  if (comparison === 'late') return known
  const kept = { site_modified_at: version.modified_at, site_digest: version.digest }
  if (comparison === 'same') return withVersion(tx, known, kept)
  const before = await itemsOf(tx, known.id)
  const money = moneyOf(arrived)
  const isSame = textOf(before, known) === textOf(arrived.items, money)
  // Of an order from before versions were kept only its amounts tell: its products may be linked to other SKUs by now.
  const isFirst = known.site_digest === null && amountsOf(before, known) === amountsOf(arrived.items, money)
  if (isFirst) return withVersion(tx, known, kept)
  const person = personIn(arrived.customer)
  const wasTo = await personOfOrder(tx, known.id)
  if (person !== null) await savePerson(tx, known.id, person)
  await replaceItems(tx, known.id, arrived.items, money)
  const isThere = known.bling_order_id !== null || known.may_be_there
  const hold = isThere || arrived.items.length === 0 ? await holdOf(tx, known, arrived.items.length) : null
  // What was only written beside the order needs nobody once it left.
  const isNoted = isSame && hold !== null && isSameAddress(wasTo, person)
  const linked = await linkSkus(
    tx,
    arrived.items.map(({ sku }) => sku),
    known.account_id ?? route.account_id,
  )
  const order = await changeOrder(
    tx,
    { ...known, ...money },
    {
      ...kept,
      is_linked: linked.unknown.length === 0,
      ...(isNoted ? {} : { edit_held: hold, ...(isThere ? await edited(tx, known, before) : {}) }),
    },
    now,
  )
  await recordOrderEvent(tx, known.id, {
    at: now,
    kind: 'edited',
    facts: {
      before: versionFacts(before, known),
      after: versionFacts(arrived.items, money),
      are_items_same: isSame,
      held_because: isNoted ? null : hold,
      unknown_skus: linked.unknown,
      modified_at: version.modified_at.toISOString(),
    },
  })
  return order
}

/** Why the order as it stands may not be given its new items there; null when it may. */
export async function holdOf(tx: Tx, order: StoredOrder, items: number): Promise<EditHold | null> {
  if (order.edit_held === 'changed_there') return 'changed_there'
  return editHold({
    facts: order,
    has_invoice: order.invoice_id !== null,
    are_goods_out: await areGoodsOut(tx, order),
    items,
  })
}

/** A person has seen to an edit that waited: what may be given to the account's order now is, all else stands there as it is. */
export async function settleEdit(tx: Tx, order: StoredOrder, now: Date): Promise<StoredOrder> {
  if (order.edit_held === null) return order
  const items = await itemsOf(tx, order.id)
  const hold = await holdOf(tx, order, items.length)
  if (hold === 'empty') return order
  const settled = hold === null ? {} : ({ is_edited: false, bling_items: null } as const)
  return changeOrder(tx, order, { edit_held: null, ...settled }, now)
}

/** Has an edit wait for a person, because of what was found there. */
export async function holdEdit(
  tx: Tx,
  order_id: string,
  hold: EditHold,
  now: Date,
  correlation_id: string,
): Promise<void> {
  const fresh = await lockOrderRow(tx, order_id)
  if (fresh === null || !fresh.is_edited || fresh.edit_held !== null) return
  await changeOrder(tx, fresh, { edit_held: hold }, now)
  await recordOrderEvent(tx, order_id, {
    at: now,
    kind: 'edit_held',
    facts: { reason: hold, correlation_id },
  })
}

/** The account's order holds the old items until it is given the new ones. */
async function edited(tx: Tx, known: StoredOrder, before: readonly ArrivedItem[]) {
  if (known.is_edited) return {}
  const { product_ids } = await linkSkus(
    tx,
    before.map(({ sku }) => sku),
    known.account_id,
  )
  const goods = goodsOf(before.map((item) => ({ ...item, product_id: product_ids.get(item.sku) ?? null })))
  return {
    is_edited: true,
    bling_items: { goods, asked: before.map(({ sku, quantity }) => ({ sku, quantity })) },
    sent_goods: known.sent_goods.length > 0 ? known.sent_goods : withGoods(known, goods),
  }
}

async function withVersion(
  tx: Tx,
  known: StoredOrder,
  kept: Pick<StoredOrder, 'site_modified_at' | 'site_digest'>,
): Promise<StoredOrder> {
  if (known.site_modified_at?.getTime() === kept.site_modified_at?.getTime() && known.site_digest !== null)
    return known
  await keepVersion(tx, known.id, kept)
  return { ...known, ...kept }
}

function isSameAddress(before: OrderPerson | null, after: OrderPerson | null): boolean {
  const lines = (person: OrderPerson | null) => Object.entries(person?.address ?? {}).toSorted()
  return JSON.stringify(lines(before)) === JSON.stringify(lines(after))
}

function moneyOf(arrived: ArrivedOrder): OrderMoney {
  const { discount_cents, freight_cents, other_cents, total_cents } = arrived
  return { items_cents: itemsTotal(arrived.items), discount_cents, freight_cents, other_cents, total_cents }
}

function textOf(items: readonly ArrivedItem[], { total_cents, freight_cents }: OrderMoney): string {
  return `${goodsOf(items.map((item) => ({ ...item, product_id: item.sku })))} ${freight_cents} ${total_cents}`
}

function amountsOf(items: readonly ArrivedItem[], money: OrderMoney): string {
  return textOf(
    items.map((item) => ({ ...item, sku: '' })),
    money,
  )
}

/** A version as the timeline keeps it. */
function versionFacts(items: readonly ArrivedItem[], { total_cents }: OrderMoney) {
  return {
    total_cents,
    items: items.map(({ sku, quantity, unit_price_cents }) => ({
      ...{ sku, quantity: toUnits(quantity), unit_price_cents },
    })),
  }
}
