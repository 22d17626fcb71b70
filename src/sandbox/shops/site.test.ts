import { expect, it } from 'vitest'
import { createSim } from '../sim.ts'
import { foundSite, keepProduct } from './site.ts'

it('keeps the newest stock that was read, in whatever order readings come', () => {
  const sim = createSim({ seed: 'x', now: Date.now })
  const { id } = foundSite(sim, 'Lojinha', {})
  const read = (available: number, version: number) =>
    keepProduct(sim, id, { product_id: 'p', sku: 'CANECA-01', available, version })
  read(5, 2)
  read(9, 1)
  expect(sim.world.site_products.get(id, 'p')).toMatchObject({ sku: 'CANECA-01', available: 5, version: 2 })
  read(4, 10)
  expect(sim.world.site_products.get(id, 'p')?.available).toBe(4)
})
