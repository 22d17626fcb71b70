import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeProduct, putLevel } from '../support/stock.ts'
import { clockAt, startTestApp, type TestApp } from '../support/test-app.ts'

const clock = clockAt('2026-11-20T22:00:00.000Z')
const NOBODY = '0199a000-0000-7000-8000-000000000000'
let test: TestApp
beforeAll(async () => {
  test = await startTestApp({ clock })
})
afterAll(() => test.close())

let made = 0
/** Sends one operation that the server cannot apply; gives its id. */
async function quarantined(kind: string, payload: object): Promise<string> {
  made += 1
  const op_id = `op-${made}`
  const operation = { op_id, device_seq: made, kind, occurred_at: clock.now().toISOString(), payload }
  const reply = await test.owner.post('/offline/operations', {
    device_id: 'PC1',
    device_now: clock.now().toISOString(),
    operations: [operation],
  })
  expect(reply.body.results[0].result).toBe('quarantined')
  return op_id
}
const dismiss = (op_id: string) => test.owner.post(`/offline/quarantine/${op_id}/dismiss`)
const repack = (product_id: string, change: object = { units_per_box: 24 }) =>
  test.owner.patch(`/products/${product_id}`, change)

describe('another packing while something that a device did waits (stock 51, 81)', () => {
  it('is refused with what waits, changes nothing, and goes through when nothing waits any more', async () => {
    const id = await makeProduct(test.owner, { name: 'Heineken' })
    await putLevel(test.owner, test.branch_id, id, 5, 3)
    const lines = [
      { product_id: id, quantity: 1 },
      { product_id: NOBODY, quantity: 1 },
    ]
    const sale = await quarantined('sale', { branch_id: test.branch_id, lines })
    clock.advance(60_000)
    const loss = { branch_id: test.branch_id, product_id: id, quantity: 1, reason: 'Sumiu' }
    const waiting = await quarantined('loss', loss)
    const refused = await repack(id)
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject({
      code: 'OPERATIONS_WAITING',
      detail:
        'Esperam 2 operações de Heineken feitas sem internet, na embalagem de agora (venda, perda). Aplique ou descarte em Divergências e mude a embalagem depois.',
      waiting: 2,
      kinds: ['loss', 'sale'],
      oldest_occurred_at: '2026-11-20T22:00:00.000Z',
    })
    expect((await test.owner.get(`/products/${id}`)).body.units_per_box).toBe(12)
    const unrelated = { unit_price_cents: 1000, low_stock_alert: 3, dose_mode: 'bottle_per_sale' }
    expect((await repack(id, unrelated)).status).toBe(200)
    await dismiss(sale)
    expect((await repack(id)).body.detail).toMatch(/^Espera 1 operação de Heineken feita sem internet/)
    await dismiss(waiting)
    expect((await repack(id)).body).toMatchObject({ units_per_box: 24 })
  })

  it('finds the product by the codes it has and had, and by the sale or purchase that is meant', async () => {
    const gtins = { gtin: '7891000315507', box_gtin: '17891000315504' }
    const id = await makeProduct(test.owner, { sku: 'CODIGO-1', ...gtins })
    const other = await makeProduct(test.owner)
    await putLevel(test.owner, test.branch_id, id, 5, 0)
    const line = { product_id: id, quantity: 1 }
    const sale = await test.owner.post('/sales', { branch_id: test.branch_id, lines: [line] }, 'sold-here')
    await test.owner.post(`/sales/${sale.body.id}/cancel`)
    const beach = (await test.owner.post('/branches', { name: 'Praia' })).body.id
    const purchase = await test.owner.post('/purchases', {
      ...{ branch_id: beach, status: 'pending' },
      lines: [{ product_id: id, boxes: 1 }],
    })
    await test.owner.patch(`/branches/${beach}`, { is_active: false })
    const unknown = { sku: 'NINGUEM', quantity: 1 }
    const soldAs = (code: object) => ({
      branch_id: test.branch_id,
      lines: [{ ...code, quantity: 1 }, unknown],
    })
    const operations: [string, object][] = [
      ['sale', soldAs({ sku: ' CODIGO-1 ' })],
      ['sale', soldAs({ gtin: '17891000315504' })],
      ['sale', soldAs({ product_id: id.toUpperCase() })],
      ['sale_cancel', { sale_id: sale.body.id }],
      ['sale_cancel', { sale_op_id: 'sold-here' }],
      ['purchase_receive', { purchase_id: purchase.body.id }],
    ]
    for (const [kind, payload] of operations) {
      const op_id = await quarantined(kind, payload)
      const renamed = await repack(id, { units_per_box: 24, sku: 'CODIGO-2' })
      expect([payload, renamed.body.code]).toEqual([payload, 'OPERATIONS_WAITING'])
      expect((await repack(other, { units_per_box: made + 100 })).status).toBe(200)
      await dismiss(op_id)
    }
    expect((await repack(id)).status).toBe(200)
  })

  it('reads whatever a device may have sent', async () => {
    const id = await makeProduct(test.owner)
    const nonsense: [string, object][] = [
      ['sale', { lines: 'nenhuma' }],
      ['sale', { lines: [null, 3, 'texto', [id]] }],
      ['sale_cancel', { sale_id: 'esta' }],
      ['sale_cancel', { sale_op_id: { uma: 'outra' } }],
      ['purchase_receive', { purchase_id: 7 }],
      ['loss', {}],
    ]
    for (const [kind, payload] of nonsense) await quarantined(kind, payload)
    expect((await repack(id)).status).toBe(200)
  })

  it('refuses that row of a file alone', async () => {
    const [held, free] = [
      await makeProduct(test.owner, { sku: 'F-1' }),
      await makeProduct(test.owner, { sku: 'F-2' }),
    ]
    const waiting = await quarantined('box_opening', { branch_id: NOBODY, product_id: held })
    const csv = 'sku;units_per_box\nF-1;24\nF-2;24'
    for (const query of ['?preview=true', '']) {
      const { body } = await test.owner.post(`/products/import${query}`, { csv })
      expect(body).toMatchObject({ refused: 1, updated: 1 })
      expect(body.rows[0].fields[0].message).toContain('Espera 1 operação')
    }
    expect((await test.owner.get(`/products/${free}`)).body.units_per_box).toBe(24)
    await dismiss(waiting)
  })
})
