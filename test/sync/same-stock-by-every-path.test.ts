import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addSkus, type OneOfMany, setOne, virtualsOf } from '../support/many-skus.ts'
import { activate, ok, openSyncWorld, type SyncWorld } from '../support/sync-world.ts'

/** Each path is walked with so many random states: a thousand in all. */
const STATES = 200
const SOURCES = ['W.P1', 'W.P2', 'Y.P3'] as const

let world: SyncWorld
let skus: OneOfMany[]

beforeAll(async () => {
  world = await openSyncWorld({ pool: null })
  const names = Array.from({ length: STATES }, (_, index) => `SKU-${String(index).padStart(3, '0')}`)
  skus = await addSkus(world, names, () => ({}))
  const { w, y } = world
  const pool = await ok(
    world.test.owner.post('/pools', {
      name: 'Estoque único',
      safety_stock: 1,
      zeroed_limit_percent: 100,
      sources: [w.deposits['P1'], w.deposits['P2'], y.deposits['P3']].map((one) => ({ deposit_id: one?.id })),
      targets: [{ deposit_id: y.deposits['C']?.id }],
    }),
  )
  await activate({ ...world, pool_id: pool.body.id })
}, 120_000)
afterAll(() => world.close())

const quantity = fc.oneof(
  fc.integer({ min: -5, max: 60 }),
  fc.integer({ min: 0, max: 240 }).map((n) => n / 4),
)
const state = fc.record({ 'W.P1': quantity, 'W.P2': quantity, 'Y.P3': quantity })

/** Puts every SKU into a random state of its own; what each must show from then on, by Bling's number in Y. */
function shuffle(seed: number): Map<number, number> {
  const states = fc.sample(state, { numRuns: STATES, seed })
  return new Map(
    skus.map((one, index) => {
      const drawn = states[index]
      if (drawn === undefined) throw new Error('too few states')
      for (const place of SOURCES) setOne(world, one, place, drawn[place])
      const total = SOURCES.reduce((sum, place) => sum + drawn[place], 0)
      return [one.y, Math.max(0, total - 1)]
    }),
  )
}

const shown = () => {
  const virtuals = virtualsOf(world, 'Y.C')
  return new Map(skus.map(({ y }) => [y, virtuals.get(y) ?? 0]))
}
const unheard = (seed: number) => {
  world.control.setFaults([{ kind: 'webhook_drop' }])
  const wanted = shuffle(seed)
  world.control.setFaults()
  return wanted
}
const start = async (body: object) => {
  const { body: run } = await ok(world.test.owner.post('/sync/runs', body))
  await world.settle()
  return run
}

it('by events (sync 8)', async () => {
  const wanted = shuffle(1)
  await world.settle()
  expect(shown()).toEqual(wanted)
})

it('by a list of SKUs (sync 8)', async () => {
  const wanted = unheard(2)
  await start({ skus: skus.map(({ sku }) => sku) })
  expect(shown()).toEqual(wanted)
})

it('by what was processed lately (sync 8)', async () => {
  const wanted = unheard(3)
  const run = await start({ select: 'recent', hours: 1 })
  expect(run.facts.select).toBe('recent')
  expect(shown()).toEqual(wanted)
})

it('by what is under suspicion (sync 8)', async () => {
  const before = shown()
  const wanted = unheard(4)
  world.control.setFaults([{ kind: 'server_error_before', operation: 'GET /estoques/saldos' }])
  await start({ skus: skus.map(({ sku }) => sku) })
  expect(shown()).toEqual(before)
  world.control.setFaults()
  const run = await start({ select: 'suspects' })
  expect(run.facts).toEqual({ asked: STATES, select: 'suspects' })
  expect(shown()).toEqual(wanted)
})

it('by the periodic verification (sync 8)', async () => {
  const wanted = unheard(5)
  await world.pass(31 * 60_000)
  expect(shown()).toEqual(wanted)
  await world.pass(31 * 60_000)
  world.posts()
  await start({})
  expect(world.posts()).toEqual([])
})
