import { afterEach, describe, expect, it } from 'vitest'
import { ok } from '../support/sync-world.ts'
import { item, MARIA, type OrderWorld, openOrderWorld } from './support/order-world.ts'

let world: OrderWorld
const open = async (...options: Parameters<typeof openOrderWorld>) => {
  world = await openOrderWorld(...options)
  return world
}
afterEach(() => world.close())

const CREATE = 'POST /pedidos/vendas'
const contacts = () => world.calls('POST /contatos')

describe('an order of a site', () => {
  it('goes to Bling with its number, its buyer and a sum that adds up (sync 87)', async () => {
    const { w, arrives, settle, inBling, detail } = await open()
    const id = await arrives('1001', {
      items: [item(1), item(1)],
      ...{ freight_cents: 1500, discount_cents: 500, total_cents: 12_980, instalments: 3 },
    })
    await settle()
    const [order, ...others] = inBling(w, '1001')
    expect(others).toEqual([])
    expect(order).toMatchObject({ total: 129.8, items: [{ quantity: 1 }, { quantity: 1 }] })
    expect(await detail(id)).toMatchObject({
      ...{
        status: 'awaiting_payment',
        bling_order_id: String(order?.id),
        bling_number: String(order?.number),
      },
      sendings: [{ side: 'bling', state: 'done' }],
    })
    expect(contacts()).toBe(1)
    await arrives('1002')
    await settle()
    // The same CPF is the same contact.
    expect(contacts()).toBe(1)
    expect(inBling(w, '1002')).toHaveLength(1)
  })

  it('adds the phone that its buyer gives to a contact that has another, once (sync 84)', async () => {
    const { w, arrives, settle, inBling } = await open()
    const changes = () => world.calls('PUT /contatos/{idContato}')
    await arrives('1001')
    await settle()
    const customer = { ...MARIA, phone: '+55 (11) 98888-0000' }
    await arrives('1002', { customer })
    await settle()
    expect([contacts(), changes()]).toEqual([1, 1])
    await arrives('1003', { customer: { ...customer, phone: '11988880000' } })
    await settle()
    expect([contacts(), changes()]).toEqual([1, 1])
    for (const number of ['1001', '1002', '1003']) expect(inBling(w, number)).toHaveLength(1)
  })

  it('is taken once however often it is brought, by two at the same moment too', async () => {
    const { w, arrives, settle, inBling, test } = await open()
    const ids = await Promise.all([arrives('1001'), arrives('1001'), arrives('1001')])
    expect(new Set(ids).size).toBe(1)
    await settle()
    expect(await arrives('1001')).toBe(ids[0])
    await settle()
    expect(inBling(w, '1001')).toHaveLength(1)
    expect((await ok(test.owner.get('/orders'))).body.items).toHaveLength(1)
    expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
  })

  it.each(['timeout_after', 'server_error_after', 'disconnect_after', 'bad_gateway_after'] as const)(
    'is in Bling once when the answer to its making is lost: %s (sync 87)',
    async (kind) => {
      const { w, arrives, settle, pass, inBling, control, sending } = await open()
      control.setFaults([{ kind, operation: CREATE, times: 1, delay_ms: 3000 }])
      const id = await arrives('1001')
      await settle()
      await pass(60_000)
      expect(await sending(id)).toEqual(['done', null])
      expect(inBling(w, '1001')).toHaveLength(1)
      expect(world.calls(CREATE)).toBe(1)
      expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
    },
  )

  it('is made again when its making certainly did not happen', async () => {
    const { w, arrives, settle, pass, inBling, control, timeline } = await open()
    control.setFaults([{ kind: 'bad_gateway_before', operation: CREATE, times: 2 }])
    const id = await arrives('1001')
    await settle()
    await pass(60_000)
    await pass(60_000)
    expect(inBling(w, '1001')).toHaveLength(1)
    expect((await timeline(id)).filter((kind) => kind === 'failed')).toHaveLength(2)
  })

  it('is sent once by two processes', async () => {
    const { w, arrives, test, inBling, settle } = await open()
    const twin = await test.twin()
    for (const number of ['1', '2', '3', '4']) await arrives(number)
    await Promise.all([test.app.orders.engine.rest(), twin.orders.engine.rest()])
    await settle()
    for (const number of ['1', '2', '3', '4']) expect(inBling(w, number)).toHaveLength(1)
    expect(contacts()).toBe(1)
  })

  it('under the number of a stranger’s order waits for a person instead of being taken for it', async () => {
    const { w, arrives, settle, control, sending, detail } = await open()
    const items = [{ product_id: w.product_id, quantity: 1 }]
    control.addOrder(w.company_id, { items, shop_number: '1001' })
    await settle()
    const id = await arrives('1001')
    await settle()
    expect((await sending(id))[0]).toBe('dead')
    expect((await detail(id)).timeline.at(-1)).toMatchObject({
      kind: 'given_up',
      facts: { operation: CREATE },
    })
    expect(world.calls(CREATE)).toBe(0)
  })
})

describe('an order with a SKU that nobody knows', () => {
  it('waits whole, "pendente de vínculo", asks for what is known, and goes once the SKU is known (sync 89)', async () => {
    const { w, arrives, settle, inBling, sending, control, test, pass } = await open()
    const id = await arrives('1001', { items: [item(2), item(1, 'NOVA-01')] })
    await settle()
    expect(await sending(id)).toEqual(['waiting', 'unlinked'])
    expect(inBling(w, '1001')).toEqual([])
    expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
    await ok(test.owner.post('/products', { sku: 'NOVA-01', name: 'Nova' }))
    control.addProduct(w.company_id, { name: 'Nova', sku: 'NOVA-01', price: 5, stock: [{ quantity: 10 }] })
    await settle()
    await pass(31 * 60_000)
    await ok(test.owner.post(`/orders/${id}/resend`))
    await settle()
    expect(await sending(id)).toEqual(['done', null])
    expect(inBling(w, '1001')[0]?.items).toHaveLength(2)
    expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
  })
})

