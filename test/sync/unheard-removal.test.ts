import { afterEach, expect, it } from 'vitest'
import { openSyncWorld, type SyncWorld } from '../support/sync-world.ts'

let world: SyncWorld
afterEach(() => world.close())

it('gives back what a removed order asked for even when nobody was told of its end (sync 44, 50)', async () => {
  world = await openSyncWorld()
  const { w, control } = world
  const items = [{ product_id: w.product_id, quantity: 2 }]
  const { order_id } = control.addOrder(w.company_id, { items })
  await world.settle()
  expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
  control.setFaults([{ kind: 'webhook_drop' }])
  control.deleteOrder(w.company_id, order_id)
  control.setFaults()
  for (let hour = 0; hour < 3; hour += 1) await world.pass(3_600_000)
  expect(world.shown()).toBe('W.C 19, Y.C 19, W.E 5')
})
