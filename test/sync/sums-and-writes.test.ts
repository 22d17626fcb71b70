import { afterEach, describe, expect, it } from 'vitest'
import { addSkus, setOne } from '../support/many-skus.ts'
import { activate, ok, openSyncWorld, SKU, type SyncWorld, type WorldOptions } from '../support/sync-world.ts'

let world: SyncWorld
const open = async (options?: WorldOptions) => {
  world = await openSyncWorld(options)
  return world
}
afterEach(() => world.close())

const why = async () => (await ok(world.test.owner.get(`/sync/skus/${SKU}`))).body.pools[0]
const runs = async (query = '') => (await ok(world.test.owner.get(`/sync/runs?kind=sku${query}`))).body.items

describe('the sum of the sources in every shared deposit', () => {
  it('follows a withdrawal from a source, and touches nothing else (sync 1)', async () => {
    const { w, y, control } = await open()
    const P1 = w.deposits['P1']?.bling_id ?? 0
    control.move(w.company_id, { product_id: w.product_id, deposit_id: P1, operation: 'S', quantity: 3 })
    await world.settle()
    expect(world.posts().toSorted()).toEqual(['W.C S 3', 'Y.C S 3'])
    expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
    expect([world.balance(w, 'P1'), world.balance(w, 'P2'), world.balance(y, 'P3')]).toEqual([
      '7/7',
      '4/4',
      '5/5',
    ])
    expect([world.balance(w, 'C'), world.balance(y, 'C'), world.balance(w, 'FULL')]).toEqual([
      '16/16',
      '16/16',
      '7/7',
    ])
    const posted = world.sandbox.calls().find((call) => call.operation === 'POST /estoques')
    expect(posted?.body).toMatchObject({ operacao: 'S', observacoes: expect.stringContaining('EstoqueUni') })
  })

  it('writes nothing when nothing changed, and keeps one run of it (sync 2)', async () => {
    const { w } = await open()
    const before = await runs()
    world.set(w, 'P1', 10)
    await world.settle()
    expect(world.posts()).toEqual([])
    const [latest, ...older] = await runs()
    expect([latest.result, latest.origin, older.length]).toEqual(['unchanged', 'webhook', before.length])
  })

  it('writes only what is wrong (sync 3)', async () => {
    const { w } = await open({ stock: { 'W.P1': 7, 'W.C': 16 }, active: false })
    world.posts()
    await activate(world)
    expect(world.posts()).toEqual(['Y.C B 16'])
    expect(world.balance(w, 'C')).toBe('16/16')
  })

  it('moves the mirror with the deposit that it copies (sync 4)', async () => {
    const { y } = await open()
    world.set(y, 'P3', 2)
    await world.settle()
    expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 2')
  })

  it('counts a product that an account does not have as nothing, and says so (sync 5)', async () => {
    const { y } = await open({ absentInY: true })
    expect(world.shown()).toBe('W.C 14, Y.C -, W.E 0')
    const own = world.sandbox.calls().filter((call) => call.company_id === y.company_id)
    expect(own.filter((call) => call.operation.includes('/estoques'))).toEqual([])
    const [latest] = await runs()
    expect([latest.result, latest.facts.absent_in]).toEqual(['success', [y.account_id]])
  })

  it('leaves a deposit alone that no pool reads or writes (sync 6)', async () => {
    const { w } = await open()
    const calls = world.calls()
    world.set(w, 'FULL', 3)
    await world.settle()
    expect(world.calls()).toBe(calls)
    const inbox = await world.query('select state, outcome from bling_inbox order by id desc limit 1')
    expect(inbox).toEqual([{ state: 'done', outcome: 'unmonitored' }])
  })

  it('stays where it is however often a person asks (sync 7)', async () => {
    await open()
    for (let time = 0; time < 3; time += 1) {
      await ok(world.test.owner.post('/sync/runs', {}))
      await world.settle()
    }
    expect(world.posts()).toEqual([])
    const many = await ok(world.test.owner.get('/sync/runs?kind=many'))
    expect(many.body.items.map((run: { state: string }) => run.state)).toEqual(['done', 'done', 'done'])
  })
})

