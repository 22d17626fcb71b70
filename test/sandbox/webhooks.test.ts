import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { RETRY_GAPS_MS } from '../../src/sandbox/webhooks/courier.ts'
import { openWorld } from './support/world.ts'

const HOUR = 3_600_000

describe('webhooks', () => {
  it('sign the raw bytes with the secret of the application', async () => {
    const world = await openWorld()
    world.control.addProduct(world.company_id, { name: 'Pão de açúcar "especial"' })
    await world.settle()
    const [event] = world.receiver.received
    const expected = createHmac('sha256', world.client_secret)
      .update(event?.raw ?? '', 'utf8')
      .digest('hex')
    expect(event?.headers['x-bling-signature-256']).toBe(`sha256=${expected}`)
    expect(event?.headers['content-type']).toBe('application/json')
  })

  it('announce a balance set on the screen as stock.created with operation B, in the documented envelope', async () => {
    const world = await openWorld()
    const { product_id } = world.control.addProduct(world.company_id, { name: 'Caneca' })
    world.control.move(world.company_id, { product_id, quantity: 6 })
    await world.settle()
    expect(world.receiver.events('stock.created').map(({ json }) => json)).toEqual([
      {
        eventId: expect.stringMatching(
          /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        ),
        date: '2026-11-22T15:00:00Z',
        version: 'v1',
        event: 'stock.created',
        companyId: world.company_id,
        data: {
          produto: { id: product_id },
          deposito: { id: world.deposit_id, saldoFisico: 6, saldoVirtual: 6 },
          operacao: 'B',
          quantidade: 6,
          saldoFisicoTotal: 6,
          saldoVirtualTotal: 6,
        },
      },
    ])
    expect(world.company_id).toMatch(/^[0-9a-f]{32}$/)
  })

  it('announce every movement of the API too, by this client or by another one', async () => {
    const world = await openWorld()
    const { product_id } = world.control.addProduct(world.company_id, { name: 'Caneca' })
    const produto = { id: product_id }
    for (const [operacao, quantidade] of [
      ['E', 10],
      ['S', 3],
      ['B', 5],
    ] as const) {
      await world.api('POST', '/estoques', {
        produto,
        deposito: { id: world.deposit_id },
        operacao,
        quantidade,
      })
    }
    await world.settle()
    const seen = world.receiver
      .events('stock.created')
      .map(({ json }) => [json.data.operacao, json.data.deposito.saldoFisico])
    expect(seen).toEqual([
      ['E', 10],
      ['S', 7],
      ['B', 5],
    ])
  })

  it('tell of a movement that a person corrects or deletes, whose balance follows by the difference', async () => {
    const world = await openWorld()
    const { product_id } = world.control.addProduct(world.company_id, {
      name: 'Caneca',
      stock: [{ quantity: 10 }],
    })
    const take = (quantity: number) =>
      world.control.move(world.company_id, { product_id, operation: 'S', quantity }).id
    const [first, second] = [take(3), take(2)]
    await world.settle()
    world.receiver.received.length = 0
    const one = `/companies/${world.company_id}/movements`
    expect((await world.steer('PATCH', `${one}/${first}`, { quantity: 4 })).status).toBe(200)
    expect(await world.balance(product_id)).toBe('4/4')
    expect((await world.steer('DELETE', `${one}/${second}`)).status).toBe(200)
    expect(await world.balance(product_id)).toBe('6/6')
    expect((await world.steer('DELETE', `${one}/${second}`)).status).toBe(404)
    await world.settle()
    const entry = { id: world.deposit_id }
    expect(world.receiver.events().map(({ event, json }) => [event, json.data])).toEqual([
      [
        'stock.updated',
        {
          produto: { id: product_id },
          deposito: { ...entry, saldoFisico: 4, saldoVirtual: 4 },
          operacao: 'S',
          quantidade: 4,
          saldoFisicoTotal: 4,
          saldoVirtualTotal: 4,
        },
      ],
      [
        'stock.deleted',
        {
          produto: { id: product_id },
          deposito: { ...entry, saldoFisico: 6, saldoVirtual: 6 },
          saldoFisicoTotal: 6,
          saldoVirtualTotal: 6,
        },
      ],
    ])
    const { order_id } = world.control.addOrder(world.company_id, { items: [{ product_id, quantity: 1 }] })
    world.control.ship(world.company_id, order_id)
    const launched = world.control.state(world.company_id).movements.at(-1)
    expect((await world.steer('DELETE', `${one}/${launched?.id}`)).status).toBe(409)
  })

  it('describe an order without its items', async () => {
    const world = await openWorld()
    const { product_id } = world.control.addProduct(world.company_id, { name: 'Caneca', price: 10 })
    const items = [{ product_id, quantity: 2 }]
    const { order_id, number } = world.control.addOrder(world.company_id, { items, shop_number: 'S-1' })
    await world.settle()
    const contato = { id: expect.any(Number) }
    expect(world.receiver.events('order.created')[0]?.json.data).toEqual({
      id: order_id,
      data: '2026-11-22',
      numero: number,
      numeroLoja: 'S-1',
      total: 20,
      contato,
      vendedor: { id: 0 },
      loja: { id: 0 },
      situacao: { id: 6, valor: 0 },
    })
  })

  it('go to one address for all companies, and only for those that are connected', async () => {
    const world = await openWorld()
    const other = world.control.addCompany({ name: 'Loja Y' }).company_id
    world.control.addProduct(other, { name: 'Antes' })
    world.control.connect({ client_id: world.client_id, company_id: other })
    world.control.addProduct(other, { name: 'Depois' })
    world.control.addProduct(world.company_id, { name: 'W' })
    world.control.revokeTokens({ company_id: other })
    world.control.addProduct(other, { name: 'Desligada' })
    await world.settle()
    expect(world.receiver.events().map(({ json }) => [json.companyId, json.data.nome])).toEqual([
      [other, 'Depois'],
      [world.company_id, 'W'],
    ])
  })

  it('need the scope of their resource', async () => {
    const world = await openWorld()
    world.control.patchApp(world.client_id, { scopes: ['Produtos'] })
    world.control.connect({ client_id: world.client_id, company_id: world.company_id })
    world.control.addProduct(world.company_id, { name: 'Caneca', stock: [{ quantity: 3 }] })
    await world.settle()
    expect(world.receiver.events().map(({ event }) => event)).toEqual(['product.created'])
  })

  it('of reservations come to whoever asked for those of stock, when registering or later', async () => {
    const world = await openWorld()
    const { product_id } = world.control.addProduct(world.company_id, { name: 'Caneca' })
    const heard = async () => {
      world.receiver.received.length = 0
      world.control.addOrder(world.company_id, { items: [{ product_id, quantity: 1 }] })
      await world.settle()
      return world.receiver.events().map(({ event }) => event)
    }
    world.control.patchApp(world.client_id, { webhook_resources: ['invoice'] })
    expect(await heard()).toEqual([])
    const { webhook_resources } = world.control.patchApp(world.client_id, { webhook_resources: ['stock'] })
    expect(webhook_resources).toEqual(['stock', 'virtual_stock'])
    expect(await heard()).toEqual(['virtual_stock.updated'])
    const { client_id } = world.control.addApp({
      name: 'Outro',
      redirect_uri: 'http://localhost/',
      webhook_resources: ['stock', 'order'],
    })
    expect(world.control.apps().find((app) => app.client_id === client_id)?.webhook_resources).toEqual([
      'stock',
      'order',
      'virtual_stock',
    ])
  })
})

