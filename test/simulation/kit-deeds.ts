import { type Deed, doOneOf } from './deeds.ts'
import { pick } from './shape.ts'
import { sellAt } from './site-deeds.ts'
import { lookEverywhere, shownAt } from './sites.ts'
import type { World } from './world.ts'

const STREAM = 'kit deeds'

/** Somebody buys kits that a site shows, maybe with more of what goes into them. */
const buyKits: Deed = async (world) => {
  const { kit } = world.shape
  if (kit === null) return null
  const site = pick(world.random, STREAM, world.sites)
  if (site.shape.kind === 'generic') await lookEverywhere(world)
  const quantities = new Map<string, number>()
  for (const sku of [kit.sku, ...kit.parts.keys()]) {
    const wanted = world.random.int(STREAM, { min: 0, max: 2 })
    if (wanted > 0 && wanted <= shownAt(world.control, site, sku)) quantities.set(sku, wanted)
  }
  if (quantities.size === 0) return null
  const how = pick(world.random, STREAM, ['paid', 'on-hold', 'pending'] as const)
  const number = sellAt(world, site, quantities, how)
  return `order ${number} of kits at ${site.name} (${how}): ${[...quantities].map(([sku, units]) => `${units} ${sku}`).join(', ')}`
}

/** The shopkeeper types another number of kits. */
const editKits: Deed = async (world) => {
  const { kit } = world.shape
  const shops = world.sites.filter(({ shape }) => shape.kind === 'woocommerce')
  if (kit === null || shops.length === 0) return null
  const site = pick(world.random, STREAM, shops)
  const stock_quantity = world.random.int(STREAM, { min: 0, max: 15 })
  await world.control.patchShopProduct(site.place_id, site.products.get(kit.sku) ?? 0, { stock_quantity })
  return `somebody sets ${kit.sku} at ${site.name} to ${stock_quantity}`
}

const DEEDS: readonly Deed[] = [buyKits, buyKits, buyKits, buyKits, editKits]

/** Has somebody do something about the kit, by chance. */
export async function doSomethingAboutKits(world: World): Promise<void> {
  await doOneOf(world, STREAM, DEEDS)
}
