import { createHmac, randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '../../src/server/db/sql.ts'
import { eventually } from '../support/eventually.ts'
import type { Caller } from '../support/test-app.ts'
import { type ConnectedApp, startConnectedApp } from './support/connected-app.ts'

let app: ConnectedApp
let owner: Caller
let shop: { account_id: string; company_id: string; deposit_id: number }

beforeAll(async () => {
  app = await startConnectedApp()
  owner = app.test.owner
  app.sandbox.control.setLimits({ per_second: 0, ip_rules: false })
})
afterAll(() => app.close())
beforeEach(async () => {
  shop = await app.connect('Loja W')
})

const sign = (raw: string, secret = app.client_secret) =>
  `sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`
const stockEvent = (more: object = {}) =>
  JSON.stringify({
    eventId: randomUUID(),
    date: '2026-11-22T12:00:00Z',
    version: 'v1',
    event: 'stock.created',
    companyId: shop.company_id,
    data: {
      produto: { id: 16698952209 },
      deposito: { id: 14889169062, saldoFisico: 6, saldoVirtual: 5.5 },
      operacao: 'B',
      quantidade: 6,
      saldoFisicoTotal: 6,
      saldoVirtualTotal: 5.5,
    },
    ...more,
  })
const deliver = async (raw: string, signature: string | null = sign(raw)): Promise<number> => {
  const headers = signature === null ? {} : { 'x-bling-signature-256': signature }
  const response = await fetch(`${app.address}/webhooks/bling`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: raw,
  })
  return response.status
}
const inbox = async (query = '') =>
  (await owner.get(`/inbox?account_id=${shop.account_id}${query}`)).body.items

describe('signed events', () => {
  it('are on disk when they are answered, with what to look at and nothing about people (sync 21)', async () => {
    const order = JSON.stringify({
      eventId: 'e-1',
      event: 'order.updated',
      companyId: shop.company_id,
      date: '2026-11-22T12:00:00Z',
      data: { id: 12345678901, contato: { id: 5, nome: 'Fulano de Tal' }, total: 10 },
    })
    expect(await deliver(stockEvent())).toBe(200)
    expect(await deliver(order)).toBe(200)
    const [newest, oldest] = await inbox()
    expect(newest).toMatchObject({
      event_id: 'e-1',
      event: 'order.updated',
      state: 'received',
      deliveries: 1,
    })
    expect(newest.facts).toMatchObject({ order_ids: ['12345678901'], product_ids: [] })
    expect(JSON.stringify(newest)).not.toContain('Fulano')
    expect(oldest).toMatchObject({
      occurred_at: '2026-11-22T12:00:00.000Z',
      facts: {
        product_ids: ['16698952209'],
        deposit_ids: ['14889169062'],
        movement: { operation: 'B', quantity: 60_000, physical: 60_000, virtual: 55_000 },
      },
    })
  })

  it('are refused without a signature, with a wrong one, and with other bytes of the same content (sync 77)', async () => {
    const raw = stockEvent()
    const other = JSON.stringify(JSON.parse(raw), null, 1)
    const answers = await Promise.all([
      deliver(raw, null),
      deliver(raw, sign(raw, 'outro segredo')),
      deliver(raw, 'sha256=00'),
      deliver(other, sign(raw)),
      deliver('isto não é JSON'),
    ])
    expect(answers).toEqual([401, 401, 401, 401, 401])
    expect(await inbox()).toEqual([])
  })

  it('of a company connected through another application are refused and audited (sync 78)', async () => {
    const other = app.sandbox.control.addApp({ name: 'Outro', redirect_uri: 'http://127.0.0.1:9/x' })
    const registered = await owner.post('/bling/apps', other)
    const raw = stockEvent()
    expect(await deliver(raw, sign(raw, other.client_secret))).toBe(401)
    expect(await inbox()).toEqual([])
    const trail = await owner.get(`/audit?target=${registered.body.id}&action=bling.event_rejected`)
    expect(trail.body.items).toMatchObject([
      { facts: { company_id: shop.company_id }, actor: { kind: 'nobody' } },
    ])
  })

  it('of a company that is not here (any more) are taken and dropped, so that Bling does not give up on the rest', async () => {
    expect(await deliver(stockEvent({ companyId: 'f'.repeat(32) }))).toBe(200)
    await owner.remove(`/bling/accounts/${shop.account_id}`)
    expect(await deliver(stockEvent())).toBe(200)
    expect(await query('select from bling_inbox where account_id = $1', [shop.account_id])).toEqual([])
  })

  it('delivered three times are one event that says three (sync 29, 30)', async () => {
    const raw = stockEvent({ eventId: 'same' })
    await deliver(raw)
    await Promise.all([deliver(raw), deliver(raw)])
    expect(await inbox()).toMatchObject([{ event_id: 'same', deliveries: 3 }])
  })

  it('with equal ids from two accounts are two events (sync 31)', async () => {
    const first = shop
    await deliver(stockEvent({ eventId: 'equal' }))
    shop = await app.connect('Loja Y')
    await deliver(stockEvent({ eventId: 'equal' }))
    const { body } = await owner.get('/inbox?limit=200')
    const equal = body.items.filter((event: { event_id: string }) => event.event_id === 'equal')
    expect(equal.map((event: { account_id: string }) => event.account_id).sort()).toEqual(
      [first.account_id, shop.account_id].sort(),
    )
  })

  it('of kinds that nobody knows yet are kept all the same', async () => {
    await deliver(stockEvent({ event: 'nova_coisa.created', data: 'algo' }))
    expect(await inbox()).toMatchObject([{ event: 'nova_coisa.created', facts: { product_ids: [] } }])
  })

  it('arrive from the sandbox as Bling sends them, and its courier is content', async () => {
    const { product_id } = app.sandbox.control.addProduct(shop.company_id, {
      name: 'Caneca',
      sku: 'CANECA-01',
      stock: [{ quantity: 10 }],
    })
    const found = await eventually('the stock event', async () =>
      (await inbox()).find((event: { event: string }) => event.event === 'stock.created'),
    )
    expect(found.facts).toMatchObject({
      product_ids: [String(product_id)],
      deposit_ids: [String(shop.deposit_id)],
      movement: { quantity: 100_000, physical: 100_000 },
    })
    const sent = app.sandbox.webhooks().filter((one) => one.company_id === shop.company_id)
    expect(sent.flatMap((one) => one.attempts).every((one) => one.status === 200)).toBe(true)
  })
})

