import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ok, openSyncWorld, type SyncWorld } from '../support/sync-world.ts'

let world: SyncWorld
beforeEach(async () => {
  world = await openSyncWorld()
})
afterEach(() => world.close())

type Where = 'main' | 'shared' | 'nowhere'

/** Where W's orders reserve in Bling, and how late its balances show it; nobody tells us. */
function habit(place: Where, late_ms = 0): void {
  const { w, control } = world
  control.patchCompany(w.company_id, {
    settings: {
      reserves_stock: place !== 'nowhere',
      reserve_deposit_id: place === 'shared' ? (w.deposits['C']?.bling_id ?? null) : null,
      virtual_delay_ms: { min: late_ms, max: late_ms },
    },
  })
}

const account = async () => (await ok(world.test.owner.get(`/sync/accounts/${world.w.account_id}`))).body
const status = async () =>
  (await ok(world.test.owner.get('/sync/status'))).body.accounts.find(
    (one: { account_id: string }) => one.account_id === world.w.account_id,
  )
const unknown = { reserves_in: null, reserves_in_found: null, reserves_in_found_at: null }

async function ordered(quantity: number): Promise<number> {
  const order_id = world.order(world.w, quantity)
  await world.settle()
  return order_id
}

describe('where an account reserves is found out from one order', () => {
  it.each([
    ['main', 0],
    ['main', 22_000],
    ['shared', 0],
    ['shared', 22_000],
    ['nowhere', 0],
  ] as const)('in %s, shown %i ms late (sync 37, 38, 41, 42)', async (place, late_ms) => {
    habit(place, late_ms)
    expect(await account()).toMatchObject(unknown)
    expect(await status()).toMatchObject({ reserves_in: 'main', reservation_by: 'assumed' })
    const from = world.clock.now().getTime()
    await ordered(2)
    if (place === 'nowhere') expect(await account()).toMatchObject(unknown)
    await world.pass(late_ms)
    await world.pass(61_000)
    const found = await account()
    expect(found).toMatchObject({ reserves_in: null, reserves_in_found: place })
    expect(Date.parse(found.reserves_in_found_at)).toBeGreaterThan(from)
    expect(await status()).toMatchObject({
      reserves_in: place,
      reservation_by: 'detected',
      reservation_found_at: found.reserves_in_found_at,
    })
    await world.pass(61_000)
    expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
  })

  it('so that what ships from the shared deposit leaves the main one, with nobody having set anything (sync 40)', async () => {
    habit('shared')
    const order_id = await ordered(2)
    await world.pass(61_000)
    world.posts()
    world.control.ship(world.w.company_id, order_id)
    world.control.patchOrder(world.w.company_id, order_id, { situation_id: 9 })
    await world.settle()
    await world.pass(61_000)
    expect(world.posts()).toEqual(['W.P1 S 2'])
    expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
  })
})

describe('an account that keeps nothing apart and sells out of its shared deposit', () => {
  const ship = async (order_id: number) => {
    world.control.ship(world.w.company_id, order_id)
    world.control.patchOrder(world.w.company_id, order_id, { situation_id: 9 })
    await world.settle()
    await world.pass(61_000)
  }
  beforeEach(() => {
    const reserve_deposit_id = world.w.deposits['C']?.bling_id ?? null
    world.control.patchCompany(world.w.company_id, {
      settings: { reserves_stock: false, reserve_deposit_id },
    })
  })

  it.each([
    ['before anything was found out', 0],
    ['after nothing was seen to be kept apart', 61_000],
  ])('has what ships drawn out of the main one, %s (sync 40, 41)', async (_when, waited_ms) => {
    const order_id = await ordered(2)
    await world.pass(waited_ms)
    await world.pass(31_000)
    world.posts()
    await ship(order_id)
    expect(world.posts().toSorted()).toEqual(['W.C E 2', 'W.P1 S 2'])
    expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
    expect(await account()).toMatchObject({ reserves_in: null, reserves_in_found: 'shared' })
    await ship(await ordered(1))
    expect(world.balance(world.w, 'P1')).toBe('7/7')
    expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
  })

  it('has it drawn of an order that is heard of when it has left already', async () => {
    const events = world.unheard(() => void world.order(world.w, 2))
    expect(events.length).toBeGreaterThan(0)
    const order_id = world.control.state(world.w.company_id).orders.at(-1)?.id ?? 0
    await ship(order_id)
    expect(world.balance(world.w, 'P1')).toBe('8/8')
    expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
  })

  it('is not taken for one when its main deposit gave the goods and somebody took as many from the shared one', async () => {
    const order_id = await ordered(2)
    await world.pass(61_000)
    const deposit_id = world.w.deposits['P1']?.bling_id ?? 0
    world.control.ship(world.w.company_id, order_id, { deposit_id })
    world.set(world.w, 'C', 15)
    world.control.patchOrder(world.w.company_id, order_id, { situation_id: 9 })
    await world.settle()
    await world.pass(61_000)
    expect(world.balance(world.w, 'P1')).toBe('8/8')
    expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
    expect(await account()).toMatchObject({ reserves_in_found: 'nowhere' })
  })

  it('is not taken for one by an edit from before, which a person lets stand, when its main deposit gave the goods a look ago', async () => {
    await world.close()
    world = await openSyncWorld({ pool: { drift_policy: 'warn' } })
    habit('nowhere')
    world.set(world.w, 'C', 18)
    await world.settle()
    await world.pass(31_000)
    await ordered(2)
    const order_id = await ordered(1)
    world.control.ship(world.w.company_id, order_id)
    await world.pass(31_000)
    world.control.patchOrder(world.w.company_id, order_id, { situation_id: 9 })
    await world.pass(1_000)
    await world.pass(61_000)
    expect(world.balance(world.w, 'P1')).toBe('9/9')
    expect(await account()).toMatchObject({ reserves_in_found: null })
  })
})

describe('where an account reserves is not guessed', () => {
  it('when a person said it, which counts whatever is seen', async () => {
    await world.reserveIn(world.w, 'nowhere')
    habit('main')
    await ordered(2)
    await world.pass(61_000)
    expect(await account()).toMatchObject({ reserves_in: 'nowhere', reserves_in_found: null })
    expect(await status()).toMatchObject({ reserves_in: 'nowhere', reservation_by: 'hand' })
  })

  it('while something else moves beside the order', async () => {
    habit('nowhere')
    await ordered(2)
    world.set(world.w, 'P1', 9)
    await world.pass(61_000)
    expect(await account()).toMatchObject(unknown)
  })

  it('from two orders at once', async () => {
    habit('main', 22_000)
    world.order(world.w, 2)
    await ordered(3)
    await world.pass(61_000)
    expect(await account()).toMatchObject(unknown)
  })

  it('from an order that was reserved before we heard of it: nothing new is not nowhere', async () => {
    habit('main')
    const events = world.unheard(() => world.order(world.w, 2))
    world.set(world.w, 'P2', 4)
    await world.settle()
    for (const body of events) await world.deliver(body)
    await world.settle()
    await world.pass(61_000)
    expect(await account()).toMatchObject(unknown)
  })

  it('once for all, where nothing was seen: what is seen later counts', async () => {
    habit('nowhere')
    const order_id = await ordered(2)
    await world.pass(61_000)
    expect(await account()).toMatchObject({ reserves_in_found: 'nowhere' })
    world.control.patchOrder(world.w.company_id, order_id, { situation_id: 12 })
    await world.settle()
    await world.pass(61_000)
    habit('shared')
    await ordered(1)
    await world.pass(61_000)
    expect(await account()).toMatchObject({ reserves_in_found: 'shared' })
  })
})
