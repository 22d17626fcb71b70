import { afterEach, describe, expect, it } from 'vitest'
import { ok, type WorldShop } from '../support/sync-world.ts'
import { type OrderWorld, openOrderWorld } from './support/order-world.ts'

let world: OrderWorld
const open = async (...options: Parameters<typeof openOrderWorld>) => {
  world = await openOrderWorld(...options)
  return world
}
afterEach(() => world.close())

/** An order that stands in Bling, with what is known of it there. */
async function placed(number = '1001') {
  const id = await world.arrives(number)
  await world.settle()
  const there = () => world.inBling(world.w, number)[0]
  return { id, there, bling_id: there()?.id ?? 0 }
}
const receivables = (shop: WorldShop) => world.control.state(shop.company_id).receivables.length
const OPEN = 6
const DONE = 9
const CANCELLED = 12
const IN_PROGRESS = 15

describe('a payment', () => {
  it('that is approved gives the order its situation and launches its receivables, once (sync 89)', async () => {
    const { w, says, detail } = await open()
    const { id, there } = await placed()
    expect(there()?.situation_id).toBe(OPEN)
    await says('1001', 'paid')
    expect(there()?.situation_id).toBe(IN_PROGRESS)
    expect(receivables(w)).toBe(1)
    expect(await detail(id)).toMatchObject({ payment_status: 'approved', are_accounts_launched: true })
    await says('1001', 'awaiting_payment')
    await says('1001', 'paid')
    expect([there()?.situation_id, receivables(w)]).toEqual([IN_PROGRESS, 1])
    expect(world.calls('POST /pedidos/vendas/{idPedidoVenda}/lancar-contas')).toBe(1)
  })

  it.each(['paid', 'shipped'])(
    'of an order that was cancelled in Bling a moment ago, which nobody told of, does not bring it back: %s (sync 89)',
    async (word) => {
      const { w, says, detail, control } = await open()
      const { id, there, bling_id } = await placed()
      control.setFaults([{ kind: 'webhook_drop' }])
      control.patchOrder(w.company_id, bling_id, { situation_id: CANCELLED })
      await says('1001', word)
      control.setFaults()
      expect(there()?.situation_id).toBe(CANCELLED)
      expect(await detail(id)).toMatchObject({ status: 'cancelled' })
    },
  )

  it.each(['refused', 'expired'])(
    'that is %s cancels the order and gives its stock back, once (sync 89)',
    async (word) => {
      const { says, timeline, told, sending } = await open()
      const { id, there } = await placed()
      expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
      await says('1001', word)
      expect(there()?.situation_id).toBe(CANCELLED)
      expect(world.shown()).toBe('W.C 19, Y.C 19, W.E 5')
      await says('1001', 'awaiting_payment')
      await says('1001', word)
      expect(world.shown()).toBe('W.C 19, Y.C 19, W.E 5')
      expect((await timeline(id)).filter((kind) => kind === 'stock')).toHaveLength(1)
      expect(told.at(-1)).toMatchObject({ number: '1001', word: 'cancelled' })
      expect(await sending(id)).toEqual(['done', null])
    },
  )

  it('that is refunded or charged back takes the receivables back and frees what did not ship (sync 89)', async () => {
    const { w, says, detail } = await open()
    const first = await placed('1')
    const second = await placed('2')
    await says('1', 'paid')
    await says('2', 'paid')
    expect([receivables(w), world.shown()]).toEqual([2, 'W.C 15, Y.C 15, W.E 5'])
    await says('1', 'refunded')
    await says('2', 'charged_back')
    expect([receivables(w), world.shown()]).toEqual([0, 'W.C 19, Y.C 19, W.E 5'])
    expect([first.there()?.situation_id, second.there()?.situation_id]).toEqual([CANCELLED, CANCELLED])
    expect((await detail(first.id)).status).toBe('refunded')
  })

  it('that is approved after another was refused brings the order back, and asks for its stock again', async () => {
    const { says, detail } = await open()
    const { id, there } = await placed()
    await says('1001', 'refused')
    expect(there()?.situation_id).toBe(CANCELLED)
    await says('1001', 'paid')
    expect(there()?.situation_id).toBe(IN_PROGRESS)
    expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
    expect(await detail(id)).toMatchObject({ progress: 'preparing', payment_status: 'approved' })
  })

  it('is settled by a person as by the site, and what was approved is not refused any more (sync 89)', async () => {
    const { w, test, detail, timeline, settle } = await open()
    const { id, there } = await placed()
    const say = (payment: string) => test.owner.post(`/orders/${id}/payment`, { payment })
    await ok(say('refused'))
    await settle()
    expect([there()?.situation_id, world.shown()]).toEqual([CANCELLED, 'W.C 19, Y.C 19, W.E 5'])
    await ok(say('approved'))
    await ok(say('approved'))
    await settle()
    expect([there()?.situation_id, receivables(w)]).toEqual([IN_PROGRESS, 1])
    expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
    expect((await say('refused')).body.code).toBe('ORDER_PAYMENT_SETTLED')
    expect((await timeline(id)).filter((kind) => kind === 'payment_by_person')).toHaveLength(2)
    await ok(test.owner.post(`/orders/${id}/cancel`))
    expect((await say('approved')).body.code).toBe('ORDER_OFF')
    expect((await say('maybe')).status).toBe(422)
    expect(await detail(id)).toMatchObject({ status: 'cancelled', payment_status: 'approved' })
  })

  it('whose launching was never answered is launched once', async () => {
    const { w, says, pass, control, detail } = await open()
    const { id } = await placed()
    const operation = 'POST /pedidos/vendas/{idPedidoVenda}/lancar-contas'
    control.setFaults([{ kind: 'bad_gateway_after', operation, times: 1 }])
    await says('1001', 'paid')
    await pass(60_000)
    expect([receivables(w), (await detail(id)).are_accounts_launched]).toEqual([1, true])
  })
})