describe('what is read', () => {
  it('is zero for a deposit where the product never moved, with a note (sync 9)', async () => {
    await open({ stock: { 'W.P2': Number.NaN } })
    expect(world.shown()).toBe('W.C 15, Y.C 15, W.E 5')
    expect((await why()).why.terms).toContainEqual(expect.objectContaining({ note: 'unmoved', amount: 0 }))
  })

  it('is unknown when the product is missing from the answer: everything stays (sync 9)', async () => {
    const { w, control } = await open()
    control.setFaults([{ kind: 'missing_rows', company_id: w.company_id }])
    world.set(w, 'P1', 7)
    await world.settle()
    expect(world.posts()).toEqual([])
    const sku = await ok(world.test.owner.get(`/sync/skus/${SKU}`))
    expect([sku.body.last_result, sku.body.suspect_reason]).toEqual(['pending', 'SOURCE_UNKNOWN'])
    control.setFaults()
    await world.pass(60_000)
    expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
  })

  it('is what can still be promised: reserved units are gone (sync 10)', async () => {
    const { w } = await open()
    await world.reserveIn(w, 'main')
    world.order(w, 2)
    await world.settle()
    expect(world.balance(w, 'P1')).toBe('10/8')
    expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
  })

  it('adds what is reserved in the target itself to what it must hold (sync 11)', async () => {
    const { w } = await open()
    await world.reserveIn(w, 'shared')
    world.order(w, 3)
    await world.settle()
    expect(world.balance(w, 'C')).toBe('19/16')
    world.posts()
    world.set(w, 'P1', 6)
    await world.settle()
    expect(world.posts()).toContain('W.C S 4')
    expect(world.balance(w, 'C')).toBe('15/12')
    const [run] = await runs()
    const detail = await ok(world.test.owner.get(`/sync/runs/${run.id}`))
    expect(detail.body.writes).toContainEqual(
      expect.objectContaining({ after: 12, after_physical: 15, read_back: 'as_intended' }),
    )
  })

  it('below zero shows nothing and says how much was oversold (sync 12)', async () => {
    const { y } = await open({ stock: { 'W.P1': 1, 'W.P2': 0, 'Y.P3': 0, 'W.C': 1, 'Y.C': 1, 'W.E': 0 } })
    await world.reserveIn(y, 'main')
    world.order(y, 3)
    await world.settle()
    expect(world.balance(y, 'P3')).toBe('0/-3')
    expect(world.shown()).toBe('W.C 0, Y.C 0, W.E 0')
    const alerts = await ok(world.test.owner.get('/alerts'))
    expect(alerts.body.items).toMatchObject([
      { kind: 'oversold', facts: { sku: SKU, oversold: 2 }, sentence: 'CANECA-01: vendido a descoberto: 2' },
    ])
    world.set(y, 'P3', 9)
    await world.settle()
    expect((await ok(world.test.owner.get('/alerts'))).body.items).toEqual([])
  })
})

