import { randomUUID } from 'node:crypto'
import { callerOf } from '../support/test-app.ts'
import { CANCELLED, type Deposit, SHIPPED, type Shop } from './company.ts'
import { pick } from './shape.ts'
import type { TrueOrder } from './truth.ts'
import { newsAreOut, type World } from './world.ts'

/** Something that somebody does, out in the world. Says what, or null when there was no occasion. */
export type Deed = (world: World) => string | null | Promise<string | null>

const STREAM = 'deeds'

/** What a place really holds of a SKU, whatever readers see. */
export function balanceOf(world: World, shop: Shop, deposit: Deposit, sku: string) {
  const { balances } = world.control.state(shop.company_id)
  const product_id = shop.products.get(sku)
  const found = balances.find((one) => one.product_id === product_id && one.deposit_id === deposit.bling_id)
  return found ?? { physical: 0, virtual: 0, reserved: 0 }
}

/** Somebody buys what a shop shows. */
export const placeOrder: Deed = (world) => {
  const shop = pick(world.random, STREAM, world.shops)
  const quantities = new Map<string, number>()
  for (const sku of shop.products.keys()) {
    const shown = balanceOf(world, shop, shop.shared, sku).virtual
    const wanted = world.random.int(STREAM, { min: 0, max: 3 })
    if (wanted > 0 && wanted <= shown) quantities.set(sku, wanted)
  }
  if (quantities.size === 0) return null
  return `order ${sell(world, shop, quantities).order_id} in ${shop.name}: ${said(quantities)}`
}

/** An order that comes in. */
export function sell(world: World, shop: Shop, quantities: Map<string, number>): TrueOrder {
  const { order_id } = world.control.addOrder(shop.company_id, { items: itemsOf(shop, quantities) })
  const order: TrueOrder = { shop: shop.name, order_id, quantities, state: 'open' }
  world.truth.ordered(order)
  return order
}

const editOrder: Deed = (world) => {
  const found = someOrder(world, 'open')
  if (found === null) return null
  const { shop, order } = found
  const quantities = new Map(
    [...order.quantities].map(([sku]) => [sku, world.random.int(STREAM, { min: 1, max: 4 })] as const),
  )
  world.control.patchOrder(shop.company_id, order.order_id, { items: itemsOf(shop, quantities) })
  world.truth.edited(order, quantities)
  return `order ${order.order_id} in ${shop.name} becomes ${said(quantities)}`
}

const shipOrder: Deed = (world) => {
  const found = someOrder(world, 'open')
  if (found === null) return null
  const { shop, order } = found
  world.control.patchOrder(shop.company_id, order.order_id, { situation_id: SHIPPED })
  world.truth.shipped(order)
  return `order ${order.order_id} in ${shop.name} ships`
}

const cancelOrder: Deed = (world) => {
  const found = someOrder(world, world.random.next(STREAM) < 0.75 ? 'open' : 'shipped')
  if (found === null) return null
  const { shop, order } = found
  const was = order.state
  world.control.patchOrder(shop.company_id, order.order_id, { situation_id: CANCELLED })
  world.truth.ended(order)
  return `order ${order.order_id} in ${shop.name} is cancelled, was ${was}`
}

const removeOrder: Deed = (world) => {
  const found = someOrder(world, 'open')
  if (found === null) return null
  const { shop, order } = found
  world.control.deleteOrder(shop.company_id, order.order_id)
  world.truth.ended(order)
  return `order ${order.order_id} in ${shop.name} is removed`
}

/** Goods arrive in a main deposit, or leave it without an order. */
const moveMain: Deed = (world) => {
  const { random, control, truth } = world
  const shop = pick(random, STREAM, world.shops)
  const sku = pick(random, STREAM, [...shop.products.keys()])
  const deposit = pick(random, STREAM, shop.mains)
  const units = random.int(STREAM, { min: 1, max: 5 })
  // Where nothing is reserved a withdrawal looks like an order that leaves, to whoever looks.
  const isEntry = shop.habit === 'nowhere' || random.next(STREAM) < 0.5
  if (!isEntry && balanceOf(world, shop, deposit, sku).virtual < units) return null
  control.move(shop.company_id, {
    ...{ product_id: shop.products.get(sku) ?? 0, deposit_id: deposit.bling_id },
    operation: isEntry ? 'E' : 'S',
    quantity: units,
  })
  truth.moved(sku, isEntry ? units : -units)
  return `${isEntry ? 'entry' : 'withdrawal'} of ${units} ${sku} in ${shop.name}`
}