describe('an order that is cancelled', () => {
  it('before it was sent is never sent, and asks for nothing', async () => {
    const { w, arrives, says, inBling, control, sending } = await open()
    control.setFaults([{ kind: 'bad_gateway_before', operation: 'POST /pedidos/vendas' }])
    const id = await arrives('1001')
    await world.settle()
    expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
    await says('1001', 'cancelled')
    control.setFaults()
    await world.pass(10 * 60_000)
    expect(inBling(w, '1001')).toEqual([])
    expect(await sending(id)).toEqual(['done', null])
    expect(world.shown()).toBe('W.C 19, Y.C 19, W.E 5')
  })

  it('after its making was never answered is found there and cancelled', async () => {
    const { w, arrives, says, pass, inBling, control, sending } = await open()
    control.setFaults([
      { kind: 'bad_gateway_after', operation: 'POST /pedidos/vendas', times: 1 },
      { kind: 'bad_gateway_before', operation: 'GET /pedidos/vendas/{idPedidoVenda}' },
      { kind: 'webhook_drop', operation: 'order.*' },
    ])
    const id = await arrives('1001')
    await world.settle()
    await says('1001', 'cancelled')
    expect(inBling(w, '1001')[0]?.situation_id).toBe(OPEN)
    control.setFaults()
    await pass(10 * 60_000)
    expect(inBling(w, '1001').map((order) => order.situation_id)).toEqual([CANCELLED])
    expect(await sending(id)).toEqual(['done', null])
    expect(world.shown()).toBe('W.C 19, Y.C 19, W.E 5')
  })

  it('in Bling is cancelled at the site, its stock given back once (sync 89)', async () => {
    const { w, control, told, settle, detail } = await open()
    const { id, bling_id } = await placed()
    control.patchOrder(w.company_id, bling_id, { situation_id: CANCELLED })
    await settle()
    expect((await detail(id)).status).toBe('cancelled')
    expect(told.at(-1)).toMatchObject({ word: 'cancelled' })
    expect(world.shown()).toBe('W.C 19, Y.C 19, W.E 5')
    await world.pass(31 * 60_000)
    expect(world.shown()).toBe('W.C 19, Y.C 19, W.E 5')
    expect(told).toHaveLength(1)
  })

  it('by being removed in Bling is cancelled at the site, too', async () => {
    const { w, control, told, settle, sending } = await open()
    const { id, bling_id } = await placed()
    control.deleteOrder(w.company_id, bling_id)
    await settle()
    expect(told.at(-1)).toMatchObject({ word: 'cancelled' })
    expect(world.shown()).toBe('W.C 19, Y.C 19, W.E 5')
    expect((await sending(id))[0]).toBe('done')
  })

  it('by a person here is cancelled in both (sync 89)', async () => {
    const { test, told, settle } = await open()
    const { id, there } = await placed()
    await ok(test.owner.post(`/orders/${id}/cancel`))
    await settle()
    expect([there()?.situation_id, told.at(-1)?.word]).toEqual([CANCELLED, 'cancelled'])
    expect(world.shown()).toBe('W.C 19, Y.C 19, W.E 5')
    const again = await ok(test.owner.post(`/orders/${id}/cancel`))
    expect(again.body.timeline.filter((event: { kind: string }) => event.kind === 'stock')).toHaveLength(1)
    expect((await test.owner.post(`/orders/${id}/invoice`)).body.code).toBe('ORDER_OFF')
  })
})

