import { afterEach, expect, it } from 'vitest'
import { activate, ok, openSyncWorld, SKU, type SyncWorld, type WorldShop } from '../support/sync-world.ts'

let world: SyncWorld
afterEach(() => world.close())

it('takes a counter sale and an event of Bling at once, and knows its own writes when they come back (stock 85)', async () => {
  world = await openSyncWorld()
  const { w, y, control, test } = world
  const product_id = (await ok(test.owner.get(`/products?search=${SKU}`))).body.items[0].id
  await ok(
    test.owner.post('/inventory/counts', {
      branch_id: test.branch_id,
      lines: [{ product_id, closed_boxes: 0, open_box_units: 6 }],
    }),
  )
  const of = (shop: WorldShop, name: string) => ({ deposit_id: shop.deposits[name]?.id })
  const sources = [of(w, 'P1'), of(w, 'P2'), of(y, 'P3'), { branch_id: test.branch_id }]
  await ok(
    test.owner.patch(`/pools/${world.pool_id}`, {
      sources: sources.map((source, index) => ({ ...source, priority: index + 1 })),
    }),
  )
  await activate(world)
  expect(world.shown()).toBe('W.C 25, Y.C 25, W.E 5')

  const deposit_id = w.deposits['P1']?.bling_id ?? 0
  control.move(w.company_id, { product_id: w.product_id, deposit_id, operation: 'S', quantity: 3 })
  const sale = { branch_id: test.branch_id, lines: [{ product_id, quantity: 2 }] }
  await Promise.all([ok(test.owner.post('/sales', sale)), world.settle()])
  await world.settle()
  expect(world.shown()).toBe('W.C 20, Y.C 20, W.E 5')
  const rows: { movement_type: string; branch_id: string; quantity: number }[] = (
    await ok(test.owner.get(`/movements?product_id=${product_id}`))
  ).body.items
  const counter = rows.filter((row) => row.branch_id === test.branch_id)
  expect(counter.map((row) => row.movement_type)).toEqual(['sale', 'count'])
  const heard = rows.filter((row) => row.movement_type === 'bling_sync' && row.quantity < 0)
  expect(heard.map((row) => row.quantity)).toEqual([-3])

  // What we wrote has come back as events by now: nothing answers them.
  world.posts()
  await world.pass(60_000)
  expect(world.posts()).toEqual([])
  const echoes = await world.query("select 1 from bling_inbox where outcome = 'echo'")
  expect(echoes.length).toBeGreaterThan(0)
  expect(world.shown()).toBe('W.C 20, Y.C 20, W.E 5')
})
