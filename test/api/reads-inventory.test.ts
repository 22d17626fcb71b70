import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { INVENTORY_SORTS } from '../../src/contract/inventory.ts'
import { BOTTLE, makeProduct, putLevel } from '../support/stock.ts'
import { type Caller, clockAt, startTestApp, type TestApp } from '../support/test-app.ts'

const clock = clockAt('2026-11-20T15:00:00Z')
let test: TestApp
let owner: Caller
let branch_id: string

beforeAll(async () => {
  test = await startTestApp({ clock })
  owner = test.owner
  branch_id = test.branch_id
})
afterAll(() => test.close())

const names = (reply: { body: { items: { product: { name: string } }[] } }) =>
  reply.body.items.map((item) => item.product.name)

describe('one item', () => {
  it('shows boxes, open box and total (stock 1)', async () => {
    const product_id = await makeProduct(owner, { name: 'Heineken' })
    await putLevel(owner, branch_id, product_id, 5, 8)
    const { status, body } = await owner.get(`/inventory/${product_id}?branch_id=${branch_id}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      id: `${branch_id}:${product_id}`,
      closed_boxes: 5,
      open_box_units: 8,
      total_bottles: 68,
      qty_units: 68,
      days_until_stockout: null,
      stockout_status: 'no_consumption',
      suggested_reorder: 0,
      status: 'ok',
      product: { name: 'Heineken', units_per_box: 12 },
    })
  })

  it('counts a dose product in doses and says its bottles apart (stock 53)', async () => {
    const product_id = await makeProduct(owner, BOTTLE)
    await putLevel(owner, branch_id, product_id, 1, 1, 22)
    const { body } = await owner.get(`/inventory/${product_id}?branch_id=${branch_id}`)
    expect(body).toMatchObject({ qty_units: 197, total_bottles: 7, open_bottle_doses: 22 })
  })

  it('is not found under another branch or id', async () => {
    const unknown = '01900000-0000-7000-8000-000000000000'
    const product_id = await makeProduct(owner)
    expect((await owner.get(`/inventory/${unknown}?branch_id=${branch_id}`)).status).toBe(404)
    expect((await owner.get(`/inventory/${product_id}?branch_id=${unknown}`)).status).toBe(404)
    expect((await owner.get(`/inventory/${product_id}`)).status).toBe(422)
  })

  it('is colored by its alert: equal is low, zero is out, below is divergent too (stock 72)', async () => {
    const levels = { 'Alerta dez': 10, 'Alerta onze': 11, 'Alerta zero': 0, 'Alerta menos': 1 }
    for (const [name, units] of Object.entries(levels)) {
      const product_id = await makeProduct(owner, { name, low_stock_alert: 10 })
      if (units > 0) await putLevel(owner, branch_id, product_id, 0, units)
      if (name === 'Alerta menos') await sellOffline(product_id, 3)
    }
    const found = await owner.get('/inventory?search=alerta&sort=name')
    expect(
      found.body.items.map((item: { product: { name: string }; status: string }) => [
        item.product.name,
        item.status,
      ]),
    ).toEqual([
      ['Alerta dez', 'low'],
      ['Alerta menos', 'divergent'],
      ['Alerta onze', 'ok'],
      ['Alerta zero', 'out'],
    ])
    expect(names(await owner.get('/inventory?search=alerta&status=low'))).toEqual(['Alerta dez'])
    expect(names(await owner.get('/inventory?search=alerta&status=ok'))).toEqual(['Alerta onze'])
    expect(names(await owner.get('/inventory?search=alerta&status=divergent'))).toEqual(['Alerta menos'])
    expect(names(await owner.get('/inventory?search=alerta&status=out'))).toEqual([
      'Alerta menos',
      'Alerta zero',
    ])
    expect(names(await owner.get('/inventory?search=alerta&sort=status'))).toEqual([
      'Alerta menos',
      'Alerta zero',
      'Alerta dez',
      'Alerta onze',
    ])
  })
})

describe('the list', () => {
  it('finds products by name, SKU and bar code, whatever accents and case', async () => {
    await makeProduct(owner, { name: 'Açaí com Guaraná', sku: 'ÁGUA/01%', gtin: '7891000315507' })
    for (const words of ['acai', 'GUARANÁ', 'agua/01', '01%', '7891000315507', '3155'])
      expect(names(await owner.get(`/inventory?search=${encodeURIComponent(words)}`))).toEqual([
        'Açaí com Guaraná',
      ])
    for (const words of ['açaí %guaraná', '_caí', 'nada'])
      expect(names(await owner.get(`/inventory?search=${encodeURIComponent(words)}`))).toEqual([])
  })

  it('follows the Portuguese alphabet', async () => {
    for (const name of ['zz Água', 'zz abacaxi', 'zz Ázeite', 'zz agrião']) await makeProduct(owner, { name })
    expect(names(await owner.get('/inventory?search=zz&sort=name'))).toEqual([
      'zz abacaxi',
      'zz agrião',
      'zz Água',
      'zz Ázeite',
    ])
  })

  it.each(INVENTORY_SORTS.flatMap((sort) => [sort, `-${sort}`]))(
    'gives every item once, page by page, sorted by %s',
    async (sort) => {
      const whole = await owner.get(`/inventory?sort=${sort}&limit=200`)
      const paged: unknown[] = []
      let cursor: string | null = null
      do {
        const from: string = cursor === null ? '' : `&cursor=${cursor}`
        const page = await owner.get(`/inventory?sort=${sort}&limit=3${from}`)
        expect(page.status).toBe(200)
        paged.push(...page.body.items)
        cursor = page.body.next_cursor
      } while (cursor !== null)
      expect(paged).toEqual(whole.body.items)
      expect(paged.length).toBeGreaterThan(10)
      expect(new Set(whole.body.items.map((item: { id: string }) => item.id)).size).toBe(paged.length)
      expectSorted(whole.body.items, sort)
    },
  )

  it('puts items without a forecast last in both directions', async () => {
    const sold = await makeProduct(owner, { name: 'Com consumo' })
    await putLevel(owner, branch_id, sold, 2, 0)
    await owner.post('/sales', { branch_id, lines: [{ product_id: sold, sold_as: 'unit', quantity: 2 }] })
    await owner.post('/inventory/consumption', {})
    for (const sort of ['days_until_stockout', '-days_until_stockout']) {
      const { items } = (await owner.get(`/inventory?sort=${sort}&limit=200`)).body
      expect(items[0].days_until_stockout).not.toBeNull()
      expect(items.at(-1).days_until_stockout).toBeNull()
    }
  })

  it('refuses a cursor of another order, and words that are no order', async () => {
    const page = await owner.get('/inventory?sort=name&limit=1')
    const other = await owner.get(`/inventory?sort=sku&cursor=${page.body.next_cursor}`)
    expect(other).toMatchObject({ status: 422, body: { code: 'INVALID_VALUES' } })
    expect((await owner.get('/inventory?sort=price')).status).toBe(422)
  })

  it('hides archived products', async () => {
    const product_id = await makeProduct(owner, { name: 'Vai embora' })
    expect(names(await owner.get('/inventory?search=vai embora'))).toEqual(['Vai embora'])
    await owner.post(`/products/${product_id}/archive`)
    expect(names(await owner.get('/inventory?search=vai embora'))).toEqual([])
  })

  it('says how far in the ledger its numbers go', async () => {
    const page = await owner.get('/inventory?limit=1')
    const newest = await owner.get('/movements?limit=1')
    expect(page.body.ledger_seq).toBe(newest.body.items[0].seq)
  })
})

describe('an item as it was', () => {
  it('shows what had happened by an instant, late facts included', async () => {
    const product_id = await makeProduct(owner)
    const at = async (instant: string) => {
      const { body } = await owner.get(`/inventory/${product_id}?branch_id=${branch_id}&as_of=${instant}`)
      return [body.closed_boxes, body.open_box_units, body.qty_units]
    }
    clock.set('2026-11-21T12:00:00Z')
    await putLevel(owner, branch_id, product_id, 5, 0)
    clock.set('2026-11-21T14:00:00Z')
    await owner.post('/sales', { branch_id, lines: [{ product_id, sold_as: 'unit', quantity: 2 }] })
    clock.set('2026-11-21T16:00:00Z')
    await sellOffline(product_id, 1, '2026-11-21T13:00:00Z')
    clock.set('2026-11-22T16:00:00Z')
    await sellOffline(product_id, 1, '2026-11-21T13:30:00Z')

    expect(await at('2026-11-21T11:59:59Z')).toEqual([0, 0, 0])
    expect(await at('2026-11-21T12:30:00Z')).toEqual([5, 0, 60])
    expect(await at('2026-11-21T13:15:00Z')).toEqual([4, 11, 59])
    expect(await at('2026-11-21T13:45:00Z')).toEqual([4, 10, 58])
    expect(await at('2026-11-21T15:00:00Z')).toEqual([4, 8, 56])
    expect(await at('2026-11-23T00:00:00Z')).toEqual([4, 8, 56])
  })
})

let device_seq = 0

/** A sale that a device made without network; nothing can refuse it. */
async function sellOffline(product_id: string, quantity: number, occurred_at = clock.now().toISOString()) {
  device_seq += 1
  const reply = await owner.post('/offline/operations', {
    device_id: 'caixa-1',
    device_now: clock.now().toISOString(),
    operations: [
      {
        op_id: `op-${device_seq}`,
        device_seq,
        kind: 'sale',
        occurred_at,
        payload: { branch_id, lines: [{ product_id, sold_as: 'unit', quantity }] },
      },
    ],
  })
  expect(reply.body.results[0]).toMatchObject({ result: 'applied' })
}

type Item = Record<string, unknown> & { product: Record<string, unknown> }

const RANKS: Record<string, number> = { divergent: 0, out: 1, low: 2, ok: 3 }

function expectSorted(items: readonly Item[], sort: string): void {
  const name = sort.replace('-', '')
  const sortedBy = (item: Item) => (name in item ? item[name] : item.product[name])
  const compare = (one: unknown, other: unknown): number => {
    if (one === null || other === null) return Number(one === null) - Number(other === null)
    const sign = sort.startsWith('-') ? -1 : 1
    if (name === 'status') return sign * ((RANKS[String(one)] ?? 9) - (RANKS[String(other)] ?? 9))
    if (typeof one === 'number') return sign * (one - Number(other))
    if (name === 'name' || name === 'category')
      return sign * String(one).localeCompare(String(other), 'pt-BR')
    return sign * (String(one) < String(other) ? -1 : Number(one !== other))
  }
  for (const [index, item] of items.slice(1).entries()) {
    const before = items[index]
    if (before !== undefined) expect(compare(sortedBy(before), sortedBy(item))).toBeLessThanOrEqual(0)
  }
}