describe('how a pool counts', () => {
  const change = async (body: Record<string, unknown>) => {
    await ok(world.test.owner.patch(`/pools/${world.pool_id}`, body))
    await world.settle()
  }

  it('by sum, largest, smallest or average, and by nothing else (sync 13)', async () => {
    await open()
    const shown: string[] = []
    for (const combine of ['max', 'min', 'average', 'sum']) {
      await change({ combine })
      shown.push(world.shown().split(',')[0] ?? '')
    }
    expect(shown).toEqual(['W.C 10', 'W.C 4', 'W.C 6', 'W.C 19'])
    const refused = await world.test.owner.patch(`/pools/${world.pool_id}`, { combine: 'median' })
    expect(refused.status).toBe(422)
  })

  it('less the safety stock, and never below zero (sync 14)', async () => {
    await open()
    await change({ safety_stock: 2 })
    expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
    await change({ safety_stock: 25 })
    expect(world.shown()).toBe('W.C 0, Y.C 0, W.E 5')
  })

  it('exactly, with fractions (sync 15)', async () => {
    const { w, y } = await open({ stock: { 'W.P1': 2.5, 'W.P2': 0.75, 'Y.P3': 0 } })
    expect(world.shown()).toBe('W.C 3.25, Y.C 3.25, W.E 0')
    world.set(w, 'P1', 0.1)
    world.set(w, 'P2', 0.2)
    await world.settle()
    expect([world.balance(w, 'C'), world.balance(y, 'C')]).toEqual(['0.3/0.3', '0.3/0.3'])
  })

  it('over any number of accounts (sync 16)', async () => {
    const { w, y } = await open({ pool: null })
    const z = await world.shop('Loja Z', ['P4', 'P5', 'P6', 'C'], { P4: 1, P5: 2, P6: 3 })
    const v = await world.shop('Loja V', ['P7', 'P8', 'P9', 'C'], { P7: 4, P8: 5, P9: 6 })
    const of = (shop: typeof w, ...names: string[]) =>
      names.map((name) => ({ deposit_id: shop.deposits[name]?.id }))
    const sources = [
      ...of(w, 'P1', 'P2'),
      ...of(y, 'P3'),
      ...of(z, 'P4', 'P5', 'P6'),
      ...of(v, 'P7', 'P8', 'P9'),
    ]
    const targets = [w, y, z, v].flatMap((shop) => of(shop, 'C'))
    const pool = await ok(world.test.owner.post('/pools', { name: 'Quatro lojas', sources, targets }))
    await activate({ ...world, pool_id: pool.body.id })
    expect([w, y, z, v].map((shop) => world.balance(shop, 'C'))).toEqual(Array(4).fill('40/40'))
  })
})

describe('what an account is asked', () => {
  it('names products and deposits by the ids of that account alone, whatever happens (sync 57)', async () => {
    const { w, y, control } = await open()
    const amounts = { 'W.P1': 6, 'W.C': 8, 'Y.P3': 2, 'Y.C': 8 }
    const [digits] = await addSkus(world, ['7891234567895'], () => amounts)
    if (digits === undefined) throw new Error('a SKU of digits')
    for (const place of ['shared', 'nowhere'] as const) {
      await world.reserveIn(w, place)
      setOne(world, digits, 'W.P1', place === 'shared' ? 5 : 4)
      const items = [w.product_id, digits.w].map((product_id) => ({ product_id, quantity: 1 }))
      const { order_id } = control.addOrder(w.company_id, { items })
      await world.settle()
      control.ship(w.company_id, order_id)
      control.patchOrder(w.company_id, order_id, { situation_id: 9 })
      await world.settle()
      await ok(world.test.owner.post('/sync/runs', {}))
      await world.pass(31 * 60_000)
      await ok(world.test.owner.post('/sync/plans', { pool_id: world.pool_id }))
    }
    const numbersOf = (shop: typeof w, product_id: number) =>
      [shop.product_id, product_id, ...Object.values(shop.deposits).map(({ bling_id }) => bling_id)].map(
        String,
      )
    const asked = (shop: typeof w) =>
      new Set(
        world.sandbox
          .calls()
          .filter(({ company_id }) => company_id === shop.company_id)
          .flatMap(
            ({ url, body }) => `${decodeURIComponent(url)} ${JSON.stringify(body)}`.match(/\d+/g) ?? [],
          ),
      )
    const [own, others] = [numbersOf(w, digits.w), numbersOf(y, digits.y)]
    expect(own.filter((number) => others.includes(number))).toEqual([])
    for (const [shop, mine, foreign] of [
      [w, own, others],
      [y, others, own],
    ] as const) {
      const numbers = asked(shop)
      expect(foreign.filter((number) => numbers.has(number))).toEqual([])
      expect(mine.filter((number) => numbers.has(number)).length).toBeGreaterThanOrEqual(3)
    }
    // The SKU is a code: no product is ever asked for by it as by an id.
    const byId = world.sandbox.calls().filter(({ url }) => /[/=]7891234567895/.test(decodeURIComponent(url)))
    expect(byId.filter(({ url }) => !/codigos?\[?\]?=7891234567895/.test(decodeURIComponent(url)))).toEqual(
      [],
    )
    expect(world.sandbox.calls().some(({ operation }) => operation === 'GET /estoques/saldos')).toBe(true)
  })
})
