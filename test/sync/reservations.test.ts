import { afterEach, describe, expect, it } from 'vitest'
import { ok, openSyncWorld, SKU, type SyncWorld } from '../support/sync-world.ts'

/** "Atendido" and "Cancelado", as Bling numbers them. */
const SHIPPED = 9
const CANCELLED = 12
const NINETEEN = 'W.C 19, Y.C 19, W.E 5'
const SEVENTEEN = 'W.C 17, Y.C 17, W.E 5'

let world: SyncWorld
afterEach(() => world.close())

/** The fixture, with W's orders reserving there. */
async function open(place: 'main' | 'shared' | 'nowhere'): Promise<SyncWorld> {
  world = await openSyncWorld()
  await world.reserveIn(world.w, place)
  return world
}

/** Places an order in W and lets everybody hear of it. */
async function placed(quantity: number, more: Record<string, unknown> = {}): Promise<number> {
  const order_id = world.order(world.w, quantity, more)
  await world.settle()
  return order_id
}

/** Somebody changes an order in W, and everybody hears of it. */
async function changed(
  order_id: number,
  patch: Parameters<SyncWorld['control']['patchOrder']>[2],
): Promise<void> {
  world.control.patchOrder(world.w.company_id, order_id, patch)
  await world.settle()
}

const demand = async () =>
  (await ok(world.test.owner.get(`/sync/demand?state=reserved&sku=${SKU}`))).body.items.map(
    (line: { quantity: number }) => line.quantity,
  )

const lines = async () => world.query('select state, phase from demand_lines order by order_id, sku, turn')

/** What everybody may promise, as decided last. */
const available = async () => (await ok(world.test.owner.get(`/sync/skus/${SKU}`))).body.pools[0].available

/** What a reader of Bling sees of a deposit in W now: `físico/virtual`. */
const seenInBling = (deposit: string) => {
  const { company_id, product_id, deposits } = world.w
  const found = world.control
    .state(company_id)
    .balances.find((one) => one.product_id === product_id && one.deposit_id === deposits[deposit]?.bling_id)
  return `${found?.seen_physical}/${found?.seen_virtual}`
}

/** From now on W's balances show a reservation so many seconds late. */
const reserveLate = (seconds: number) => {
  const virtual_delay_ms = { min: seconds * 1_000, max: seconds * 1_000 }
  world.control.patchCompany(world.w.company_id, { settings: { virtual_delay_ms } })
}

const runs = async () => (await world.query("select 1 from sync_runs where kind = 'sku'")).length

describe('an account that reserves in its main deposit', () => {
  it('shows what is left when ordered, and the same without a write when it ships (sync 37)', async () => {
    const { w, control } = await open('main')
    const order_id = await placed(2)
    expect(world.balance(w, 'P1')).toBe('10/8')
    expect(world.shown()).toBe(SEVENTEEN)
    expect(world.posts().toSorted()).toEqual(['W.C S 2', 'Y.C S 2'])
    control.ship(w.company_id, order_id)
    await world.settle()
    expect(world.balance(w, 'P1')).toBe('8/8')
    await changed(order_id, { situation_id: SHIPPED })
    await world.pass(61_000)
    expect(world.shown()).toBe(SEVENTEEN)
    expect(world.posts()).toEqual([])
    expect(await lines()).toEqual([{ state: 'settled', phase: 'shipped' }])
  })

  it('shows 17 at every second, however late its balance shows the reservation: 0, 9, 22 and 60 s (sync 42)', async () => {
    const { y } = await open('main')
    for (const delay of [0, 9, 22, 60]) {
      reserveLate(delay)
      const order_id = await placed(2)
      expect([delay, seenInBling('P1')]).toEqual([delay, delay === 0 ? '10/8' : '10/10'])
      const before = await runs()
      const seen = new Set([world.shown()])
      for (let second = 0; second <= delay + 5; second += 1) {
        // An event about something else has everything looked at again.
        world.set(y, 'P3', 5)
        await world.settle()
        seen.add(world.shown())
      }
      expect([delay, [...seen]]).toEqual([delay, [SEVENTEEN]])
      expect((await runs()) - before).toBeGreaterThan(delay)
      expect([delay, seenInBling('P1')]).toEqual([delay, '10/8'])
      expect([delay, world.posts().toSorted()]).toEqual([delay, ['W.C S 2', 'Y.C S 2']])
      reserveLate(0)
      await changed(order_id, { situation_id: CANCELLED })
      expect([delay, world.shown()]).toEqual([delay, NINETEEN])
      world.posts()
    }
  })
})

