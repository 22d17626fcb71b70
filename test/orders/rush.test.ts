import { afterEach, expect, it } from 'vitest'
import { mostInASecond } from '../bling/support/bling-bench.ts'
import { ok } from '../support/sync-world.ts'
import { item, type OrderWorld, openOrderWorld } from './support/order-world.ts'

let world: OrderWorld
afterEach(() => world.close())

const RUSH = 60

it('takes a rush in at once and sends it at the pace that Bling allows: none lost, none twice, never more shown than there is', async () => {
  world = await openOrderWorld({ stock: { 'W.P1': 100, 'W.C': 109, 'Y.C': 109 } })
  const { w, control, test, arrives, inBling } = world
  control.setLimits({ per_second: 3, per_day: 120_000, ip_rules: true })
  expect(world.shown()).toBe('W.C 109, Y.C 109, W.E 5')
  const numbers = Array.from({ length: RUSH }, (_, index) => String(index + 1))
  for (const number of numbers) await arrives(number, { items: [item(1)] })
  const backlog = await ok(test.owner.get('/orders/backlog'))
  expect(backlog.body.items).toMatchObject([{ account_id: w.account_id, due: RUSH, dead: 0 }])
  expect(backlog.body.items[0].expected_seconds).toBeGreaterThanOrEqual(RUSH)
  // Before a single one is sent, all of them are counted.
  await test.app.sync.engine.rest()
  expect(world.shown()).toBe('W.C 49, Y.C 49, W.E 5')
  await world.settle()
  expect(world.shown()).toBe('W.C 49, Y.C 49, W.E 5')
  expect(numbers.map((number) => inBling(w, number).length)).toEqual(numbers.map(() => 1))
  expect(world.calls('POST /pedidos/vendas')).toBe(RUSH)
  const times = world.sandbox
    .calls()
    .filter((call) => call.company_id === w.company_id && !call.operation.includes('/oauth/'))
    .map((call) => call.at)
  expect(mostInASecond(times.slice(-RUSH * 4))).toBeLessThanOrEqual(3)
})
