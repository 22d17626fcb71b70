import { goodsOf } from '../../domain/orders/order-edit.ts'
import { isOff } from '../../domain/orders/standing.ts'
import { BlingError } from '../bling/bling-error.ts'
import { type AtWork, readAgain, type StepDeps } from './at-work.ts'
import { blingOrderBody } from './bling-order-body.ts'
import { changeOrder } from './change-order.ts'
import { contactOf } from './contact-of-order.ts'
import { withGoods } from './edit-order.ts'
import { linkSkus } from './link-items.ts'
import { recordOrderEvent } from './order-events.store.ts'
import { itemsOf, lockOrderRow, personOfOrder, readOrderRow } from './orders.store.ts'

const OPERATION = 'POST /pedidos/vendas'

/**
 * Has the order stand in the account exactly once. It is looked for by its number first, every time: an order whose making was never
 * answered is found and kept instead of made again. A stranger's order under our number is left to a person.
 */
export async function placeInBling(deps: StepDeps, work: AtWork, may_create: boolean): Promise<void> {
  if (await findThere(deps, work)) return
  if (!may_create) return settleAbsent(deps, work)
  const body = await bodyFor(deps, work)
  if (body === null || !(await begin(deps, work, goodsOf(body.items)))) return
  let bling_order_id: string
  try {
    bling_order_id = await work.client.orders.create(body)
  } catch (error) {
    // Refused before anything was done: it is certainly not there.
    if (error instanceof BlingError && !error.ambiguous) await settleAbsent(deps, work)
    throw error
  }
  const now = deps.clock.now()
  await deps.database.tenant(work.tenant_id, async (tx) => {
    const order = await lockOrderRow(tx, work.order.id)
    // An event may have told of it before the answer came.
    if (order !== null && order.bling_order_id === null) await changeOrder(tx, order, { bling_order_id }, now)
    const facts = { bling_order_id, correlation_id: work.correlation_id }
    await recordOrderEvent(tx, work.order.id, { at: now, kind: 'sent', facts })
  })
  await readAgain(deps, work, bling_order_id)
}

/** Whether it is there; whoever follows what is read recognises it by its notes and keeps it. */
async function findThere(deps: StepDeps, work: AtWork): Promise<boolean> {
  const { order, tenant_id, client } = work
  // Only an order that is bound to the account can be recognised in it.
  await deps.database.tenant(tenant_id, async (tx) => {
    const fresh = await lockOrderRow(tx, order.id)
    if (fresh !== null && fresh.account_id === null)
      await changeOrder(tx, fresh, { account_id: work.account.account_id }, deps.clock.now())
  })
  const rows = await client.orders.byShopNumbers([order.shop_number])
  for (const row of rows) await readAgain(deps, work, row.order_id)
  const fresh = await deps.database.tenant(tenant_id, (tx) => readOrderRow(tx, order.id))
  if (fresh?.bling_order_id != null) return true
  const [stranger] = rows
  if (stranger === undefined) return false
  throw new BlingError({
    kind: 'invalid',
    operation: OPERATION,
    code: 'shop_number_taken',
    detail: `O Bling já tem o pedido ${stranger.number} com este número de loja, feito por outra integração.`,
  })
}

async function bodyFor(deps: StepDeps, work: AtWork) {
  const { order, route, client, account } = work
  const { items, person, linked } = await deps.database.tenant(work.tenant_id, async (tx) => {
    const found = await itemsOf(tx, order.id)
    const skus = found.map(({ sku }) => sku)
    return {
      items: found,
      person: await personOfOrder(tx, order.id),
      linked: await linkSkus(tx, skus, account.account_id),
    }
  })
  if (linked.unknown.length > 0) {
    await deps.database.tenant(work.tenant_id, async (tx) => {
      const fresh = await lockOrderRow(tx, order.id)
      if (fresh !== null) await changeOrder(tx, fresh, { is_linked: false }, deps.clock.now())
    })
    return null
  }
  return blingOrderBody(order, items, {
    contact_id: await contactOf(client, person),
    channel_id: route.sales_channel_id,
    payment_method_id: await deps.paymentMethods(client, route, order.payment_method),
    product_ids: linked.product_ids,
    person,
  })
}

/**
 * Writes down that it may be there from now on, before it leaves: what the account then shows as reserved may be this order, and it must
 * not count besides. False when it was cancelled or edited meanwhile.
 */
async function begin(
  deps: StepDeps,
  { tenant_id, order, correlation_id }: AtWork,
  goods: string,
): Promise<boolean> {
  const now = deps.clock.now()
  return deps.database.tenant(tenant_id, async (tx) => {
    const fresh = await lockOrderRow(tx, order.id)
    if (fresh === null || isOff(fresh) || fresh.bling_order_id !== null) return false
    // Edited at its shop since its content was put together: that goes instead.
    if (fresh.site_digest !== order.site_digest) return false
    const sent = { is_edited: false, bling_items: null, sent_goods: withGoods(fresh, goods) }
    await changeOrder(tx, fresh, { may_be_there: true, ...sent }, now)
    await recordOrderEvent(tx, order.id, {
      at: now,
      kind: 'sending',
      facts: { operation: OPERATION, shop_number: order.shop_number, correlation_id },
    })
    return true
  })
}

async function settleAbsent(deps: StepDeps, { tenant_id, order }: AtWork): Promise<void> {
  await deps.database.tenant(tenant_id, async (tx) => {
    const fresh = await lockOrderRow(tx, order.id)
    if (fresh !== null && fresh.bling_order_id === null)
      await changeOrder(tx, fresh, NOT_THERE, deps.clock.now())
  })
}

/** What is certainly not there holds nothing there, and is sent as it is by then. */
const NOT_THERE = { may_be_there: false, is_edited: false, bling_items: null } as const