describe('an account that reserves in its shared deposit', () => {
  it('needs no write where the reservation is, and stays right whatever is told of others (sync 38, 39)', async () => {
    const { w, y } = await open('shared')
    await placed(2)
    expect(world.balance(w, 'C')).toBe('19/17')
    expect(world.shown()).toBe(SEVENTEEN)
    expect(world.posts()).toEqual(['Y.C S 2'])
    const before = await runs()
    world.set(y, 'P3', 5)
    await world.settle()
    expect((await runs()) - before).toBe(1)
    expect(world.shown()).toBe(SEVENTEEN)
    expect(world.posts()).toEqual([])
  })

  it('counts 17 at every second, however late its balance shows the reservation: 9, 22 and 60 s (sync 42)', async () => {
    const { w, y } = await open('shared')
    for (const delay of [9, 22, 60]) {
      reserveLate(delay)
      const order_id = await placed(2)
      const seen = new Set([await available()])
      for (let second = 0; second <= delay + 5; second += 1) {
        world.set(y, 'P3', 5)
        await world.settle()
        seen.add(await available())
        expect([delay, second, world.balance(y, 'C')]).toEqual([delay, second, '17/17'])
      }
      expect([delay, [...seen]]).toEqual([delay, [17]])
      expect([delay, world.balance(w, 'C')]).toEqual([delay, '19/17'])
      reserveLate(0)
      await changed(order_id, { situation_id: CANCELLED })
      expect([delay, world.shown()]).toEqual([delay, NINETEEN])
    }
  })

  it('draws what ships from there out of its main deposit, once, though the event comes three times (sync 40)', async () => {
    const { w, control, sandbox } = await open('shared')
    const order_id = await placed(2)
    world.posts()
    control.ship(w.company_id, order_id)
    expect(world.balance(w, 'C')).toBe('17/17')
    await changed(order_id, { situation_id: SHIPPED })
    const event = sandbox.webhooks().findLast((one) => one.event === 'order.updated')
    for (const eventId of [undefined, 'SECOND', 'THIRD']) {
      const told = JSON.parse(event?.body ?? '')
      expect(await world.deliver(JSON.stringify(eventId === undefined ? told : { ...told, eventId }))).toBe(
        200,
      )
      await world.pass(35_000)
    }
    expect(world.posts()).toEqual(['W.P1 S 2'])
    expect(world.balance(w, 'P1')).toBe('8/8')
    expect(world.balance(w, 'C')).toBe('17/17')
    expect(world.shown()).toBe(SEVENTEEN)
  })

  it('never shows once more what it drew, however late the deposit shows the withdrawal (sync 40, 42)', async () => {
    await open('shared')
    const { control, w } = world
    const order_id = await placed(2)
    await world.pass(60_000)
    control.setFaults([{ kind: 'stale_balance', company_id: w.company_id, delay_ms: 25_000 }])
    await changed(order_id, { situation_id: SHIPPED })
    for (let second = 0; second < 30; second += 1) {
      await world.pass(1_000)
      expect(world.shown()).toBe(SEVENTEEN)
      if (second === 5) await ok(world.test.owner.post('/sync/runs', { skus: [SKU] }))
    }
    control.setFaults()
    await world.pass(60_000)
    expect(world.balance(w, 'P1')).toBe('8/8')
    expect(world.shown()).toBe(SEVENTEEN)
  })
})

