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