describe('the goods of an order', () => {
  it('are taken out of stock once when the site says that it left, and put back once when it is cancelled', async () => {
    const { w, says, balance, there } = { ...(await open()), ...(await placed()) }
    expect(balance(w, 'P1')).toBe('10/8')
    await says('1001', 'paid')
    await says('1001', 'shipped')
    expect([there()?.situation_id, balance(w, 'P1'), world.shown()]).toEqual([
      DONE,
      '8/8',
      'W.C 17, Y.C 17, W.E 5',
    ])
    await says('1001', 'delivered')
    await world.pass(31 * 60_000)
    expect([balance(w, 'P1'), world.shown()]).toEqual(['8/8', 'W.C 17, Y.C 17, W.E 5'])
    await says('1001', 'cancelled')
    await world.pass(31 * 60_000)
    expect([there()?.situation_id, balance(w, 'P1'), world.shown()]).toEqual([
      CANCELLED,
      '10/10',
      'W.C 19, Y.C 19, W.E 5',
    ])
  })

  it('leave from where the orders of the account reserve, and real stock once', async () => {
    const { w, says, balance, there, reserveIn } = { ...(await open()), ...(await placed()) }
    await reserveIn(w, 'shared')
    const { there: other } = await placed('1002')
    expect(balance(w, 'C')).toMatch(/^\d+\/17$|^\d+\/15$/)
    await says('1002', 'paid')
    await says('1002', 'shipped')
    await world.pass(31 * 60_000)
    expect([there()?.situation_id, other()?.situation_id]).toEqual([OPEN, DONE])
    expect(other()?.launched).toMatchObject([{ deposit_id: w.deposits['C']?.bling_id, quantity: 2 }])
    const real = world.control
      .state(w.company_id)
      .balances.filter(({ deposit_id }) =>
        [w.deposits['P1']?.bling_id, w.deposits['P2']?.bling_id].includes(deposit_id),
      )
      .reduce((sum, { physical }) => sum + physical, 0)
    expect(real).toBe(12)
    await says('1002', 'cancelled')
    await world.pass(31 * 60_000)
    expect(other()?.launched).toBeNull()
  })

  it('that were taken out before it was sent come back when it is cancelled', async () => {
    const { w, control, says, balance } = await open()
    const { bling_id } = await placed()
    control.ship(w.company_id, bling_id, { deposit_id: w.deposits['P1']?.bling_id })
    await world.settle()
    expect([balance(w, 'P1'), world.shown()]).toEqual(['8/8', 'W.C 17, Y.C 17, W.E 5'])
    await says('1001', 'cancelled')
    expect([balance(w, 'P1'), world.shown()]).toEqual(['10/10', 'W.C 19, Y.C 19, W.E 5'])
  })
})

