import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { openSyncWorld, type SyncWorld } from '../support/sync-world.ts'

const READ_ORDER = 'GET /pedidos/vendas/{idPedidoVenda}'
const ORDERS = 40

let world: SyncWorld
/** A product of W that is none of ours: orders of it leave our numbers as they are. */
let theirs: number
beforeEach(async () => {
  world = await openSyncWorld()
  const { company_id } = world.w
  theirs = world.control.addProduct(company_id, { name: 'Vela', sku: 'VELA', price: 1 }).product_id
  await world.settle()
})
afterEach(() => world.close())

/** Some orders in W, of which the product has heard, and of which it has not yet asked anything. */
async function orderInW(): Promise<void> {
  const items = [{ product_id: theirs, quantity: 1 }]
  for (let order = 0; order < ORDERS; order += 1) world.control.addOrder(world.w.company_id, { items })
  await world.control.settle()
  expect(await statesOf()).toEqual({ received: ORDERS })
}

const statesOf = async () => {
  const rows = await world.query<{ state: string; events: number }>(
    "select state, count(*)::int as events from bling_inbox where event = 'order.created' group by state",
  )
  return Object.fromEntries(rows.map(({ state, events }) => [state, events]))
}

const attempts = async () => {
  const [row] = await world.query<{ most: number; all: number }>(
    `select max(attempts)::int as most, sum(attempts)::int as all from bling_inbox where event = 'order.created'`,
  )
  return row ?? { most: 0, all: 0 }
}

const isUnderWay = async () => ((await attempts()).all > 0 ? true : undefined)
const shows = (expected: string) => () => (world.shown() === expected ? true : undefined)

describe('an account that takes its time to answer for its orders', () => {
  it('holds up neither another account nor what is told of its own stock (sync 22)', async () => {
    const { w, y, control, test } = world
    control.setFaults([{ kind: 'slow', delay_ms: 1_000, company_id: w.company_id, operation: READ_ORDER }])
    await orderInW()
    test.app.sync.engine.start()
    await eventually('its orders are being read', isUnderWay)
    world.set(y, 'P3', 4)
    await control.settle()
    await eventually('the sale in Y is seen everywhere', shows('W.C 18, Y.C 18, W.E 4'))
    world.set(w, 'P1', 8)
    await control.settle()
    await eventually('the sale in W is seen everywhere', shows('W.C 16, Y.C 16, W.E 4'))
    expect((await statesOf())['received']).toBeGreaterThan(0)
  })
})

describe('an account that does not answer for its orders', () => {
  it('is asked once for all of them, holds nobody up, and is asked for all when it is back (sync 17, 22)', async () => {
    const { w, y, control, test } = world
    control.setFaults([{ kind: 'timeout_before', company_id: w.company_id, operation: READ_ORDER }])
    await orderInW()
    const before = world.calls(READ_ORDER)
    test.app.sync.engine.start()
    await eventually('its orders are being read', isUnderWay)
    world.set(y, 'P3', 4)
    await control.settle()
    await eventually('the sale in Y is seen everywhere', shows('W.C 18, Y.C 18, W.E 4'))
    await eventually('the first is given back', async () => ((await statesOf())['failed'] ? true : undefined))
    await test.app.sync.engine.stop()
    // Each attempt at an event is three calls that get no answer; who was not tried was not counted.
    const tried = await attempts()
    expect(tried.most).toBe(1)
    expect(tried.all).toBeLessThan(ORDERS / 4)
    expect(world.calls(READ_ORDER) - before).toBe(3 * tried.all)
    control.setFaults()
    await world.pass(60_000)
    expect(await statesOf()).toEqual({ done: ORDERS })
    expect(world.shown()).toBe('W.C 18, Y.C 18, W.E 4')
  })
})
