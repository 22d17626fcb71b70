import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../src/server/db/sql.ts'
import { makeProduct, putLevel } from '../support/stock.ts'
import { type Caller, startTestApp, type TestApp } from '../support/test-app.ts'

let test: TestApp
let owner: Caller
beforeAll(async () => {
  test = await startTestApp()
  owner = test.owner
})
afterAll(() => test.close())

type LevelRow = {
  closed_boxes: number
  open_box_units: number
  qty_units: number
  units_per_box: number | null
  doses_per_bottle: number | null
  low_stock_alert: number
  target_days: number
  status: string
  is_listed: boolean
  sold_15d: number
}
/** The rows of a product's levels, by branch name. */
async function levels(product_id: string): Promise<LevelRow[]> {
  return test.app.database.tenant(test.tenant_id, (tx) =>
    tx.query<LevelRow>(sql`
      select i.* from inventory_items i join branches b on b.tenant_id = i.tenant_id and b.id = i.branch_id
       where i.tenant_id = ${tx.tenant_id} and i.product_id = ${product_id} order by b.name`),
  )
}
async function rows(product_id: string): Promise<Record<string, unknown>[]> {
  return test.app.database.tenant(test.tenant_id, (tx) =>
    tx.query<Record<string, unknown>>(sql`
      select movement_type, quantity, quantity_before, quantity_after, closed_boxes_after, open_box_after, notes, lots
        from stock_movements where tenant_id = ${tx.tenant_id} and product_id = ${product_id} order by seq`),
  )
}