describe('a status that comes late', () => {
  it('moves nothing back: "Atendido" and then "Em aberto" stays sent, here and at the site (sync 89)', async () => {
    const { w, control, settle, detail, told } = await open()
    const { id, bling_id } = await placed()
    control.ship(w.company_id, bling_id, { deposit_id: w.deposits['P1']?.bling_id })
    control.patchOrder(w.company_id, bling_id, { situation_id: DONE })
    await settle()
    expect((await detail(id)).status).toBe('shipped')
    control.patchOrder(w.company_id, bling_id, { situation_id: OPEN })
    await settle()
    expect((await detail(id)).status).toBe('shipped')
    expect(told.map(({ word }) => word)).toEqual(['shipped'])
    await world.says('1001', 'paid')
    expect((await detail(id)).status).toBe('shipped')
  })

  it('follows the words that the owner set for the shop', async () => {
    const { w, test, site_id, control, settle, told } = await open()
    const { bling_id } = await placed()
    const overrides = { from_site: {}, to_site: { shipped: 'saiu-para-entrega' }, to_bling: {} }
    const set = await ok(test.owner.put(`/sites/${site_id}/status-mapping`, overrides))
    expect(set.body.in_force.to_site).toMatchObject({ shipped: 'saiu-para-entrega', paid: 'paid' })
    control.patchOrder(w.company_id, bling_id, { situation_id: DONE })
    await settle()
    expect(told.map(({ word }) => word)).toEqual(['saiu-para-entrega'])
  })
})

describe('an invoice', () => {
  it('is made by the rule when the payment is approved, sent, followed, and told to the site (sync 89)', async () => {
    const { w, says, detail, told, control, pass } = await open({ route: { invoice_rule: 'when_paid' } })
    const { id } = await placed()
    await says('1001', 'paid')
    await pass(2 * 60_000)
    const [invoice] = control.state(w.company_id).invoices
    const seen = await detail(id)
    expect(seen).toMatchObject({ status: 'invoiced', invoice_status: 'authorised' })
    expect(Number(seen.invoice.number)).toBe(invoice?.number)
    expect(seen.invoice.access_key).toBe(invoice?.access_key)
    expect(told.at(-1)).toEqual({ number: '1001', word: 'invoiced', invoice_key: invoice?.access_key })
    expect(control.state(w.company_id).invoices).toHaveLength(1)
  })

  it('is made by a person, once, also when the answer to its making is lost', async () => {
    const { w, test, settle, pass, control, detail } = await open()
    const { id } = await placed()
    const operation = 'POST /pedidos/vendas/{idPedidoVenda}/gerar-nfe'
    control.setFaults([{ kind: 'bad_gateway_after', operation, times: 1 }])
    await ok(test.owner.post(`/orders/${id}/invoice`))
    await settle()
    await pass(60_000)
    await pass(60_000)
    expect(control.state(w.company_id).invoices).toHaveLength(1)
    expect((await detail(id)).invoice_status).toBe('authorised')
    expect((await test.owner.post(`/orders/${id}/invoice`)).body.code).toBe('ORDER_INVOICE_EXISTS')
  })

  it('that a person makes in Bling is followed, too', async () => {
    const { w, settle, control, detail, told } = await open()
    const { id, bling_id } = await placed()
    const { invoice_id } = control.addInvoice(w.company_id, bling_id)
    await settle()
    expect(await detail(id)).toMatchObject({ invoice_status: 'pending', status: 'awaiting_payment' })
    control.patchInvoice(w.company_id, invoice_id, { situation: 5 })
    await settle()
    expect(await detail(id)).toMatchObject({ invoice_status: 'authorised', status: 'invoiced' })
    expect(told.at(-1)).toMatchObject({ word: 'invoiced', invoice_key: expect.stringMatching(/^\d{44}$/) })
  })

  it("that a person removes in Bling before it is authorised is no longer its order's, and another one is", async () => {
    const { w, settle, pass, control, detail, timeline, test } = await open()
    const { id, bling_id } = await placed()
    const { invoice_id } = control.addInvoice(w.company_id, bling_id)
    await settle()
    expect(await detail(id)).toMatchObject({ invoice_status: 'pending' })
    control.deleteInvoice(w.company_id, invoice_id)
    await settle()
    expect(await detail(id)).toMatchObject({ invoice_status: 'none', status: 'awaiting_payment' })
    expect(await timeline(id)).toContain('invoice_removed')
    await ok(test.owner.post(`/orders/${id}/invoice`))
    await settle()
    await pass(60_000)
    expect((await detail(id)).invoice_status).toBe('authorised')
    expect(control.state(w.company_id).invoices).toHaveLength(1)
  })

  it('that was just made and that Bling does not show yet is asked for again, and no other is made', async () => {
    let isLate = true
    const { w, says, pass, control, detail, timeline } = await open({
      route: { invoice_rule: 'when_paid' },
      async through(request, next) {
        const url = isLate ? request.url.replace(/\/(nfc?e)\/\d+$/, '/$1/1') : request.url
        return next({ ...request, url })
      },
    })
    const { id } = await placed()
    await says('1001', 'paid')
    await pass(60_000)
    expect(control.state(w.company_id).invoices).toHaveLength(1)
    isLate = false
    await pass(6 * 60_000)
    await pass(60_000)
    expect(await detail(id)).toMatchObject({ invoice_status: 'authorised' })
    expect(control.state(w.company_id).invoices).toHaveLength(1)
    const kinds = (await timeline(id)).filter((kind) => kind.startsWith('invoice_'))
    expect(kinds).toEqual(['invoice_made', 'invoice_seen', 'invoice_sent', 'invoice_seen'])
  })

  it('that was removed is not taken again from an order in Bling that goes on naming it', async () => {
    let removed_id: number | null = null
    const { w, settle, pass, control, detail, timeline, test, says } = await open({
      async through(request, next) {
        const answer = await next(request)
        if (removed_id === null || !/\/pedidos\/vendas\/\d+$/.test(request.url)) return answer
        const text = answer.text.replace(/"notaFiscal":\{"id":\d+\}/, `"notaFiscal":{"id":${removed_id}}`)
        return { status: answer.status, header: (name) => answer.header(name), text }
      },
    })
    const { id, bling_id } = await placed()
    const { invoice_id } = control.addInvoice(w.company_id, bling_id)
    await settle()
    removed_id = invoice_id
    control.deleteInvoice(w.company_id, invoice_id)
    await settle()
    await says('1001', 'paid')
    await pass(31 * 60_000)
    const kinds = await timeline(id)
    expect(kinds.filter((kind) => kind === 'invoice_removed')).toHaveLength(1)
    expect(kinds).not.toContain('failed')
    expect(await detail(id)).toMatchObject({ invoice_status: 'none' })
    await ok(test.owner.post(`/orders/${id}/invoice`))
    await settle()
    await pass(60_000)
    await pass(31 * 60_000)
    expect(await detail(id)).toMatchObject({ invoice_status: 'authorised' })
    expect(control.state(w.company_id).invoices).toHaveLength(1)
    expect((await timeline(id)).filter((kind) => kind === 'invoice_made')).toHaveLength(1)
  })

  it('that is rejected waits for a person with its reason', async () => {
    const { w, settle, control, sending } = await open()
    const { id, bling_id } = await placed()
    const { invoice_id } = control.addInvoice(w.company_id, bling_id)
    await settle()
    control.patchInvoice(w.company_id, invoice_id, { situation: 4 })
    await settle()
    expect(await sending(id)).toEqual(['waiting', 'invoice_rejected'])
    control.patchInvoice(w.company_id, invoice_id, { situation: 5 })
    await settle()
    expect(await sending(id)).toEqual(['done', null])
  })
})