describe('an order that Bling refuses', () => {
  it('is given up with the reason, and sent by "reenviar" once that is put right', async () => {
    const { w, arrives, settle, inBling, sending, test, site_id, detail } = await open({
      route: { payment_methods: { pix: '1' } },
    })
    const id = await arrives('1001')
    await settle()
    expect((await sending(id))[0]).toBe('dead')
    expect(JSON.stringify((await detail(id)).timeline.at(-1))).toContain('forma de pagamento')
    expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
    const route = { account_id: w.account_id }
    await ok(test.owner.put(`/sites/${site_id}/order-route`, route))
    await settle()
    expect((await sending(id))[0]).toBe('dead')
    await ok(test.owner.post(`/orders/${id}/resend`))
    await settle()
    expect(await sending(id)).toEqual(['done', null])
    expect(inBling(w, '1001')).toHaveLength(1)
  })
})

describe('while Bling does not take orders', () => {
  it('each is kept, asks for its stock at every moment, and goes out once when Bling returns (sync 88)', async () => {
    const { w, arrives, settle, pass, inBling, control, test } = await open()
    control.setFaults([{ kind: 'bad_gateway_before', operation: CREATE }])
    const id = await arrives('1001')
    await settle()
    const shown = [world.shown()]
    for (let minutes = 0; minutes < 120; minutes += 20) {
      await pass(20 * 60_000)
      shown.push(world.shown())
    }
    const backlog = await ok(test.owner.get('/orders/backlog'))
    expect(backlog.body.items).toMatchObject([{ account_id: w.account_id, due: 1, dead: 0 }])
    expect(backlog.body.items[0].expected_seconds).toBeGreaterThan(0)
    control.setFaults()
    await pass(6 * 60_000)
    shown.push(world.shown())
    await pass(31 * 60_000)
    shown.push(world.shown())
    expect(new Set(shown)).toEqual(new Set(['W.C 17, Y.C 17, W.E 5']))
    expect(inBling(w, '1001')).toHaveLength(1)
    expect((await world.detail(id)).sendings).toMatchObject([{ side: 'bling', state: 'done' }])
  })

  it('an order that was made without an answer counts once, although the account reserves it before anybody read it (sync 88)', async () => {
    const { w, arrives, settle, pass, control, inBling, balance } = await open()
    control.setFaults([
      { kind: 'bad_gateway_after', operation: CREATE, times: 1 },
      { kind: 'bad_gateway_before', operation: 'GET /pedidos/vendas/{idPedidoVenda}' },
      { kind: 'webhook_drop', operation: 'order.*' },
    ])
    await arrives('1001')
    await settle()
    expect(inBling(w, '1001')).toHaveLength(1)
    expect(balance(w, 'P1')).toBe('10/8')
    const looks = world.calls('GET /estoques/saldos')
    // Something else makes us look: the reservation is seen, and it may be this order.
    world.set(w, 'P2', 5)
    await settle()
    expect(world.calls('GET /estoques/saldos')).toBeGreaterThan(looks)
    expect(world.shown()).toBe('W.C 18, Y.C 18, W.E 5')
    control.setFaults()
    await pass(6 * 60_000)
    expect(world.shown()).toBe('W.C 18, Y.C 18, W.E 5')
    expect(inBling(w, '1001')).toHaveLength(1)
    expect(world.calls(CREATE)).toBe(1)
  })

  it('nothing of the buyer is in logs or timelines (sync 80)', async () => {
    const { arrives, settle, query } = await open({ route: { payment_methods: { pix: '1' } } })
    const id = await arrives('1001')
    await settle()
    const rows = await query<{ text: string }>(
      `select facts::text as text from order_events where order_id = $1
       union all select facts::text from audit_log union all select coalesce(reason, '') from order_sendings`,
      [id],
    )
    const all = rows.map((row) => row.text).join('\n')
    expect(all).not.toMatch(/Maria|Silva|52998224725|529\.982|maria@|99999/)
    expect(rows.length).toBeGreaterThan(2)
  })
})

it('serves sites in turns: a rush of one does not keep the other waiting', async () => {
  const { w, arrives, test, control } = await open()
  const made = await ok(test.owner.post('/sites', { kind: 'generic', name: 'Outro', address: null }))
  const other = made.body.id
  await ok(test.owner.put(`/sites/${other}/order-route`, { account_id: w.account_id }))
  for (let number = 1; number <= 5; number += 1) await arrives(String(number))
  const order = {
    site_order_id: 'B-1',
    number: 'B-1',
    word: 'awaiting_payment',
    placed_at: world.clock.now(),
  }
  const charges = { discount_cents: 0, freight_cents: 0, other_cents: 0, total_cents: 5990, instalments: 1 }
  await test.app.orders.take(test.tenant_id, other, {
    ...{ ...order, ...charges, items: [item(1)], payment_method: '', customer: null },
  })
  await test.app.orders.engine.rest()
  const sent = control.state(w.company_id).orders.map((one) => one.shop_number)
  expect(sent.indexOf('B-1')).toBeLessThanOrEqual(1)
  expect(sent).toHaveLength(6)
})
