import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { makeProduct, putLevel } from '../support/stock.ts'
import { type Caller, startTestApp, type TestApp } from '../support/test-app.ts'
import { openEvents, type SseStream } from './sse.ts'

let test: TestApp
let address: string
let beer: string
let streams: SseStream[]
beforeAll(async () => {
  test = await startTestApp()
  address = await test.app.http.listen({ host: '127.0.0.1', port: 0 })
  test.app.background.start()
  beer = await makeProduct(test.owner)
  streams = []
})
afterEach(() => {
  for (const stream of streams.splice(0)) stream.close()
})
afterAll(() => test.close())

async function open(options: Partial<Parameters<typeof openEvents>[1]> = {}): Promise<SseStream> {
  const stream = await openEvents(address, { token: test.owner.token, ...options })
  streams.push(stream)
  return stream
}

const sell = async (caller: Caller, product_id: string, branch_id = test.branch_id) => {
  const reply = await caller.post('/sales', {
    branch_id,
    lines: [{ product_id, sold_as: 'unit', quantity: 1 }],
  })
  expect(reply.status).toBe(201)
  return reply.body.movements.at(-1).seq as number
}

describe('open screens', () => {
  it('hear of a sale within a second, with the level and the place in the ledger', async () => {
    await putLevel(test.owner, test.branch_id, beer, 5, 8)
    const screen = await open()
    expect(screen.status).toBe(200)
    expect(screen.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    const soldAt = performance.now()
    const seq = await sell(test.owner, beer)
    const { id, event, data, at } = await screen.event(0, 1_000)
    expect({ id, event, data }).toEqual({
      id: String(seq),
      event: 'stock.changed',
      data: { up_to_seq: seq, levels: [{ branch_id: test.branch_id, product_id: beer }] },
    })
    expect(at - soldAt).toBeLessThan(1_000)
  })

  it('hear within a second of what another process sold', async () => {
    await putLevel(test.owner, test.branch_id, beer, 5, 8)
    const other = await test.twin()
    other.background.outbox.start()
    const screen = await open()
    const soldAt = performance.now()
    const seq = await sell(test.through(other), beer)
    expect((await screen.event(0, 2_000)).id).toBe(String(seq))
    expect((screen.events[0]?.at ?? 0) - soldAt).toBeLessThan(1_000)
  })

  it('go on where they were after a break, and miss nothing', async () => {
    await putLevel(test.owner, test.branch_id, beer, 5, 8)
    const wine = await makeProduct(test.owner)
    await putLevel(test.owner, test.branch_id, wine, 5, 8)
    const before = await open()
    await sell(test.owner, beer)
    await before.event(0)
    before.close()
    const missed = await sell(test.owner, wine)
    const after = await open({ lastEventId: before.lastEventId() })
    expect((await after.event(0)).data).toEqual({
      up_to_seq: missed,
      levels: [{ branch_id: test.branch_id, product_id: wine }],
    })
    const asked = await open({ query: `?after_seq=${before.lastEventId()}` })
    expect((await asked.event(0)).data).toEqual(after.events[0]?.data)
  })

  it('are told to read anew what is too much to tell, or is of another ledger', async () => {
    await putLevel(test.owner, test.branch_id, beer, 200, 0)
    const seq = await sell(test.owner, beer)
    const stranger = await open({ lastEventId: String(seq + 1_000_000) })
    expect(await stranger.event(0)).toMatchObject({ event: 'reset', data: { up_to_seq: seq } })
    const sales = Array.from({ length: 2_100 }, () => sell(test.owner, beer))
    await Promise.all(sales)
    const late = await open({ lastEventId: String(seq) })
    expect(await late.event(0)).toMatchObject({ event: 'reset', data: { up_to_seq: seq + 2_100 } })
  })

  it('see only the branches of their person', async () => {
    const second = (await test.owner.post('/branches', { name: 'Depósito' })).body.id as string
    const person = { name: 'Bia', email: 'bia@bar.example', password: 'outra senha longa', role: 'cashier' }
    expect((await test.owner.post('/users', { ...person, branch_ids: [second] })).status).toBe(201)
    const { email, password } = person
    const token = (await test.as('').post('/auth/sign-in', { email, password })).body.token as string
    await putLevel(test.owner, test.branch_id, beer, 5, 8)
    await putLevel(test.owner, second, beer, 5, 8)
    const [all, some] = [await open(), await open({ token })]
    const first = await sell(test.owner, beer)
    expect((await all.event(0)).id).toBe(String(first))
    const last = await sell(test.owner, beer, second)
    expect((await some.event(0)).data).toEqual({
      up_to_seq: last,
      levels: [{ branch_id: second, product_id: beer }],
    })
    expect(some.events).toHaveLength(1)
  })

  it('are refused to strangers, and one session cannot open them without end', async () => {
    expect((await open({ token: 'nobody' })).status).toBe(401)
    const many = await Promise.all(Array.from({ length: 21 }, () => open()))
    expect(many.map((stream) => stream.status).filter((status) => status !== 200)).toEqual([429])
  })

  it('do not keep the server from closing', async () => {
    const screen = await open()
    const closing = performance.now()
    await test.app.http.close()
    await screen.ended(1_000)
    expect(performance.now() - closing).toBeLessThan(2_000)
  })
})