describe('branches', () => {
  it('adds one, with every product there at zero', async () => {
    const product = await makeProduct(owner, { units_per_box: 24, low_stock_alert: 3 })
    const made = await owner.post('/branches', { name: 'Praia' })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ name: 'Praia', is_active: true })
    const [, praia] = await levels(product)
    expect(praia).toMatchObject({
      qty_units: 0,
      units_per_box: 24,
      low_stock_alert: 3,
      status: 'out',
      is_listed: true,
    })
  })

  it('refuses a name that differs only in case and accents', async () => {
    await owner.post('/branches', { name: 'Depósito' })
    const reply = await owner.post('/branches', { name: 'DEPOSITO' })
    expect(reply.status).toBe(409)
    expect(reply.body.code).toBe('NAME_TAKEN')
  })

  it('renames one and closes it to movements', async () => {
    const { body } = await owner.post('/branches', { name: 'Feira' })
    const reply = await owner.patch(`/branches/${body.id}`, { name: 'Feira de sábado', is_active: false })
    expect(reply.body).toMatchObject({ id: body.id, name: 'Feira de sábado', is_active: false })
    const product_id = await makeProduct(owner)
    const count = await owner.post('/inventory/counts', {
      branch_id: body.id,
      lines: [{ product_id, closed_boxes: 1, open_box_units: 0 }],
    })
    expect(count.body.code).toBe('BRANCH_INACTIVE')
  })

  it('lists page by page without missing one', async () => {
    const all = await owner.get('/branches')
    const names: string[] = []
    let cursor = ''
    do {
      const { body } = await owner.get(`/branches?limit=1${cursor}`)
      names.push(...body.items.map((one: { name: string }) => one.name))
      cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`
    } while (cursor !== '')
    expect(names).toEqual(all.body.items.map((one: { name: string }) => one.name))
    expect(names.length).toBeGreaterThan(2)
  })
})

describe('products', () => {
  it('adds one with quiet defaults and shows it with zero in every branch', async () => {
    const made = await owner.post('/products', { sku: '007', name: 'Água com gás' })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      sku: '007',
      box_tracking: false,
      dose_mode: 'open_bottle',
      low_stock_alert: 10,
      is_active: true,
      unit_price_cents: null,
    })
    expect((await owner.get(`/products/${made.body.id}`)).body).toEqual(made.body)
    const all = await levels(made.body.id)
    expect(all.length).toBe((await owner.get('/branches')).body.items.length)
    expect(all.every((level) => level.qty_units === 0 && level.target_days === 15)).toBe(true)
  })

  it('keeps SKUs apart that only look alike, and refuses the same one', async () => {
    expect((await owner.post('/products', { sku: '7', name: 'Sete' })).status).toBe(201)
    const again = await owner.post('/products', { sku: '7', name: 'Outro' })
    expect(again.status).toBe(409)
    expect(again.body).toMatchObject({ code: 'SKU_TAKEN', sku: '7' })
  })

  it('lets exactly one of two that take a SKU at the same moment', async () => {
    const replies = await Promise.all(
      [1, 2, 3, 4].map((n) => owner.post('/products', { sku: 'RACE', name: `Corrida ${n}` })),
    )
    expect(replies.map((reply) => reply.status).sort()).toEqual([201, 409, 409, 409])
  })

  it('answers a repeated key with the first answer, and another body under it with a refusal', async () => {
    const body = { sku: 'KEY-1', name: 'Chave' }
    const first = await owner.post('/products', body, 'product-key-1')
    const second = await owner.post('/products', body, 'product-key-1')
    expect(second.body).toEqual(first.body)
    expect(second.headers['idempotency-replayed']).toBe('true')
    const other = await owner.post('/products', { ...body, name: 'Outra' }, 'product-key-1')
    expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED')
  })

  it('refuses a bar code whose check digit is wrong', async () => {
    const reply = await owner.post('/products', { sku: 'G1', name: 'Gtin', gtin: '7891234567890' })
    expect(reply.status).toBe(422)
    expect(reply.body.fields).toEqual([{ path: 'gtin', message: expect.stringContaining('dígito') }])
  })

  it('warns of a bar code that another product has too', async () => {
    await owner.post('/products', { sku: 'EAN-1', name: 'Um', box_gtin: '17891910000194' })
    const { status, body } = await owner.post('/products', {
      sku: 'EAN-2',
      name: 'Dois',
      gtin: '17891910000194',
    })
    expect(status).toBe(201)
    expect(body.warnings).toEqual([expect.stringContaining('17891910000194 é também do produto EAN-1')])
  })

  it('refuses boxes without their size, and doses without a number of them (stock 64)', async () => {
    const box = await owner.post('/products', { sku: 'B1', name: 'Caixa', box_tracking: true })
    expect(box.body.fields[0].path).toBe('units_per_box')
    for (const doses of [{}, { doses_per_bottle: 0 }, { doses_per_bottle: null }]) {
      const reply = await owner.post('/products', { sku: 'D1', name: 'Dose', dose_enabled: true, ...doses })
      expect(reply.status).toBe(422)
      expect(reply.body.fields[0].path).toBe('doses_per_bottle')
    }
  })

  it('warns of a pack without discount and saves it (stock 29)', async () => {
    const pack = { muntu_enabled: true, muntu_quantity: 3, muntu_price_cents: 2700 }
    const reply = await owner.post('/products', { sku: 'M29', name: 'Lata', unit_price_cents: 900, ...pack })
    expect(reply.status).toBe(201)
    expect(reply.body.warnings).toEqual([expect.stringContaining('sem desconto')])
    expect((await owner.get(`/products/${reply.body.id}`)).body.warnings).toEqual(reply.body.warnings)
  })

  it('holds a dearer pack until it is confirmed, and one below the least margin for good (stock 30)', async () => {
    const pack = { muntu_enabled: true, muntu_quantity: 6, muntu_price_cents: 6000, unit_price_cents: 900 }
    const held = await owner.post('/products', { sku: 'M30', name: 'Balde', ...pack })
    expect(held.body.code).toBe('MUNTU_WITHOUT_SAVING')
    const confirmed = await owner.post('/products', {
      sku: 'M30',
      name: 'Balde',
      ...pack,
      confirm_no_saving: true,
    })
    expect(confirmed.status).toBe(201)
    const renamed = await owner.patch(`/products/${confirmed.body.id}`, { name: 'Balde novo' })
    expect(renamed.status).toBe(200)

    await owner.patch('/settings', { min_margin_percent: 30 })
    const cheap = { ...pack, muntu_price_cents: 3000, cost_cents: 400, confirm_no_saving: true }
    const below = await owner.post('/products', { sku: 'M31', name: 'Barato', ...cheap })
    expect(below.body).toMatchObject({ code: 'MUNTU_BELOW_MARGIN', min_margin_percent: 30 })
    await owner.patch('/settings', { min_margin_percent: null })
  })

  it('finds by part of the name without accents, by SKU and by either bar code', async () => {
    const gtins = { gtin: '7891000315507', box_gtin: '17891000315504' }
    const id = await makeProduct(owner, { name: 'Açaí da Amazônia 100%', sku: 'ACAI_1', ...gtins })
    const found = async (query: string) =>
      (await owner.get(`/products?${query}`)).body.items.map((p: { id: string }) => p.id)
    for (const query of [
      'search=ACAI',
      'search=amazonia',
      'search=100%25',
      'search=acai_1',
      'search=315507',
    ]) {
      expect(await found(query)).toEqual([id])
    }
    expect(await found('gtin=17891000315504')).toEqual([id])
    expect(await found('sku=ACAI_1')).toEqual([id])
    expect(await found('search=a_ai')).toEqual([])
  })

  it('answers 404 for an id of nobody and 400 for an address the database cannot hold', async () => {
    expect((await owner.get('/products/0199a000-0000-7000-8000-000000000000')).status).toBe(404)
    expect((await owner.get('/products/abc')).status).toBe(404)
    expect((await owner.get('/products?search=%00')).status).toBe(400)
  })

  it('keeps alert and target of every level in step', async () => {
    const id = await makeProduct(owner, { low_stock_alert: 10 })
    await putLevel(owner, test.branch_id, id, 1, 0)
    expect((await levels(id)).some((level) => level.status === 'ok')).toBe(true)
    await owner.patch(`/products/${id}`, { low_stock_alert: 12, target_days: 30 })
    const after = await levels(id)
    expect(after.find((level) => level.qty_units === 12)).toMatchObject({
      low_stock_alert: 12,
      target_days: 30,
      status: 'low',
    })
  })

  it('brings the company’s target to every product that has none of its own', async () => {
    const follows = await makeProduct(owner)
    const own = await makeProduct(owner, { target_days: 40 })
    await owner.patch('/settings', { target_days: 20 })
    expect(new Set((await levels(follows)).map((level) => level.target_days))).toEqual(new Set([20]))
    expect(new Set((await levels(own)).map((level) => level.target_days))).toEqual(new Set([40]))
    await owner.patch('/settings', { target_days: 15 })
    expect(new Set((await levels(follows)).map((level) => level.target_days))).toEqual(new Set([15]))
  })

  it('leaves a trace of what was and became', async () => {
    const id = await makeProduct(owner, { unit_price_cents: 900 })
    await owner.patch(`/products/${id}`, { unit_price_cents: 950 })
    await owner.patch(`/products/${id}`, { unit_price_cents: 950 })
    const { body } = await owner.get(`/audit?target=${id}`)
    expect(body.items.map((entry: { action: string }) => entry.action)).toEqual([
      'product.changed',
      'product.created',
    ])
    expect(body.items[0].facts).toEqual({ unit_price_cents: { before: 900, after: 950 } })
  })
})

describe('who may do what', () => {
  /** Signs somebody in who has this role, in these branches or all. */
  async function person(role: string, branch_ids: readonly string[] | null): Promise<Caller> {
    const login = {
      email: `${role}${branch_ids?.length ?? ''}@bar.example`,
      password: 'outra senha bem longa',
    }
    const made = await owner.post('/users', { ...login, name: role, role, branch_ids })
    expect(made.status).toBe(201)
    return test.as((await owner.post('/auth/sign-in', login)).body.token)
  }

  it('lets everyone read, and only who keeps the catalogue write', async () => {
    const id = await makeProduct(owner)
    for (const role of ['cashier', 'counter', 'viewer']) {
      const one = await person(role, null)
      expect((await one.get(`/products/${id}`)).status).toBe(200)
      const writes = [
        one.post('/products', { sku: `NO-${role}`, name: 'Não' }),
        one.patch(`/products/${id}`, { name: 'Não' }),
        one.post(`/products/${id}/archive`),
        one.post('/products/import', { csv: 'sku\nX' }),
        one.post('/branches', { name: `Não ${role}` }),
        one.patch(`/branches/${test.branch_id}`, { name: 'Não' }),
      ]
      expect((await Promise.all(writes)).map((reply) => reply.status)).toEqual([403, 403, 403, 403, 403, 403])
    }
    expect((await test.as('').get('/products')).status).toBe(401)
  })

  it('keeps who reaches some branches inside them', async () => {
    const { body: other } = await owner.post('/branches', { name: 'Longe' })
    const manager = await person('manager', [test.branch_id])
    const { body } = await manager.get('/branches')
    expect(body.items.map((one: { id: string }) => one.id)).toEqual([test.branch_id])
    expect((await manager.patch(`/branches/${other.id}`, { name: 'Perto' })).body.code).toBe(
      'BRANCH_FORBIDDEN',
    )
    expect((await manager.post('/branches', { name: 'Nova' })).status).toBe(403)
    const id = await makeProduct(owner)
    expect((await manager.patch(`/products/${id}`, { unit_price_cents: 5 })).status).toBe(200)
    await putLevel(owner, test.branch_id, id, 1, 0)
    const repack = await manager.patch(`/products/${id}`, { units_per_box: 6 })
    expect(repack.body.code).toBe('BRANCH_FORBIDDEN')
    expect((await owner.get(`/products/${id}`)).body.units_per_box).toBe(12)
  })
})

describe('putting a product away', () => {
  it('is refused while there is stock anywhere, and hides it when there is none', async () => {
    const id = await makeProduct(owner, { name: 'Sazonal' })
    await putLevel(owner, test.branch_id, id, 0, 1)
    const refused = await owner.post(`/products/${id}/archive`)
    expect(refused.body).toMatchObject({ code: 'PRODUCT_HAS_STOCK', product_name: 'Sazonal' })
    await putLevel(owner, test.branch_id, id, 0, 0)
    const archived = await owner.post(`/products/${id}/archive`)
    expect(archived.body.is_active).toBe(false)
    expect((await levels(id)).every((level) => !level.is_listed)).toBe(true)
    const sale = await owner.post('/sales', {
      branch_id: test.branch_id,
      lines: [{ product_id: id, quantity: 1 }],
    })
    expect(sale.body.code).toBe('PRODUCT_ARCHIVED')
    const restored = await owner.post(`/products/${id}/restore`)
    expect(restored.body.is_active).toBe(true)
    expect((await levels(id)).every((level) => level.is_listed)).toBe(true)
  })
})

describe('another packing', () => {
  it('splits the stock anew and keeps the total: N 12 to 24 (stock 51)', async () => {
    const id = await makeProduct(owner, { unit_price_cents: 900 })
    await putLevel(owner, test.branch_id, id, 5, 3)
    const change = { units_per_box: 24, unit_price_cents: 1000 }
    const reply = await owner.patch(`/products/${id}`, change, 'repack-51')
    expect(reply.body).toMatchObject({ units_per_box: 24, unit_price_cents: 1000 })
    expect((await levels(id)).find((level) => level.qty_units === 63)).toMatchObject({
      closed_boxes: 2,
      open_box_units: 15,
      units_per_box: 24,
    })
    const written = (await rows(id)).filter(
      (row) => row['movement_type'] === 'box_config' && row['quantity_before'] === 63,
    )
    expect(written).toEqual([
      expect.objectContaining({ quantity: 0, quantity_after: 63, closed_boxes_after: 2, open_box_after: 15 }),
    ])
    const again = await owner.patch(`/products/${id}`, change, 'repack-51')
    expect(again.body).toEqual(reply.body)
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect((await owner.get(`/products/${id}`)).body).toEqual(reply.body)
  })

  it('leaves no row in the ledger for a product that nothing ever moved', async () => {
    const id = await makeProduct(owner)
    const reply = await owner.patch(`/products/${id}`, {
      units_per_box: 6,
      dose_enabled: true,
      doses_per_bottle: 20,
    })
    expect(reply.status).toBe(200)
    expect(await rows(id)).toEqual([])
    expect((await levels(id)).every((one) => one.units_per_box === 6 && one.doses_per_bottle === 20)).toBe(
      true,
    )
  })

  it('says the same bottles, lots and sales in doses when doses are switched on', async () => {
    const id = await makeProduct(owner, { units_per_box: 6 })
    const line = { product_id: id, boxes: 1, batch_number: 'L1', expiry_date: '2030-01-01' }
    await owner.post('/purchases', { branch_id: test.branch_id, lines: [line] })
    await owner.post('/sales', { branch_id: test.branch_id, lines: [{ product_id: id, quantity: 2 }] })
    const reply = await owner.patch(`/products/${id}`, { dose_enabled: true, doses_per_bottle: 25 })
    expect(reply.status).toBe(200)
    expect((await levels(id)).find((level) => level.qty_units > 0)).toMatchObject({
      qty_units: 100,
      doses_per_bottle: 25,
    })
    const [, , config] = (await rows(id)).filter((row) => Number(row['quantity_after']) > 0)
    expect(config).toMatchObject({
      movement_type: 'box_config',
      quantity: 96,
      quantity_before: 4,
      quantity_after: 100,
    })
    expect(config?.['lots']).toEqual([{ batch_number: 'L1', expiry_date: '2030-01-01', quantity: 96 }])
    const sale = await owner.post('/sales', {
      branch_id: test.branch_id,
      lines: [{ product_id: id, quantity: 100, sold_as: 'dose' }],
    })
    expect(sale.status).toBe(201)
  })

  it('is refused while doses stand open, and then changes nothing', async () => {
    const id = await makeProduct(owner, { dose_enabled: true, doses_per_bottle: 25 })
    await putLevel(owner, test.branch_id, id, 0, 1, 10)
    const reply = await owner.patch(`/products/${id}`, { doses_per_bottle: 20, name: 'Não pode' })
    expect(reply.body).toMatchObject({ code: 'OPEN_BOTTLE_NOT_EMPTY', open_bottle_doses: 10 })
    expect((await owner.get(`/products/${id}`)).body).toMatchObject({ doses_per_bottle: 25 })
  })

  it('keeps levels and product agreed while sales, prices and packings change at once', async () => {
    const id = await makeProduct(owner)
    await putLevel(owner, test.branch_id, id, 50, 0)
    const sizes = [6, 24, 10, 12, 8, 20]
    const replies = await Promise.all([
      ...sizes.map((units_per_box) => owner.patch(`/products/${id}`, { units_per_box })),
      ...sizes.map((n) => owner.patch(`/products/${id}`, { unit_price_cents: 1000 + n, low_stock_alert: n })),
      ...sizes.map(() =>
        owner.post('/sales', { branch_id: test.branch_id, lines: [{ product_id: id, quantity: 1 }] }),
      ),
      owner.post('/branches', { name: 'No meio de tudo' }),
    ])
    expect(replies.filter((reply) => reply.status >= 400).map((reply) => reply.body)).toEqual([])
    const { body: product } = await owner.get(`/products/${id}`)
    const all = await levels(id)
    expect(new Set(all.map((level) => level.units_per_box))).toEqual(new Set([product.units_per_box]))
    expect(all.reduce((sum, level) => sum + level.qty_units, 0)).toBe(594)
    expect(all.every((level) => level.low_stock_alert === product.low_stock_alert)).toBe(true)
  })
})
