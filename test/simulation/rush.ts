import { balanceOf, sell } from './deeds.ts'
import type { World } from './world.ts'

/**
 * Every shop sells all that it shows at one instant, before anybody can look: the worst there is. Says where more was sold in
 * excess than the bound that people were shown.
 */
export async function rush(world: World): Promise<string[]> {
  const { shape, shops, truth } = world
  const before = new Map(shape.skus.map((sku) => [sku, truth.free(sku)]))
  for (const shop of shops) {
    const quantities = new Map<string, number>()
    for (const sku of shop.products.keys()) {
      const { virtual } = balanceOf(world, shop, shop.shared, sku)
      if (virtual > 0) quantities.set(sku, virtual)
    }
    if (quantities.size > 0) sell(world, shop, quantities)
  }
  world.tell('every shop sells all that it shows')
  const rows = await world.query<{ sku: string; oversell_bound: string | null }>(
    'select sku, oversell_bound from sync_decisions',
  )
  return shape.skus.flatMap((sku) => {
    const bound = Number(rows.find((row) => row.sku === sku)?.oversell_bound ?? 0) / 10_000
    const owed = Math.max(0, -(before.get(sku) ?? 0))
    const excess = Math.max(0, -truth.free(sku) - owed)
    return excess <= bound ? [] : [`3 ${excess} ${sku} were sold in excess, the bound shown was ${bound}`]
  })
}
