import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fromUnits } from '../../src/domain/sync/quantity.ts'
import type { BlingClient } from '../../src/server/bling/client/bling-client.ts'
import type { NewOrder } from '../../src/server/bling/mapping/order.ts'
import { apiCalls, type BlingBench, openBlingBench, type Shop } from './support/bling-bench.ts'

let bench: BlingBench
let shop: Shop
let client: BlingClient
let product_id: string

beforeAll(async () => {
  bench = await openBlingBench()
  bench.sandbox.control.setLimits({ per_second: 0, ip_rules: false })
})
afterAll(() => bench.close())
beforeEach(async () => {
  bench.sandbox.control.setFaults([])
  shop = await bench.shop('Loja W')
  client = bench.client(bench.open(), shop)
  const product = { name: 'Caneca', sku: 'CANECA-01', price: 59.9, stock: [{ quantity: 10 }] }
  product_id = String(bench.sandbox.control.addProduct(shop.company_id, product).product_id)
})

async function anOrder(shop_number: string, more: Partial<NewOrder> = {}): Promise<NewOrder> {
  const contact = await client.contacts.finalConsumer()
  const [method] = await client.channels.paymentMethods()
  return {
    shop_number,
    contact_id: contact.contact_id,
    channel_id: null,
    day: '2026-11-22',
    items: [
      {
        product_id,
        code: 'CANECA-01',
        description: 'Caneca',
        quantity: fromUnits(2),
        unit_price_cents: 5990,
        discount_percent: 0,
      },
    ],
    instalments: [
      { due_on: '2026-12-22', amount_cents: 11_980, payment_method_id: method?.payment_method_id ?? '' },
    ],
    notes: 'pedido FULFILLMENT magalu',
    internal_notes: '',
    shipping_cents: 0,
    discount_cents: 0,
    other_cents: 0,
    delivery: null,
    ...more,
  }
}
const physical = async () => (await client.stock.balances([product_id]))[0]?.deposits[0]?.physical

describe('sales orders', () => {
  it('are made with our number and found again by it (sync 87)', async () => {
    const order_id = await client.orders.create(await anOrder('EU-1'))
    expect(await client.orders.byShopNumbers(['EU-1', 'EU-2'])).toMatchObject([
      {
        order_id,
        shop_number: 'EU-1',
        total_cents: 11_980,
        status: 'open',
        status_id: '6',
        channel_id: null,
      },
    ])
    expect(await client.orders.detail(order_id)).toMatchObject({
      items: [{ product_id, code: 'CANECA-01', quantity: fromUnits(2), unit_price_cents: 5990 }],
      instalments: [{ due_on: '2026-12-22', amount_cents: 11_980 }],
      notes: 'pedido FULFILLMENT magalu',
      invoice_id: null,
    })
  })

  it('made without an answer say so, are not made again, and are found by our number (sync 87)', async () => {
    const order = await anOrder('EU-3')
    bench.sandbox.control.setFaults([
      { kind: 'disconnect_after', operation: 'POST /pedidos/vendas', times: 1, company_id: shop.company_id },
    ])
    await expect(client.orders.create(order)).rejects.toMatchObject({ kind: 'unavailable', ambiguous: true })
    expect(await client.orders.byShopNumbers(['EU-3'])).toHaveLength(1)
  })

  it('refused by Bling bring the reason that only the fields tell', async () => {
    const order = await anOrder('EU-4')
    const wrong = { ...order, instalments: order.instalments.map((part) => ({ ...part, amount_cents: 1 })) }
    const error = await client.orders.create(wrong).catch((reason) => reason)
    expect(error).toMatchObject({ kind: 'invalid', ambiguous: false })
    expect(error.detail).toContain('O somatório do valor das parcelas difere do total da venda')
  })

  it('are walked by when they changed, by the clock of São Paulo (sync 50)', async () => {
    const before = bench.clock.now()
    bench.sandbox.control.advance(3_600_000)
    const since = bench.clock.now()
    bench.sandbox.control.addOrder(shop.company_id, {
      items: [{ product_id: Number(product_id), quantity: 1 }],
    })
    const walked = async (changed_since: Date) => {
      const rows: string[] = []
      for await (const page of client.orders.pages({ changed_since }))
        rows.push(...page.map((row) => row.order_id))
      return rows
    }
    expect(await walked(since)).toHaveLength(1)
    expect(await walked(before)).toHaveLength(1)
    expect(await walked(new Date(since.getTime() + 60_000))).toEqual([])
    const url = apiCalls(bench, shop.company_id).at(-1)?.url ?? ''
    expect(new URL(url, 'http://x').searchParams.get('dataAlteracaoInicial')).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/,
    )
  })

  it('take stock out of the named deposit once, and put it back', async () => {
    const order_id = await client.orders.create(await anOrder('EU-5'))
    await client.orders.launchStock(order_id, shop.deposit_id)
    expect(await physical()).toBe(fromUnits(8))
    await expect(client.orders.launchStock(order_id)).rejects.toMatchObject({ kind: 'invalid' })
    await client.orders.reverseStock(order_id)
    expect(await physical()).toBe(fromUnits(10))
  })

  it('change their status by the account’s own ids and are read by the value that all accounts share', async () => {
    const order_id = await client.orders.create(await anOrder('EU-6'))
    const statuses = await client.orders.statuses()
    const done = statuses.find((status) => status.name === 'Atendido')
    await client.orders.setStatus(order_id, done?.status_id ?? '')
    expect(await client.orders.detail(order_id)).toMatchObject({ status: 'fulfilled', status_id: '9' })
  })

  it('are removed, and then not found (sync 44, 51)', async () => {
    const order_id = await client.orders.create(await anOrder('EU-7'))
    await client.orders.remove(order_id)
    await expect(client.orders.detail(order_id)).rejects.toMatchObject({ kind: 'not_found' })
  })

  it('become receivables and an invoice that is sent to the tax office (sync 89)', async () => {
    const order_id = await client.orders.create(await anOrder('EU-8'))
    await client.orders.launchAccounts(order_id)
    const receivables = []
    const year = { by: 'due', from: '2026-06-01', until: '2027-05-31' } as const
    for await (const page of client.receivables.pages(year)) receivables.push(...page)
    expect(receivables).toMatchObject([
      { order_id, amount_cents: 11_980, status: 'open', due_on: '2026-12-22' },
    ])
    expect(await client.receivables.detail(receivables[0]?.receivable_id ?? '')).toMatchObject({
      open_cents: 11_980,
    })

    const invoice_id = await client.orders.makeInvoice(order_id, 'nfe')
    expect(await client.invoices.detail('nfe', invoice_id)).toMatchObject({
      status: 'pending',
      total_cents: 11_980,
    })
    await client.invoices.send('nfe', invoice_id)
    const [invoice] = await client.invoices.byShopNumber('nfe', 'EU-8')
    expect(invoice).toMatchObject({
      invoice_id,
      status: 'authorised',
      access_key: expect.stringMatching(/^\d{44}$/),
    })
    const xml = await client.invoices.document(invoice?.access_key ?? '', 'xml')
    expect(xml.toString('utf8')).toContain('<NFe>')
  })
})