describe('an account that reserves nowhere', () => {
  it('holds an open order back by the ledger, and once only when the stock leaves (sync 41)', async () => {
    const { w, control } = await open('nowhere')
    const order_id = await placed(2)
    expect(world.balance(w, 'P1')).toBe('10/10')
    expect(world.shown()).toBe(SEVENTEEN)
    expect(await lines()).toEqual([{ state: 'open', phase: 'open' }])
    world.posts()
    const P1 = w.deposits['P1']?.bling_id ?? 0
    control.ship(w.company_id, order_id, { deposit_id: P1 })
    await world.settle()
    expect(world.balance(w, 'P1')).toBe('8/8')
    expect(world.shown()).toBe(SEVENTEEN)
    expect(await lines()).toEqual([{ state: 'settled', phase: 'open' }])
    await changed(order_id, { situation_id: SHIPPED })
    await world.pass(61_000)
    expect(world.shown()).toBe(SEVENTEEN)
    expect(world.posts()).toEqual([])
  })

  it('uses the stored lines of an order that is gone, and never takes its number for a product (sync 44)', async () => {
    const { w, control, sandbox } = await open('nowhere')
    const order_id = await placed(2)
    expect(world.shown()).toBe(SEVENTEEN)
    const from = sandbox.calls().length
    control.setFaults([{ kind: 'webhook_drop', operation: 'order.updated' }])
    control.deleteOrder(w.company_id, order_id)
    await world.settle()
    const calls = sandbox.calls().slice(from)
    const asked = calls.filter((call) => call.url.includes(String(order_id)))
    expect(asked.map(({ operation, status }) => [operation, status])).toEqual([
      ['GET /pedidos/vendas/{idPedidoVenda}', 404],
    ])
    expect(world.shown()).toBe(NINETEEN)
    expect(await lines()).toEqual([{ state: 'cancelled', phase: 'cancelled' }])
    expect(await demand()).toEqual([])
  })

  it('follows an order that is edited up, down and without the product (sync 45)', async () => {
    const { w, control } = await open('nowhere')
    const other = control.addProduct(w.company_id, { name: 'Pires', sku: 'PIRES-01', price: 5 })
    const order_id = await placed(2)
    const shown: string[] = []
    const mug = (quantity: number) => ({ product_id: w.product_id, quantity })
    const saucer = { product_id: other.product_id, quantity: 1 }
    for (const items of [[mug(5)], [mug(1), saucer], [saucer]]) {
      await changed(order_id, { items })
      shown.push(world.shown())
    }
    expect(shown).toEqual(['W.C 14, Y.C 14, W.E 5', 'W.C 18, Y.C 18, W.E 5', NINETEEN])
  })

  it('writes nothing and looks at nothing when an edit changes nothing for us (sync 46)', async () => {
    const { w } = await open('nowhere')
    const order_id = await placed(2)
    world.posts()
    const before = await runs()
    await changed(order_id, { items: [{ product_id: w.product_id, quantity: 2, price: 12 }] })
    await changed(order_id, { situation_id: 15 })
    expect(world.posts()).toEqual([])
    expect(world.shown()).toBe(SEVENTEEN)
    expect(await runs()).toBe(before)
    const inbox = await world.query(
      "select outcome, state from bling_inbox where event = 'order.updated' order by id",
    )
    expect(inbox).toEqual(Array(2).fill({ outcome: 'unchanged', state: 'done' }))
  })
})

describe('an order that is cancelled', () => {
  it.each(['main', 'shared', 'nowhere'] as const)(
    'gives everything back everywhere, reserved in %s (sync 43)',
    async (place) => {
      await open(place)
      const order_id = await placed(2)
      expect(world.shown()).toBe(SEVENTEEN)
      expect(await demand()).toEqual([2])
      await changed(order_id, { situation_id: CANCELLED })
      expect(world.shown()).toBe(NINETEEN)
      expect(await demand()).toEqual([])
      expect(world.balance(world.w, 'P1')).toBe('10/10')
    },
  )
})