describe('retries', () => {
  it('come with growing gaps and the same bytes until somebody says 2xx', async () => {
    const world = await openWorld()
    world.receiver.answer(500)
    world.control.addProduct(world.company_id, { name: 'Caneca' })
    await world.control.settle()
    world.receiver.answer(0)
    world.control.advance(60_000)
    await world.control.settle()
    expect(world.receiver.received).toHaveLength(2)
    world.control.advance(5 * 60_000 - 1)
    await world.control.settle()
    expect(world.receiver.received).toHaveLength(2)
    world.receiver.answer(204)
    world.control.advance(1)
    await world.control.settle()
    expect(new Set(world.receiver.received.map(({ raw }) => raw)).size).toBe(1)
    const [record] = world.sandbox.webhooks()
    expect(record).toMatchObject({ event: 'product.created', state: 'delivered' })
    expect(record?.attempts.map(({ status }) => status)).toEqual([500, null, 204])
    world.control.advance(100 * HOUR)
    expect(await world.control.settle()).toEqual({ delivered: 0, failed: 0, pending: 0, next_due_at: null })
  })

  it('end after three days and switch that resource off until a person switches it on again', async () => {
    const world = await openWorld()
    world.receiver.answer(503)
    world.control.addProduct(world.company_id, { name: 'Caneca' })
    await world.control.settle()
    for (const gap of RETRY_GAPS_MS) {
      world.control.advance(gap)
      await world.control.settle()
    }
    expect(RETRY_GAPS_MS.reduce((sum, gap) => sum + gap, 0)).toBeLessThanOrEqual(72 * HOUR)
    expect(world.receiver.received).toHaveLength(RETRY_GAPS_MS.length + 1)
    expect(world.sandbox.webhooks()[0]?.state).toBe('failed')
    world.receiver.answer(200)
    const make = () => world.control.addProduct(world.company_id, { name: 'Outra', stock: [{ quantity: 1 }] })
    const heard = async () => {
      world.receiver.received.length = 0
      make()
      await world.settle()
      return world.receiver.events().map(({ event }) => event)
    }
    expect(await heard()).toEqual(['stock.created'])
    const { webhook_resources } = world.control.patchApp(world.client_id, {})
    expect(webhook_resources).not.toContain('product')
    world.control.patchApp(world.client_id, { webhook_resources: ['product'] })
    expect(await heard()).toEqual(['product.created'])
  })
})

describe('the older callbacks', () => {
  it('are unsigned forms with the balances as strings, and orders with their items', async () => {
    const world = await openWorld()
    world.control.patchApp(world.client_id, { webhook_url: null })
    world.control.patchCompany(world.company_id, { settings: { callback_url: world.receiver.url } })
    const { product_id } = world.control.addProduct(world.company_id, {
      name: 'Água & gás',
      sku: '10001',
      price: 5,
      stock: [{ quantity: 9 }],
    })
    world.control.addOrder(world.company_id, { items: [{ product_id, quantity: 2 }] })
    await world.settle()
    const [stock, order] = world.receiver.received
    expect(stock?.headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(stock?.headers['x-bling-signature-256']).toBeUndefined()
    const read = (raw = '') => JSON.parse(new URLSearchParams(raw).get('data') ?? '').retorno
    expect(read(stock?.raw).estoques[0].estoque).toMatchObject({
      codigo: '10001',
      nome: 'Água & gás',
      estoqueAtual: 9,
      depositos: [{ deposito: { nome: 'Geral', saldo: '9.0000000000', desconsiderar: 'N' } }],
    })
    expect(read(order?.raw).pedidos[0].pedido).toMatchObject({
      totalvenda: '10.00',
      situacao: 'Em aberto',
      itens: [{ item: { codigo: '10001', quantidade: '2.0000' } }],
    })
  })
})