describe('what orders refer to', () => {
  it('contacts are found by document whatever its punctuation, and made when missing (sync 87)', async () => {
    expect(await client.contacts.byDocument('123.456.789-09')).toEqual([])
    const contact_id = await client.contacts.create({
      name: 'Maria Silva',
      document: '123.456.789-09',
      person: 'natural',
      phone: '(11) 99999-0000',
    })
    expect(await client.contacts.byDocument('12345678909')).toMatchObject([
      { contact_id, name: 'Maria Silva', document: '12345678909', status: 'active' },
    ])
  })

  it('contacts keep everything else when a phone of theirs changes; their codes are text and may repeat (sync 84)', async () => {
    const { control } = bench.sandbox
    const maria = { name: 'Maria Silva', document: '529.982.247-25' }
    for (const more of [
      { name: 'Bar do Zé', code: '256' },
      { name: 'Bar da Ana', code: '002' },
    ])
      control.addContact(shop.company_id, more)
    const known = control.addContact(shop.company_id, { ...maria, code: '256', phone: '(11) 3333-0000' })
    const contact_id = String(known.contact_id)
    await client.contacts.changePhones(contact_id, { phone: '(11) 3333-0000', mobile: '(11) 99999-0000' })
    const rows = (await Array.fromAsync(client.contacts.pages({}))).flat()
    expect(rows.map(({ code }) => code).toSorted()).toEqual(['', '002', '256', '256'])
    expect(await client.contacts.byDocument(maria.document)).toMatchObject([
      { contact_id, name: 'Maria Silva', code: '256', phone: '(11) 3333-0000', mobile: '(11) 99999-0000' },
    ])
  })

  it('contacts are found by a document with letters, and by e-mail without regard to case', async () => {
    const person = 'legal' as const
    const company = {
      name: 'Bar Novo Ltda',
      document: '12.abc.345/01DE-35',
      person,
      email: 'Bar@Novo.example',
    }
    const contact_id = await client.contacts.create(company)
    expect(await client.contacts.byDocument('12ABC34501DE35')).toMatchObject([
      { contact_id, document: '12ABC34501DE35' },
    ])
    expect(await client.contacts.byEmail('bar@novo.example')).toMatchObject([{ contact_id }])
    expect(await client.contacts.byEmail('ar@novo.example')).toEqual([])
  })

  it('channels say which deposit they sell from', async () => {
    const deposit_id = Number(shop.deposit_id)
    const made = bench.sandbox.control.addChannel(shop.company_id, {
      name: 'Shopee',
      type: 'Shopee',
      deposit_id,
    })
    const channel_id = String(made.channel_id)
    expect(await client.channels.list()).toMatchObject([{ channel_id, name: 'Shopee', is_active: true }])
    expect(await client.channels.detail(channel_id)).toMatchObject({ deposit_id: shop.deposit_id })
  })

  it('ways to pay are known by their kind', async () => {
    const methods = await client.channels.paymentMethods()
    expect(methods.map((method) => method.kind)).toEqual(expect.arrayContaining(['cash', 'pix']))
  })
})