describe('an event that cannot be stored', () => {
  it('is answered 5xx, and 2xx when the database is back (sync 21)', async () => {
    await query('revoke insert on bling_inbox from estoqueuni_door')
    const raw = stockEvent()
    expect(await deliver(raw)).toBe(503)
    await query('grant insert on bling_inbox to estoqueuni_door')
    expect(await deliver(raw)).toBe(200)
    expect(await inbox()).toHaveLength(1)
  })
})

describe('older callbacks', () => {
  const callback = (body: string, type: string, url: string) =>
    fetch(app.address + new URL(url).pathname, { method: 'POST', headers: { 'content-type': type }, body })
  const STOCK = JSON.stringify({
    retorno: {
      estoques: [
        {
          estoque: {
            codigo: '10001+PT&37',
            nome: 'Caneca',
            estoqueAtual: 7,
            depositos: [{ deposito: { id: '11701636921', nome: 'Geral', saldo: '9.0000000000' } }],
          },
        },
      ],
    },
  })

  it('are read in all three forms at an address that only the owner knows', async () => {
    const { body } = await owner.post(`/bling/accounts/${shop.account_id}/legacy-callback`)
    const forms = [
      callback(`data=${encodeURIComponent(STOCK)}`, 'application/x-www-form-urlencoded', body.url),
      callback(`data=${STOCK}`, 'application/x-www-form-urlencoded', body.url),
      callback(STOCK, 'application/json', body.url),
    ]
    expect((await Promise.all(forms)).map((answer) => answer.status)).toEqual([200, 200, 200])
    const events = await inbox()
    expect(events).toHaveLength(3)
    for (const event of events) {
      expect(event).toMatchObject({ source: 'legacy', event: 'stock.callback' })
      expect(event.facts).toMatchObject({ codes: ['10001+PT&37'], deposit_ids: ['11701636921'] })
    }
  })

  it('of orders keep the number and nothing about the customer (sync 80)', async () => {
    const { body } = await owner.post(`/bling/accounts/${shop.account_id}/legacy-callback`)
    const order = { numero: '15', cliente: { id: '1', nome: 'Maria Silva' }, situacao: 'Atendido' }
    await callback(
      JSON.stringify({ retorno: { pedidos: [{ pedido: order }] } }),
      'application/json',
      body.url,
    )
    const [event] = await inbox()
    expect(event).toMatchObject({ event: 'order.callback', facts: { order_numbers: ['15'] } })
    const stored = await query<{ row: string }>('select i::text as row from bling_inbox i where id = $1', [
      event.id,
    ])
    expect(stored[0]?.row).not.toContain('Maria')
  })

  it('at an old or invented address are not found', async () => {
    const renew = () => owner.post(`/bling/accounts/${shop.account_id}/legacy-callback`)
    const first = (await renew()).body.url
    await renew()
    const invented = first.replace(/.{10}$/, 'aaaaaaaaaa')
    for (const url of [first, invented])
      expect((await callback(STOCK, 'application/json', url)).status).toBe(404)
    expect(await inbox()).toEqual([])
  })
})