describe('a site that does not answer', () => {
  it('is told later, and its order says how often it was tried', async () => {
    const { w, site, control, settle, pass, told, timeline } = await open()
    const { id, bling_id } = await placed()
    site.onTold = () => {
      throw Object.assign(new Error('away'), { kind: 'unavailable', operation: 'PUT /orders/{id}' })
    }
    control.patchOrder(w.company_id, bling_id, { situation_id: DONE })
    await settle()
    await pass(60_000)
    expect(told).toEqual([])
    site.onTold = () => {}
    await pass(6 * 60_000)
    expect(told.map(({ word }) => word)).toEqual(['shipped'])
    const kinds = await timeline(id)
    expect(kinds.filter((kind) => kind === 'failed').length).toBeGreaterThan(1)
    expect(kinds.at(-1)).toBe('told_site')
  })
})

it('keeps a timeline in which every step can be told apart and followed (sync 89)', async () => {
  const { says, detail } = await open()
  const { id } = await placed()
  await says('1001', 'paid')
  const { timeline } = await detail(id)
  const kinds = timeline.map((event: { kind: string }) => event.kind)
  expect(kinds).toEqual([
    'taken',
    'sending',
    'sent',
    'told_by_bling',
    'told_by_site',
    'moved',
    'told_by_bling',
    'accounts_launched',
    'told_site',
  ])
  const sent = timeline.filter((event: { facts: object }) => 'correlation_id' in event.facts)
  expect(sent.length).toBeGreaterThanOrEqual(4)
})
