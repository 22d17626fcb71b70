import { randomUUID } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import { ok, openSyncWorld, SKU, type SyncWorld } from '../support/sync-world.ts'

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

it('follows the codes of an older callback to our products as the account has them, not as if they were ours (sync 60)', async () => {
  world = await openSyncWorld()
  const { w, control, test } = world
  const ours = async (sku: string) => (await ok(test.owner.post('/products', { sku, name: sku }))).body.id
  const { product_id: theirs } = control.addProduct(w.company_id, {
    name: 'Taça',
    sku: 'TACA-VINHO',
    price: 1,
  })
  control.addProduct(w.company_id, { name: 'Copo', sku: 'COPO', price: 1 })
  await world.settle()
  const link = { account_id: w.account_id, product_id: await ours('TACA'), bling_product_id: String(theirs) }
  await ok(test.owner.post('/product-links', link))
  // What the account calls so is another one.
  await ours('TACA-VINHO')
  await world.settle()
  const { url } = (await ok(test.owner.post(`/bling/accounts/${w.account_id}/legacy-callback`))).body
  const door = `${world.address}${new URL(url).pathname}`
  const headers = { 'content-type': 'application/json' }
  const marks = async () => {
    const rows = await world.query<{ sku: string; generation: number }>(
      'select sku, generation from sync_skus order by sku',
    )
    return rows.map(({ sku, generation }) => `${sku} ${generation}`)
  }
  const outcomeOf = async (codigo: string) => {
    const before = await marks()
    const body = JSON.stringify({ retorno: { estoques: [{ estoque: { codigo } }] } })
    expect((await fetch(door, { method: 'POST', body, headers })).status).toBe(200)
    await world.settle()
    const [event] = await world.query<{ outcome: string }>(
      "select outcome from bling_inbox where event = 'stock.callback' order by id desc limit 1",
    )
    const marked = (await marks()).filter((mark) => !before.includes(mark))
    return [event?.outcome, ...marked.map((mark) => mark.split(' ')[0])]
  }
  expect(await outcomeOf('TACA-VINHO')).toEqual(['marked', 'TACA'])
  expect(await outcomeOf(SKU)).toEqual(['marked', SKU])
  expect(await outcomeOf('COPO')).toEqual(['unlinked'])
})
