import { callerOf } from '../support/test-app.ts'
import { CANCELLED, SHIPPED } from './company.ts'
import { type Deed, doOneOf } from './deeds.ts'
import { pick } from './shape.ts'
import { AUTHORISED, INVOICE_CANCELLED, OFF_WORDS, saidOf } from './site-orders.ts'
import { inBling, isOpen, say, sayInBling, someOrder, told, wasOverruled } from './site-talk.ts'
import { lookEverywhere, type Site, shownAt } from './sites.ts'
import { newsAreOut, type World } from './world.ts'

const STREAM = 'site deeds'
const some = (world: World, fits: Parameters<typeof someOrder>[2]) => someOrder(world, STREAM, fits)

/** Somebody buys what a site shows, and pays now or later. */
const buy: Deed = async (world) => {
  const site = pick(world.random, STREAM, world.sites)
  if (site.shape.kind === 'generic') await lookEverywhere(world)
  const quantities = new Map<string, number>()
  for (const sku of site.shape.skus) {
    const wanted = world.random.int(STREAM, { min: 0, max: 3 })
    if (wanted > 0 && wanted <= shownAt(world.control, site, sku)) quantities.set(sku, wanted)
  }
  if (quantities.size === 0) return null
  const how = pick(world.random, STREAM, ['paid', 'on-hold', 'pending'] as const)
  return `order ${sellAt(world, site, quantities, how)} at ${site.name} (${how}): ${[...quantities].map(([sku, units]) => `${units} ${sku}`).join(', ')}`
}

/** An order that a customer places; gives its number. */
export function sellAt(
  world: World,
  site: Site,
  quantities: ReadonlyMap<string, number>,
  how: 'paid' | 'on-hold' | 'pending',
): string {
  const { control } = world
  if (site.shape.kind === 'generic') {
    const lines = [...quantities].map(([sku, quantity]) => ({ sku, quantity }))
    const { reference } = control.addSiteOrder(site.place_id, { lines, customer: BUYER.generic })
    if (how === 'paid') say(world, site, reference, 'paid')
    return reference
  }
  const line_items = [...quantities].map(([sku, quantity]) => ({
    product_id: site.products.get(sku) ?? 0,
    quantity,
  }))
  const state = how === 'paid' ? { set_paid: true } : { status: how }
  const { order_id } = control.addShopOrder(site.place_id, {
    line_items,
    billing: BUYER.woocommerce,
    ...state,
  })
  if (how === 'paid') saidOf(world, site, String(order_id)).approved = true
  return String(order_id)
}

const BUYER = {
  generic: { name: 'Maria Silva', email: 'maria@exemplo.com.br', tax_id: '529.982.247-25' },
  woocommerce: { first_name: 'João', last_name: 'Pereira', email: 'joao@exemplo.com.br' },
}

const pay: Deed = async (world) => {
  const order = await some(
    world,
    ({ said, word }) => !said.approved && !said.cancelled && !OFF_WORDS.has(word),
  )
  if (order === null) return payWaiting(world)
  say(world, order.site, order.number, 'paid')
  return `${told(order)} is paid`
}

/** An order that holds nothing at its shop until it is paid. */
const payWaiting: Deed = (world) => {
  const waiting = world.sites
    .filter(({ shape }) => shape.kind === 'woocommerce')
    .flatMap((site) =>
      world.control
        .shopState(site.place_id)
        .orders.filter(({ status }) => status === 'pending')
        .map(({ id }) => ({ site, number: String(id) })),
    )
  if (waiting.length === 0) return null
  const order = pick(world.random, STREAM, waiting)
  say(world, order.site, order.number, 'paid')
  return `order ${order.number} at ${order.site.name} is paid at last`
}

const refuse: Deed = async (world) => {
  const order = await some(world, ({ site, word }) => site.shape.kind === 'woocommerce' && word === 'on-hold')
  if (order === null) return null
  say(world, order.site, order.number, 'refused')
  return `the payment of ${told(order)} is refused`
}

const refund: Deed = async (world) => {
  const order = await some(
    world,
    ({ site, word }) => site.shape.kind === 'woocommerce' && (word === 'processing' || word === 'completed'),
  )
  if (order === null) return null
  say(world, order.site, order.number, 'refunded')
  return `the money of ${told(order)} goes back`
}

const cancelAtSite: Deed = async (world) => {
  const order = await some(world, ({ word }) => !OFF_WORDS.has(word) && word !== 'completed')
  if (order === null) return null
  say(world, order.site, order.number, 'cancelled')
  return `${told(order)} is cancelled there`
}

