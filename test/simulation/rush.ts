import { freeOf } from './checks.ts'
import { balanceOf, sell } from './deeds.ts'
import { sellAt } from './site-deeds.ts'
import { siteOrders } from './site-orders.ts'
import { shownAt } from './sites.ts'
import type { World } from './world.ts'

/**
 * Every shop sells all that it shows at one instant, before anybody can look: the worst there is. Says where more was sold in
 * excess than the bound that people were shown.
 */
export async function rush(world: World): Promise<string[]> {
  const { shape, shops, sites } = world
  const free = async () => {
    const orders = await siteOrders(world)
    return new Map(shape.skus.map((sku) => [sku, freeOf(world, orders, sku)]))
  }
  const before = await free()
  for (const shop of shops) {
    const quantities = new Map<string, number>()
    for (const sku of shop.products.keys()) {
      const { virtual } = balanceOf(world, shop, shop.shared, sku)
      if (virtual > 0) quantities.set(sku, virtual)
    }
    if (quantities.size > 0) sell(world, shop, quantities)
  }
  for (const site of sites) {
    const all = shape.kit === null ? shape.skus : [...shape.skus, shape.kit.sku]
    const shown = all.map((sku) => [sku, shownAt(world.control, site, sku)] as const)
    const quantities = new Map(shown.filter(([, units]) => units > 0))
    if (quantities.size > 0) sellAt(world, site, quantities, 'paid')
  }
  world.tell('every shop sells all that it shows')
  const after = await free()
  const rows = await world.query<{ sku: string; oversell_bound: string | null }>(
    'select sku, oversell_bound from sync_decisions',
  )
  return shape.skus.flatMap((sku) => {
    const bound = Number(rows.find((row) => row.sku === sku)?.oversell_bound ?? 0) / 10_000
    const owed = Math.max(0, -(before.get(sku) ?? 0))
    const excess = Math.max(0, -(after.get(sku) ?? 0) - owed)
    return excess <= bound ? [] : [`3 ${excess} ${sku} were sold in excess, the bound shown was ${bound}`]
  })
}
