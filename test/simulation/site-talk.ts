import { CANCELLED, SHIPPED } from './company.ts'
import { pick } from './shape.ts'
import { type SiteOrder, saidOf, siteOrders } from './site-orders.ts'
import type { Site } from './sites.ts'
import type { World } from './world.ts'

/** The words that a shop in the manner of WooCommerce has for what is said of an order there; of a chargeback each has its own. */
const WORDS = { paid: 'processing', cancelled: 'cancelled', refused: 'failed', refunded: 'refunded' } as const

/** Something is said of an order at its site. */
export function say(
  world: World,
  site: Site,
  number: string,
  what: keyof typeof WORDS | 'charged_back',
): void {
  const said = saidOf(world, site, number)
  if (what === 'paid') said.approved = true
  else if (what === 'cancelled') said.cancelled = true
  else said.money = what
  const { control } = world
  const { place_id, shape } = site
  if (shape.kind === 'generic') return void control.patchSiteOrder(place_id, number, { status: what })
  control.patchShopOrder(place_id, Number(number), {
    status: what === 'charged_back' ? shape.charged_back_word : WORDS[what],
    ...(what === 'paid' ? { set_paid: true } : {}),
  })
}

/** People of the account give its order a situation. */
export function sayInBling(world: World, { there, said }: SiteOrder, situation_id: number): void {
  const [one] = there
  if (one === undefined) throw new Error('an order is not in Bling')
  said.in_bling = { situation_id, calls: world.calls().length }
  world.control.patchOrder(one.company_id, one.id, { situation_id })
}

/**
 * Whether the situation that people gave an order last was replaced by a move that was on its way at that moment. Bling moves an order
 * whatever it was before and tells nobody, so whoever moved it cannot know: people see it and say it again. Whoever could have read it
 * before moving it is not excused.
 */
export function wasOverruled(world: World, { there, said }: SiteOrder): boolean {
  const [one] = there
  if (one === undefined || said.in_bling === null) return false
  if (one.situation_id === said.in_bling.situation_id || one.situation_id === CANCELLED) return false
  const path = `/Api/v3/pedidos/vendas/${one.id}`
  const moved = `${path}/situacoes/${one.situation_id}`
  const next = world
    .calls()
    .slice(said.in_bling.calls)
    .find(({ method, url, status }) => url === moved || (method === 'GET' && url === path && status === 200))
  return next?.url === moved
}

/** One of the orders of sites that fit, by chance; null when none does. */
export async function someOrder(
  world: World,
  stream: string,
  fits: (order: SiteOrder) => boolean,
): Promise<SiteOrder | null> {
  const orders = (await siteOrders(world)).filter(fits)
  return orders.length === 0 ? null : pick(world.random, stream, orders)
}

/** An order of a site as people of the account see it: one that is there. */
export function inBling(order: SiteOrder): boolean {
  return order.there.length > 0
}

/** Whether the account's order may still leave. */
export function isOpen({ situation_id, is_launched }: SiteOrder['there'][number]): boolean {
  return !is_launched && situation_id !== CANCELLED && situation_id !== SHIPPED
}

/** The order's name in the story. */
export function told({ site, number }: SiteOrder): string {
  return `order ${number} of ${site.name}`
}
