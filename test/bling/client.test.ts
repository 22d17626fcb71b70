import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fromUnits } from '../../src/domain/sync/quantity.ts'
import type { BlingClient } from '../../src/server/bling/client/bling-client.ts'
import { apiCalls, type BlingBench, openBlingBench, type Shop } from './support/bling-bench.ts'

let bench: BlingBench
let shop: Shop
let client: BlingClient

beforeAll(async () => {
  bench = await openBlingBench()
  bench.sandbox.control.setLimits({ per_second: 0, ip_rules: false })
})
afterAll(() => bench.close())
beforeEach(async () => {
  bench.sandbox.control.setFaults([])
  shop = await bench.shop('Loja W')
  client = bench.client(bench.open(), shop)
})

const product = (sku: string, quantity: number) =>
  String(
    bench.sandbox.control.addProduct(shop.company_id, { name: sku, sku, price: 49.9, stock: [{ quantity }] })
      .product_id,
  )
const fault = (kind: 'timeout_after' | 'bad_gateway_before' | 'disconnect_before', times: number) =>
  bench.sandbox.control.setFaults([
    { kind, times, company_id: shop.company_id, operation: '*', delay_ms: 5000 },
  ])
const move = (product_id: string, operation: 'E' | 'S' | 'B', units: number) =>
  client.stock.move({
    product_id,
    deposit_id: shop.deposit_id,
    operation,
    quantity: fromUnits(units),
    notes: 'EstoqueUni: sincronização [eu:1]',
  })
const physical = async (product_id: string) =>
  (await client.stock.balances([product_id]))[0]?.deposits[0]?.physical

describe('the client of an account', () => {
  it('says whose account it is by the id that events carry', async () => {
    expect(await client.company()).toEqual({ company_id: shop.company_id, name: 'Loja W' })
  })

  it('lists active and inactive deposits, and creates one', async () => {
    const bling_id = await client.deposits.create({ name: 'Compartilhado', ignored_in_totals: true })
    bench.sandbox.control.patchDeposit(shop.company_id, Number(bling_id), { is_active: false })
    const deposits = await client.deposits.list()
    expect(deposits).toEqual([
      expect.objectContaining({ bling_id: shop.deposit_id, is_default: true, is_active: true }),
      { bling_id, name: 'Compartilhado', is_active: false, is_default: false, ignored_in_totals: true },
    ])
  })

  it('moves stock by entry, withdrawal and balance, exact to the fraction (sync 15)', async () => {
    const id = product('CANECA-01', 10)
    await move(id, 'E', 0.3)
    await move(id, 'S', 3)
    expect(await physical(id)).toBe(fromUnits(7.3))
    await move(id, 'B', 5)
    expect(await physical(id)).toBe(fromUnits(5))
    const call = apiCalls(bench, shop.company_id).findLast((one) => one.operation === 'POST /estoques')
    expect(call?.body).toMatchObject({
      operacao: 'B',
      quantidade: 5,
      observacoes: expect.stringContaining('[eu:1]'),
    })
  })

  it('reads balances in batches of a hundred, and leaves out what is not answered (sync 9)', async () => {
    const ids = Array.from({ length: 101 }, (_, n) => product(`SKU-${n}`, n))
    const rows = await client.stock.balances([...ids, '999999999'])
    expect(rows.map((row) => row.product_id).sort()).toEqual([...ids].sort())
    const asked = apiCalls(bench, shop.company_id).filter((call) => call.operation === 'GET /estoques/saldos')
    expect(asked).toHaveLength(2)
  })

  it('finds products by code as text, among active ones only (sync 56)', async () => {
    const seven = product('7', 1)
    const padded = product('007', 1)
    const inactive = product('8', 1)
    bench.sandbox.control.patchProduct(shop.company_id, Number(inactive), { situation: 'I' })
    const rows = await client.products.byCodes(['007', '8'])
    expect(rows.map((row) => row.product_id)).toEqual([padded])
    expect(
      (await client.products.byIds([seven, inactive])).map((row) => [row.product_id, row.status]),
    ).toEqual(
      expect.arrayContaining([
        [seven, 'active'],
        [inactive, 'inactive'],
      ]),
    )
  })

  it('walks all pages of products and gives prices in cents', async () => {
    for (let n = 0; n < 205; n += 1) product(`P-${n}`, 0)
    const sizes: number[] = []
    for await (const page of client.products.pages({ status: 'active' })) {
      sizes.push(page.length)
      expect(page[0]?.price_cents).toBe(4990)
    }
    expect(sizes).toEqual([100, 100, 5])
  })

  it('reads what a kit is made of (sync 53)', async () => {
    const part = product('CANECA-01', 19)
    const { product_id } = bench.sandbox.control.addProduct(shop.company_id, {
      name: 'Kit de duas',
      sku: 'KIT2',
      format: 'E',
      structure: {
        tipoEstoque: 'V',
        lancamentoEstoque: 'M',
        componentes: [{ produto: { id: Number(part) }, quantidade: 2 }],
      },
    })
    expect(await client.products.detail(String(product_id))).toMatchObject({
      kind: 'kit',
      kit_stock: 'virtual',
      components: [{ product_id: part, quantity: fromUnits(2) }],
    })
  })

  it('tells an unknown product from a failure', async () => {
    await expect(client.products.detail('999999999')).rejects.toMatchObject({
      kind: 'not_found',
      ambiguous: false,
    })
  })

  it('repeats a read that gets no answer, three times at most (sync 17)', async () => {
    fault('disconnect_before', 2)
    await expect(client.company()).resolves.toMatchObject({ name: 'Loja W' })
    fault('bad_gateway_before', 3)
    await expect(client.company()).rejects.toMatchObject({
      kind: 'unavailable',
      ambiguous: false,
      status: 502,
    })
    expect(apiCalls(bench, shop.company_id)).toHaveLength(6)
  }, 30_000)

  it('never repeats a write without an answer, and says that it may have been done', async () => {
    const id = product('CANECA-01', 10)
    fault('timeout_after', 1)
    await expect(move(id, 'E', 1)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'timeout',
      ambiguous: true,
    })
    expect(await physical(id)).toBe(fromUnits(11))
  })

  it('repeats a write that was refused for the rate, because nothing was done', async () => {
    const id = product('CANECA-01', 10)
    bench.sandbox.control.setFaults([
      { kind: 'rate_limit_second', times: 1, company_id: shop.company_id, operation: 'POST /estoques' },
    ])
    await move(id, 'E', 1)
    expect(await physical(id)).toBe(fromUnits(11))
  })

  it('tells why Bling refused, in its own words', async () => {
    const error = await move('999999999', 'E', 1).catch((reason) => reason)
    expect(error).toMatchObject({ kind: 'invalid', status: 400, code: 'VALIDATION_ERROR', ambiguous: false })
    expect(error.detail).toContain('não foi encontrado')
    expect(error.request_id).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('says that a scope is missing', async () => {
    bench.sandbox.control.patchApp(bench.client_id, { scopes: ['Empresas'] })
    const narrow = await bench.shop('Loja Y')
    bench.sandbox.control.patchApp(bench.client_id, {
      scopes: ['Empresas', 'Estoques', 'Depositos', 'Produtos', 'PedidosVenda'],
    })
    await expect(bench.client(bench.open(), narrow).deposits.list()).rejects.toMatchObject({
      kind: 'auth',
      code: 'insufficient_scope',
    })
  })
})