const shipAtSite: Deed = async (world) => {
  const order = await some(
    world,
    ({ site, word }) => site.shape.kind === 'woocommerce' && word === 'processing',
  )
  if (order === null) return null
  order.said.shipped = true
  world.control.patchShopOrder(order.site.place_id, Number(order.number), { status: 'completed' })
  return `${told(order)} left, says the shop`
}

/** Whose word was overruled says it again before anything else. */
const shipInBling: Deed = async (world) => {
  const order = await some(
    world,
    (one) => inBling(one) && one.there.every(isOpen) && !wasOverruled(world, one),
  )
  if (order === null) return null
  order.said.shipped = true
  sayInBling(world, order, SHIPPED)
  return `${told(order)} ships in Bling`
}

const cancelInBling: Deed = async (world) => {
  const order = await some(
    world,
    (one) =>
      inBling(one) &&
      one.there.every(({ situation_id }) => situation_id !== CANCELLED) &&
      !wasOverruled(world, one),
  )
  if (order === null) return null
  order.said.cancelled = true
  sayInBling(world, order, CANCELLED)
  return `${told(order)} is cancelled in Bling`
}

/** People of the account make the invoice themselves. */
const invoiceInBling: Deed = async (world) => {
  const order = await some(
    world,
    (one) =>
      inBling(one) &&
      one.there.every((there) => there.invoice_id === null && there.situation_id !== CANCELLED),
  )
  const [there] = order?.there ?? []
  if (order === null || there === undefined) return null
  const { invoice_id } = world.control.addInvoice(there.company_id, there.id)
  world.control.patchInvoice(there.company_id, invoice_id, { situation: AUTHORISED })
  return `${told(order)} is invoiced in Bling`
}

const cancelInvoice: Deed = async (world) => {
  const order = await some(world, ({ there, ours }) => there.length > 0 && ours?.invoice === 'authorised')
  const [there] = order?.there ?? []
  if (order === null || there?.invoice_id == null) return null
  world.control.patchInvoice(there.company_id, there.invoice_id, { situation: INVOICE_CANCELLED })
  return `the invoice of ${told(order)} is cancelled`
}

/** A person does something about an order in the product. */
const personCancels: Deed = (world) => act(world, 'cancel')
const personInvoices: Deed = (world) => act(world, 'invoice')

async function act(world: World, what: 'cancel' | 'invoice'): Promise<string | null> {
  const order = await some(world, ({ ours, said }) => ours !== null && !said.cancelled)
  const [process] = world.alive()
  if (order?.ours == null || process === undefined) return null
  const { said } = order
  const { status } = await callerOf(process.app, world.token).post(`/orders/${order.ours.id}/${what}`)
  if (status >= 300 && status !== 409 && process.isAlive()) throw new Error(`${what} was answered ${status}`)
  if (what === 'cancel' && status < 300) said.cancelled = true
  if (what === 'cancel' && status >= 500) said.may_be_cancelled = true
  if (process.isAlive()) await newsAreOut(world, process)
  return `a person has ${told(order)}: ${what}, ${status}`
}

/** The shopkeeper types another number. */
const editShop: Deed = async (world) => {
  const shops = world.sites.filter(({ shape }) => shape.kind === 'woocommerce')
  if (shops.length === 0) return null
  const site = pick(world.random, STREAM, shops)
  const sku = pick(world.random, STREAM, site.shape.skus)
  const stock_quantity = world.random.int(STREAM, { min: 0, max: 30 })
  await world.control.patchShopProduct(site.place_id, site.products.get(sku) ?? 0, { stock_quantity })
  return `somebody sets ${sku} at ${site.name} to ${stock_quantity}`
}

/** Every deed as often as it is likely. */
const DEEDS: readonly Deed[] = (
  [
    [12, buy],
    [6, pay],
    [2, refuse],
    [1, refund],
    [3, cancelAtSite],
    [1, shipAtSite],
    [4, shipInBling],
    [2, cancelInBling],
    [2, invoiceInBling],
    [1, cancelInvoice],
    [1, personCancels],
    [2, personInvoices],
    [1, editShop],
  ] as const
).flatMap(([weight, deed]) => new Array<Deed>(weight).fill(deed))

/** Has somebody do something at a site or about its orders, by chance. */
export async function doSomethingAtSites(world: World): Promise<void> {
  if (world.sites.length === 0) return
  await doOneOf(world, STREAM, DEEDS)
}
