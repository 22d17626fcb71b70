import { afterEach, beforeEach, expect, it } from 'vitest'
import { mostInASecond } from '../bling/support/bling-bench.ts'
import { ok, openSyncWorld, type SyncWorld } from '../support/sync-world.ts'
import { type ConnectedShop, connectShop, showStockAt } from './support/connected-shop.ts'

let world: SyncWorld
let busy: ConnectedShop
let calm: ConnectedShop

const MINUTE_S = 60
const STOCK = 600
const RUSH = 500
const PER_SECOND = 3

beforeEach(async () => {
  world = await openSyncWorld({ stock: { 'W.P1': STOCK - 9, 'W.C': STOCK, 'Y.C': STOCK } })
  busy = await connectShop(world, { name: 'Loja cheia', stock: 0 })
  calm = await connectShop(world, { name: 'Loja calma', stock: 0 })
  for (const { site_id } of [busy, calm]) await showStockAt(world, site_id)
  world.control.setLimits({ per_second: PER_SECOND, per_day: 120_000, ip_rules: true })
})
afterEach(() => world.close())

const inBling = (number: number) =>
  world.control.state(world.w.company_id).orders.filter((order) => order.shop_number === String(number))
const shown = () => `${world.shown()}, ${busy.held()} and ${calm.held()}`
const shownWith = (left: number) => `W.C ${left}, Y.C ${left}, W.E 5, ${left} and ${left}`

it('takes in a rush of 500 orders in a minute and sends it at the pace that Bling allows: none lost, none twice, never more shown than there is, the other shop not kept waiting', async () => {
  const { control, test, w } = world
  expect(shown()).toBe(shownWith(STOCK))
  const numbers: number[] = []
  for (let second = 1; second <= MINUTE_S; second += 1) {
    while (numbers.length < (RUSH * second) / MINUTE_S) numbers.push(busy.buy(1))
    control.advance(1000)
    await control.settle()
    await test.app.sync.engine.rest()
    // Before they are sent, all of them are counted, wherever the stock is shown.
    expect(shown()).toBe(shownWith(STOCK - numbers.length))
  }
  const backlog = await ok(test.owner.get('/orders/backlog'))
  expect(backlog.body.items).toMatchObject([{ account_id: w.account_id, due: RUSH, dead: 0 }])
  expect(backlog.body.items[0].expected_seconds).toBeGreaterThanOrEqual(RUSH)
  const late = calm.buy(1)
  const sentFrom = world.sandbox.calls().length
  await world.settle()
  expect([...numbers, late].map((number) => inBling(number).length)).toEqual([...numbers, late].map(() => 1))
  expect(world.calls('POST /pedidos/vendas')).toBe(RUSH + 1)
  expect(shown()).toBe(shownWith(STOCK - RUSH - 1))
  // The calm shop's order came last and went out among the first.
  const made = control.state(w.company_id).orders.map(({ shop_number }) => Number(shop_number))
  expect(made.indexOf(late)).toBeLessThan(3)
  const times = world.sandbox
    .calls()
    .slice(sentFrom)
    .filter((call) => call.company_id === w.company_id && !call.operation.includes('/oauth/'))
    .map((call) => call.at)
  expect(mostInASecond(times)).toBeLessThanOrEqual(PER_SECOND)
}, 300_000)