/** Somebody sets a balance in a deposit that is ours to write. */
const editTarget: Deed = (world) => {
  const { random, control } = world
  const shop = pick(random, STREAM, world.shops)
  const sku = pick(random, STREAM, [...shop.products.keys()])
  const quantity = random.int(STREAM, { min: 0, max: 30 })
  const product_id = shop.products.get(sku) ?? 0
  control.move(shop.company_id, {
    ...{ product_id, deposit_id: shop.shared.bling_id, operation: 'B', quantity },
  })
  return `somebody sets ${sku} in the shared deposit of ${shop.name} to ${quantity}`
}

const sellAtCounter: Deed = async (world) => {
  if (!world.shape.has_counter) return null
  const { random, branch, truth } = world
  const sku = pick(random, STREAM, world.shape.skus)
  const units = random.int(STREAM, { min: 1, max: 3 })
  const lines = [{ product_id: branch.products.get(sku), quantity: units }]
  const isSold = await insist(world, '/sales', { branch_id: branch.branch_id, lines })
  if (isSold) truth.moved(sku, -units)
  return `${units} ${sku} at the counter: ${isSold ? 'sold' : 'refused'}`
}

const buyForCounter: Deed = async (world) => {
  if (!world.shape.has_counter) return null
  const { random, branch, truth } = world
  const sku = pick(random, STREAM, world.shape.skus)
  const units = random.int(STREAM, { min: 1, max: 6 })
  const lines = [{ product_id: branch.products.get(sku), units }]
  if (await insist(world, '/purchases', { branch_id: branch.branch_id, lines })) truth.moved(sku, units)
  return `${units} ${sku} bought for the counter`
}

/** Repeats a request under one key until it is answered, as the counter does; says whether it was done. */
async function insist(world: World, path: string, body: object): Promise<boolean> {
  const key = randomUUID()
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const [process] = world.alive()
    if (process === undefined) return false
    const reply = await callerOf(process.app, world.token).post(path, body, key)
    if (reply.status < 300) {
      await newsAreOut(world, process)
      return true
    }
    if (reply.status === 409 || reply.status === 422) return false
    if (process.isAlive()) throw new Error(`the counter was answered ${reply.status}`)
  }
  return false
}

const endToken: Deed = (world) => {
  const { company_id, name } = pick(world.random, STREAM, world.shops)
  world.control.expireTokens({ company_id, which: 'access' })
  return `the token of ${name} ends early`
}

const killProcess: Deed = (world) => {
  const { random } = world
  const alive = world.alive()
  if (alive.length === 0) return null
  const victim = pick(random, STREAM, alive)
  const when = random.next(STREAM) < 0.5 ? 'before' : 'after'
  const isAtCall = random.next(STREAM) < 0.5
  const count = random.int(STREAM, { min: 1, max: isAtCall ? 8 : 60 })
  if (isAtCall) victim.killAtCall(count, when)
  else victim.link.cutAt(count, when, victim.kill)
  return `${victim.name} will die ${when} its ${isAtCall ? 'call' : 'statement'} ${count}`
}

/** Every deed as often as it is likely. */
const DEEDS: readonly Deed[] = (
  [
    [10, placeOrder],
    [2, editOrder],
    [7, shipOrder],
    [3, cancelOrder],
    [1, removeOrder],
    [4, moveMain],
    [1, editTarget],
    [4, sellAtCounter],
    [1, buyForCounter],
    [1, endToken],
    [2, killProcess],
  ] as const
).flatMap(([weight, deed]) => new Array<Deed>(weight).fill(deed))

const ATTEMPTS = 5

/** Has one of the deeds done, by chance: what cannot be done now gives way to another one. */
export async function doOneOf(world: World, stream: string, deeds: readonly Deed[]): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const said = await pick(world.random, stream, deeds)(world)
    if (said !== null) return world.tell(said)
  }
}

/** Has somebody do something, by chance. */
export async function doSomething(world: World): Promise<void> {
  await doOneOf(world, STREAM, DEEDS)
}

function someOrder(world: World, state: TrueOrder['state']): { shop: Shop; order: TrueOrder } | null {
  const orders = world.truth.orders(state)
  if (orders.length === 0) return null
  const order = pick(world.random, STREAM, orders)
  const shop = world.shops.find(({ name }) => name === order.shop)
  return shop === undefined ? null : { shop, order }
}

function itemsOf(shop: Shop, quantities: ReadonlyMap<string, number>) {
  return [...quantities].map(([sku, quantity]) => ({ product_id: shop.products.get(sku) ?? 0, quantity }))
}

function said(quantities: ReadonlyMap<string, number>): string {
  return [...quantities].map(([sku, quantity]) => `${quantity} ${sku}`).join(', ')
}