describe('the inbox', () => {
  const take = () => app.test.app.bling.inbox.takeDue({ limit: 1000, lease_ms: 60_000, except: [] })
  const mine = async () => (await take()).filter((event) => event.account_id === shop.account_id)
  const stateOf = async () => (await inbox())[0]

  it('gives an event to one worker at a time, and again when that one died', async () => {
    await deliver(stockEvent())
    const [both] = await Promise.all([Promise.all([mine(), mine()])])
    expect(both.flat()).toHaveLength(1)
    expect(await mine()).toEqual([])
    app.sandbox.control.advance(60_001)
    expect(await mine()).toMatchObject([{ attempts: 2 }])
  })

  it('counts no attempt of what nobody tried, and brings it back when it was told to', async () => {
    await deliver(stockEvent())
    const events = await mine()
    expect(events).toMatchObject([{ attempts: 1 }])
    await app.test.app.bling.inbox.release(events, new Date(app.sandbox.control.clock().now_ms + 5_000))
    expect(await mine()).toEqual([])
    app.sandbox.control.advance(5_000)
    expect(await mine()).toMatchObject([{ attempts: 1 }])
  })

  it('leaves out the queues that somebody is busy with: an account, and its stock by itself', async () => {
    await deliver(stockEvent())
    const { inbox } = app.test.app.bling
    const request = { limit: 1000, lease_ms: 60_000 }
    const taken = async (except: string[]) =>
      (await inbox.takeDue({ ...request, except })).filter(({ account_id }) => account_id === shop.account_id)
    const queue = `${shop.account_id} stock`
    expect(await taken([queue])).toEqual([])
    expect(await taken([shop.account_id])).toMatchObject([{ queue, attempts: 1 }])
  })

  it('keeps what is done as done, however often it comes again (sync 29)', async () => {
    const raw = stockEvent()
    await deliver(raw)
    const [event] = await mine()
    await app.test.app.database.tenant(app.test.tenant_id, (tx) =>
      app.test.app.bling.inbox.done(tx, [event?.id ?? '']),
    )
    await deliver(raw)
    expect(await mine()).toEqual([])
    expect(await stateOf()).toMatchObject({ state: 'done', deliveries: 2, settled_at: expect.any(String) })
  })

  it('brings a failed event back later, and at once when it is delivered again (sync 19)', async () => {
    const raw = stockEvent()
    await deliver(raw)
    const [event] = await mine()
    if (event === undefined) throw new Error('no event')
    await app.test.app.bling.inbox.failed(event, 'o Bling não respondeu')
    expect(await stateOf()).toMatchObject({ state: 'failed', error: 'o Bling não respondeu', attempts: 1 })
    expect(await mine()).toEqual([])
    await deliver(raw)
    expect(await mine()).toMatchObject([{ attempts: 2 }])
  })

  it('gives up after ten attempts, until a person has the event dealt with again', async () => {
    await deliver(stockEvent())
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      const [event] = await mine()
      if (event === undefined) throw new Error(`no event at attempt ${attempt}`)
      await app.test.app.bling.inbox.failed(event, 'não deu')
      app.sandbox.control.advance(60 * 60_000)
    }
    expect(await mine()).toEqual([])
    const dead = await stateOf()
    expect(dead).toMatchObject({ state: 'dead', attempts: 10 })
    let woken = 0
    const stop = app.test.app.bling.inbox.onDue(() => {
      woken += 1
    })
    expect((await owner.post(`/inbox/${dead.id}/reprocess`)).body).toMatchObject({
      state: 'received',
      attempts: 0,
    })
    stop()
    expect(woken).toBe(1)
    expect(await mine()).toMatchObject([{ attempts: 1 }])
    expect((await owner.post(`/inbox/${randomUUID()}/reprocess`)).status).toBe(404)
  })

  it('forgets what was done a month ago and what was given up a season ago, and nothing that waits', async () => {
    for (const eventId of ['done', 'fresh', 'dead', 'buried', 'waits']) await deliver(stockEvent({ eventId }))
    await query(
      `update bling_inbox set received_at = now() - case event_id when 'fresh' then 20 when 'buried' then 100 else 40 end * interval '1 day',
         state = case event_id when 'waits' then 'failed' when 'done' then 'done' when 'fresh' then 'done' else 'dead' end
       where account_id = $1`,
      [shop.account_id],
    )
    await app.test.app.database.global(sql`select prune_bling_inbox(1000)`)
    const left = (await inbox()).map((event: { event_id: string }) => event.event_id)
    expect(left.sort()).toEqual(['dead', 'fresh', 'waits'])
  })

  it('pages from the newest back and filters by state', async () => {
    for (let n = 0; n < 5; n += 1) await deliver(stockEvent({ eventId: `e${n}` }))
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const after = cursor === '' ? '' : `&cursor=${cursor}`
      const { body } = await owner.get(`/inbox?account_id=${shop.account_id}&limit=2${after}`)
      seen.push(...body.items.map((event: { event_id: string }) => event.event_id))
      cursor = body.next_cursor
    }
    expect(seen).toEqual(['e4', 'e3', 'e2', 'e1', 'e0'])
    expect(await inbox('&state=dead')).toEqual([])
  })
})

async function query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]> {
  const client = new pg.Client(app.test.database.connection)
  await client.connect()
  try {
    return (await client.query(text, values)).rows
  } finally {
    await client.end()
  }
}
