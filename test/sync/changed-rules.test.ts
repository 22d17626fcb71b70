import { afterEach, expect, it } from 'vitest'
import type { HttpAnswer, HttpRequest } from '../../src/server/kernel/http-client.ts'
import { ok, openSyncWorld, type SyncWorld } from '../support/sync-world.ts'

const MINUTE = 60_000
const CANCELLED = 12
/** Whoever sells there fulfils it. */
const FULFILMENT = { label: 'fulfillment', sales_channel_id: '900001' }

let world: SyncWorld
/** Told of every order that is read, before it is. */
let onOrder: () => Promise<void>
afterEach(() => world.close())

/** A world where no account reserves: only the demand ledger knows of open orders. */
async function open(): Promise<SyncWorld> {
  onOrder = async () => {}
  world = await openSyncWorld({
    async through(request: HttpRequest, next: (request: HttpRequest) => Promise<HttpAnswer>) {
      if (/\/pedidos\/vendas\/\d+$/.test(request.url)) await onOrder()
      return next(request)
    },
  })
  await world.reserveIn(world.w, 'nowhere')
  await world.reserveIn(world.y, 'nowhere')
  await world.pass(31 * MINUTE)
  return world
}

const exclude = (rules: readonly object[]) =>
  ok(world.test.owner.patch(`/sync/accounts/${world.w.account_id}`, { exclusion_rules: rules }))

it('a lost cancellation is found by the first reading under new rules, which reads what we hold as open (sync 43, 49)', async () => {
  const { w, control } = await open()
  const order = world.order(w, 2)
  await world.settle()
  expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
  world.unheard(() => control.patchOrder(w.company_id, order, { situation_id: CANCELLED }))
  await exclude([FULFILMENT])
  await world.pass(31 * MINUTE)
  expect(world.shown()).toBe('W.C 19, Y.C 19, W.E 5')
})

it('rules that change while orders are read under the old ones are applied to all that is open (sync 49)', async () => {
  const { w } = await open()
  world.order(w, 2, { channel_id: 900_001 })
  await world.settle()
  expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
  await world.pass(31 * MINUTE)
  world.unheard(() => world.order(w, 3))
  onOrder = async () => {
    onOrder = async () => {}
    await exclude([FULFILMENT])
  }
  await world.pass(31 * MINUTE)
  await world.pass(31 * MINUTE)
  expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
})

it('rules that change while everything is read, because they had changed before, are applied to all that is open (sync 49)', async () => {
  const { w } = await open()
  world.order(w, 2, { channel_id: 900_001 })
  world.order(w, 3, { channel_id: 900_001 })
  await world.settle()
  await exclude([{ label: 'outros', sales_channel_id: '900002' }])
  let orders = 0
  onOrder = async () => {
    orders += 1
    if (orders === 2) await exclude([FULFILMENT])
  }
  await world.pass(31 * MINUTE)
  onOrder = async () => {}
  await world.pass(31 * MINUTE)
  expect(orders).toBeGreaterThanOrEqual(2)
  expect(world.shown()).toBe('W.C 19, Y.C 19, W.E 5')
})

it('an order that is being read while the rules change is judged by the new ones (sync 49)', async () => {
  const { w } = await open()
  world.unheard(() => world.order(w, 3, { channel_id: 900_001 }))
  onOrder = async () => {
    onOrder = async () => {}
    await exclude([FULFILMENT])
  }
  await world.pass(31 * MINUTE)
  expect(world.shown()).toBe('W.C 19, Y.C 19, W.E 5')
  expect(world.posts()).toEqual([])
})
