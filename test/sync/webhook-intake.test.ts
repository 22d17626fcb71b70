import { randomUUID } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import { openSyncWorld, type SyncWorld } from '../support/sync-world.ts'

let world: SyncWorld
afterEach(() => world.close())

const EVENTS = 200

it('keeps an event on disk and answers quickly, and asks Bling nothing before that (sync 21)', async () => {
  world = await openSyncWorld()
  const { w } = world
  world.set(w, 'P1', 7)
  await world.control.settle()
  const sample = world.sandbox.webhooks().findLast((one) => one.event === 'stock.created')
  const calls = world.calls()
  const times: number[] = []
  for (let n = 0; n < EVENTS; n += 1) {
    const body = JSON.stringify({ ...JSON.parse(sample?.body ?? ''), eventId: randomUUID() })
    const began = performance.now()
    expect(await world.deliver(body)).toBe(200)
    times.push(performance.now() - began)
    if (n % 50 === 0) {
      const [kept] = await world.query(
        'select count(*)::int as events from bling_inbox where event_id = $1',
        [JSON.parse(body).eventId],
      )
      expect(kept).toEqual({ events: 1 })
    }
  }
  expect(world.calls()).toBe(calls)
  expect(times.toSorted((one, other) => one - other)[Math.ceil(EVENTS * 0.95) - 1]).toBeLessThan(200)
  await world.settle()
  expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
  // All of them together are one reason to look.
  expect(world.posts().toSorted()).toEqual(['W.C S 3', 'Y.C S 3'])
})

it('looks again at what a person corrected or deleted there, of which only stock.updated and stock.deleted tell (sync 21)', async () => {
  world = await openSyncWorld()
  const { control, w } = world
  const taken = control.move(w.company_id, {
    product_id: w.product_id,
    deposit_id: w.deposits['P1']?.bling_id,
    operation: 'S',
    quantity: 3,
  })
  await world.settle()
  expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
  const events = {
    'stock.updated': () => control.patchMovement(w.company_id, taken.id, { quantity: 5 }),
    'stock.deleted': () => control.deleteMovement(w.company_id, taken.id),
  }
  const shown: string[] = []
  for (const [event, happens] of Object.entries(events)) {
    const [body = '', ...more] = world.unheard(happens)
    expect([JSON.parse(body).event, more]).toEqual([event, []])
    await world.settle()
    shown.push(world.shown())
    expect(await world.deliver(body)).toBe(200)
    await world.settle()
    shown.push(world.shown())
  }
  // Until the event comes nobody knows.
  expect(shown).toEqual([
    'W.C 16, Y.C 16, W.E 5',
    'W.C 14, Y.C 14, W.E 5',
    'W.C 14, Y.C 14, W.E 5',
    'W.C 19, Y.C 19, W.E 5',
  ])
})
