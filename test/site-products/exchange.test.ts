import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ExchangeWorld, ok, openExchangeWorld } from './support/exchange-world.ts'

let world: ExchangeWorld
beforeEach(async () => {
  world = await openExchangeWorld()
})
afterEach(() => world.close())

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
type Json = any

const shown = (items: Json[]) =>
  items.flatMap(({ sku, writes }: Json) =>
    writes.map(({ side, kind, changes }: Json) => [
      sku,
      side,
      kind,
      Object.fromEntries(changes.map(({ field, after }: Json) => [field, after])),
    ]),
  )

describe('products that Bling owns', () => {
  it('are compared without a call, shown before anything is written, and the same afterwards', async () => {
    await world.add('CANECA-01', { name: 'Caneca', price: 59.9 })
    world.sell('CANECA-01', {
      name: 'Caneca velha',
      regular_price: '49.90',
      description: 'Da loja',
      weight: '0.35',
    })
    await world.read()
    const calls = world.sandbox.calls().length
    const plan = await world.plan()
    expect(world.sandbox.calls().length).toBe(calls)
    expect(shown(plan.items)).toEqual([
      ['CANECA-01', 'site', 'update', { name: 'Caneca', price_cents: 5990 }],
    ])
    expect(plan.counts).toMatchObject({ products: 1, update: 1, create: 0, conflicts: 0, only_there: 0 })
    world.writes()
    expect(await world.write()).toMatchObject({ state: 'complete', lines: { done: 1, waiting: 0 } })
    expect(world.writes()).toEqual(['WC POST /products/batch'])
    // What Bling says nothing of is as it was (sync 83).
    expect(world.held('CANECA-01')).toMatchObject({
      ...{ name: 'Caneca', regular_price: '59.90', description: 'Da loja', weight: '0.35' },
    })
    expect((await world.plan()).items).toEqual([])
    await world.read()
    expect((await world.plan()).items).toEqual([])
    const again = await world.owner.post(`/sites/${world.site_id}/product-runs`, {})
    expect([again.status, again.body.code]).toEqual([409, 'SITE_PLAN_EMPTY'])
    expect(world.writes()).toEqual([])
  })

  it('are created, taken off sale and put back, and never deleted', async () => {
    const images = ['https://fotos.example/a.jpg?X-Amz-Signature=1']
    const whole = { description: 'Cabe 300 ml', weight_kg: 0.35, images, gtin: '7891149103119' }
    const { bling_id } = await world.add('CANECA-01', { name: 'Caneca', price: 59.9, ...whole })
    await world.read()
    expect(shown((await world.plan('?kind=create')).items)).toEqual([
      [
        ...['CANECA-01', 'site', 'create'],
        {
          ...{ name: 'Caneca', sku: 'CANECA-01', price_cents: 5990, gtin: '7891149103119', is_active: true },
          ...{ description: 'Cabe 300 ml', weight_mg: 350_000, images },
        },
      ],
    ])
    expect((await world.write()).state).toBe('complete')
    const made = world.held('CANECA-01')
    expect(made).toMatchObject({
      ...{ name: 'Caneca', regular_price: '59.90', global_unique_id: '7891149103119', weight: '0.35' },
      ...{ status: 'publish', manage_stock: true, stock_quantity: 0 },
    })
    const products = await ok(world.owner.get(`/sites/${world.site_id}/products?linked=true`))
    expect(products.items).toMatchObject([{ sku: 'CANECA-01', linked_to: { sku: 'CANECA-01' } }])
    // The shop shows the picture under an address of its own, and Bling under another signature: that is no difference.
    world.sandbox.control.patchProduct(world.w.company_id, Number(bling_id), {
      images: ['https://fotos.example/a.jpg?X-Amz-Signature=2'],
    })
    await world.read()
    expect((await world.plan()).items).toEqual([])
    world.sandbox.control.patchProduct(world.w.company_id, Number(bling_id), { situation: 'I' })
    await world.read()
    expect(shown((await world.plan()).items)).toEqual([
      ['CANECA-01', 'site', 'deactivate', { is_active: false }],
    ])
    await world.write({ kinds: ['deactivate'] })
    expect(world.held('CANECA-01')).toMatchObject({ id: made.id, status: 'draft' })
    world.sandbox.control.patchProduct(world.w.company_id, Number(bling_id), { situation: 'A' })
    await world.read()
    await world.write({ kinds: ['activate'] })
    expect(world.held('CANECA-01')).toMatchObject({ id: made.id, status: 'publish' })
  })

  it('are written as far as the shop takes them, each with its own end, and only those chosen', async () => {
    const a = await world.add('A', { name: 'A novo', price: 1 })
    const b = await world.add('B', { name: 'B novo', price: 2, images: ['https://fotos.example/nada'] })
    await world.add('C', { name: 'C novo', price: 3 })
    for (const sku of ['A', 'B', 'C']) world.sell(sku)
    await world.read()
    const { items } = await world.plan()
    const chosen = items
      .filter(({ sku }: Json) => sku !== 'C')
      .map(({ product_id, writes }: Json) => ({
        product_id,
        side: 'site',
        fingerprint: writes[0].fingerprint,
      }))
    const run = await world.write({ lines: chosen })
    expect(run).toMatchObject({ state: 'partial', lines: { done: 1, refused: 1 } })
    expect(await world.runLines(run.id)).toMatchObject([
      { product_id: a.product_id, state: 'done', reason: null },
      { product_id: b.product_id, state: 'refused', reason: expect.stringContaining('buscar a imagem') },
    ])
    expect([world.held('A').name, world.held('B').name, world.held('C').name]).toEqual([
      ...['A novo', 'Produto B', 'Produto C'],
    ])
    const trail = await ok(world.owner.get(`/audit?target=${world.site_id}`))
    expect(trail.items[0]).toMatchObject({ action: 'site_products.run_started', facts: { update: 2 } })
  })

  it('are not written as something else than was shown', async () => {
    const { bling_id, product_id } = await world.add('A', { name: 'A novo', price: 1 })
    world.sell('A', { regular_price: '1.00' })
    await world.read()
    const [{ writes }] = (await world.plan()).items
    world.sandbox.control.patchProduct(world.w.company_id, Number(bling_id), { name: 'Outro' })
    await world.read()
    const lines = [{ product_id, side: 'site', fingerprint: writes[0].fingerprint }]
    const refused = await world.owner.post(`/sites/${world.site_id}/product-runs`, { lines })
    expect([refused.status, refused.body.code]).toEqual([409, 'SITE_PLAN_EMPTY'])
    expect(world.held('A').name).toBe('Produto A')
  })

  it('are not made where the SKU is another product’s already, whatever that is', async () => {
    const { product_id } = await world.add('A', { name: 'A', price: 1 })
    const b = await world.add('B', { name: 'B', price: 1 })
    const there = world.sell('A', { name: 'Não é A' })
    await world.read()
    const site_product_id = String(there)
    await ok(world.owner.remove(`/sites/${world.site_id}/links/${product_id}`))
    await ok(world.owner.post(`/sites/${world.site_id}/links`, { product_id: b.product_id, site_product_id }))
    const { items } = await world.plan()
    expect(items.find(({ sku }: Json) => sku === 'A')).toMatchObject({
      ...{ writes: [], conflicts: [{ side: 'site', because: 'ambiguous' }] },
    })
    expect(shown(items)).toEqual([['B', 'site', 'update', { name: 'B', price_cents: 100 }]])
  })

  it('get pictures that Bling still shows, however long ago they were read', async () => {
    const images = ['https://fotos.example/a.jpg?Expires=1']
    const { bling_id } = await world.add('A', { name: 'A', price: 1, images })
    await world.read()
    await world.query(
      `update bling_products set detailed_at = detailed_at - interval '3 days', altered_at = null`,
    )
    const fresh = ['https://fotos.example/a.jpg?Expires=2']
    const { control } = world.sandbox
    control.patchProduct(world.w.company_id, Number(bling_id), { images: fresh })
    expect((await world.write()).state).toBe('complete')
    const sent = world.sandbox.calls().map(({ operation }) => operation)
    expect(sent.slice(-4)).toEqual([
      'GET /produtos/{idProduto}',
      ...['WC GET /settings/products/woocommerce_weight_unit', 'WC GET /products', 'WC POST /products/batch'],
    ])
  })
})

describe('a run that is broken off', () => {
  it('waits for the shop, goes on where it stopped and creates nothing twice (sync 82)', async () => {
    await world.add('A', { name: 'A', price: 1 })
    await world.add('B', { name: 'B', price: 2 })
    await world.read()
    const { control } = world.sandbox
    control.setFaults([
      { kind: 'disconnect_after', company_id: world.shop_id, operation: 'WC POST *', times: 1 },
    ])
    const run = await world.write()
    expect(run).toMatchObject({ state: 'running', lines: { waiting: 2 }, error: 'não houve resposta' })
    const busy = await world.owner.post(`/sites/${world.site_id}/product-runs`, {})
    expect([busy.status, busy.body.code]).toEqual([409, 'SITE_RUN_OPEN'])
    await world.test.app.siteProducts.keepUp(world.test.tenant_id)
    expect(world.writes().filter((one) => one.startsWith('WC POST'))).toHaveLength(1)
    control.advance(301_000)
    await world.test.app.siteProducts.keepUp(world.test.tenant_id)
    const after = await ok(world.owner.get(`/sites/${world.site_id}/product-runs/${run.id}`))
    expect(after).toMatchObject({ state: 'complete', lines: { done: 2 } })
    expect(
      control
        .shopState(world.shop_id)
        .products.map(({ sku }) => sku)
        .toSorted(),
    ).toEqual(['A', 'B'])
    expect((await world.plan()).items).toEqual([])
  })

  it('is taken up by another process when its own has died, and stopped by a person', async () => {
    await world.add('A', { name: 'A', price: 1 })
    await world.read()
    const { control } = world.sandbox
    control.setFaults([
      { kind: 'server_error_before', company_id: world.shop_id, operation: 'WC POST *', times: 1 },
    ])
    const run = await world.write()
    // As if the process had been killed while it was at it: the lease stands, nobody is there.
    const dead = new Date(control.clock().now_ms + 200_000).toISOString()
    await world.query(`update site_product_runs set leased_until = '${dead}', next_attempt_at = started_at`)
    const twin = await world.test.twin()
    await twin.siteProducts.keepUp(world.test.tenant_id)
    expect(world.held('A')).toBeUndefined()
    control.advance(301_000)
    await twin.siteProducts.keepUp(world.test.tenant_id)
    expect(world.held('A')).toMatchObject({ name: 'A' })
    expect(await ok(world.owner.get(`/sites/${world.site_id}/product-runs/${run.id}`))).toMatchObject({
      state: 'complete',
    })
    await world.add('B', { name: 'B', price: 1 })
    await world.read()
    control.setFaults([
      { kind: 'server_error_before', company_id: world.shop_id, operation: 'WC POST *', times: 1 },
    ])
    const second = await world.write()
    const stopped = await ok(world.owner.post(`/sites/${world.site_id}/product-runs/${second.id}/cancel`))
    expect(stopped).toMatchObject({ state: 'cancelled', lines: { cancelled: 1 } })
    expect((await world.write()).state).toBe('complete')
  })
})

describe('fields that the site owns', () => {
  it('go to Bling and to our catalogue, where they are wanted, and nothing else there is touched', async () => {
    const more = { name: 'Caneca', price: 59.9, description: 'Do Bling', weight_kg: 0.35 }
    const { bling_id, product_id } = await world.add('CANECA-01', more)
    world.sell('CANECA-01', { name: 'Caneca azul', regular_price: '61.90', weight: '0.4' })
    await world.own({
      owners: { name: 'site', price_cents: 'site', weight_mg: 'site' },
      takers: ['bling', 'estoqueuni'],
    })
    await world.read()
    expect(shown((await world.plan()).items)).toEqual([
      ['CANECA-01', 'site', 'update', { description: 'Do Bling' }],
      ['CANECA-01', 'bling', 'update', { name: 'Caneca azul', price_cents: 6190, weight_mg: 400_000 }],
      ['CANECA-01', 'estoqueuni', 'update', { name: 'Caneca azul', price_cents: 6190 }],
    ])
    world.writes()
    expect(await world.write()).toMatchObject({ state: 'complete', lines: { done: 3 } })
    expect(world.writes()).toEqual(['WC POST /products/batch', 'PATCH /produtos/{idProduto}'])
    const there = world.sandbox.control
      .state(world.w.company_id)
      .products.find(({ id }) => String(id) === bling_id)
    expect(there).toMatchObject({ name: 'Caneca azul', sku: 'CANECA-01' })
    expect(await ok(world.owner.get(`/products/${product_id}`))).toMatchObject({
      ...{ name: 'Caneca azul', unit_price_cents: 6190 },
    })
    await world.read()
    expect((await world.plan()).items).toEqual([])
    const trail = await ok(world.owner.get(`/audit?target=${product_id}`))
    expect(trail.items[0]).toMatchObject({ action: 'product.changed' })
  })

  it('name the product in Bling, but never by a SKU that another product there has', async () => {
    const { bling_id } = await world.add('CANECA-01', { name: 'Caneca' })
    await world.add('COPO-01', { name: 'Copo' })
    const other = world.product(world.w, 'CANECA-03', { name: 'Parada', situation: 'I' })
    const there = world.sell('CANECA-01', { name: 'Caneca' })
    await world.own({ owners: { sku: 'site', price_cents: 'nobody' }, takers: ['bling'] })
    await world.read()
    const coded = () =>
      world.sandbox.control.state(world.w.company_id).products.find(({ id }) => String(id) === bling_id)?.sku
    const rename = async (sku: string) => {
      await world.sandbox.control.patchShopProduct(world.shop_id, there, { sku })
      await world.read()
      expect(shown((await world.plan('?search=CANECA')).items)).toEqual([
        ['CANECA-01', 'bling', 'update', { sku }],
      ])
      return world.write({ kinds: ['update'] })
    }
    expect((await rename('CANECA-02')).state).toBe('complete')
    expect(coded()).toBe('CANECA-02')
    const refused = await rename('CANECA-03')
    const [line] = await world.runLines(refused.id)
    expect([line.state, line.reason]).toEqual([
      'refused',
      `o código CANECA-03 já é de «Parada» (id ${other} no Bling); «Caneca» não foi gravado com ele`,
    ])
    expect(coded()).toBe('CANECA-02')
  })

  it('can be those of one product alone, and are told when two sites own them', async () => {
    const { product_id } = await world.add('CANECA-01', { name: 'Caneca', price: 10 })
    world.sell('CANECA-01', { name: 'Caneca da loja' })
    await world.own({ takers: ['bling'] })
    await world.read()
    const said = await ok(
      world.owner.put(`/sites/${world.site_id}/field-owners/${product_id}`, { owners: { name: 'site' } }),
    )
    expect(said.in_force).toMatchObject({ name: 'site', price_cents: 'bling' })
    expect(shown((await world.plan()).items)).toEqual([
      ['CANECA-01', 'bling', 'update', { name: 'Caneca da loja' }],
    ])
    const other = await ok(world.owner.post('/sites', { kind: 'generic', name: 'Outro', address: null }))
    await ok(world.owner.post(`/sites/${other.id}/products/imports`, { scope: 'everything' }))
    await world.test.app.sites.drain()
    await ok(
      world.owner.put(`/sites/${other.id}/field-owners`, { owners: { name: 'site' }, takers: ['bling'] }),
    )
    await world.read()
    const [{ writes, conflicts }] = (await world.plan()).items
    expect([writes, conflicts]).toEqual([[], [{ side: 'bling', field: 'name', because: 'two_sites_own' }]])
    await ok(world.owner.put(`/sites/${world.site_id}/field-owners/${product_id}`, { owners: {} }))
    expect(shown((await world.plan()).items)).toEqual([['CANECA-01', 'site', 'update', { name: 'Caneca' }]])
  })
})

describe('the automatic mode', () => {
  it('follows a change of Bling by itself, creates only what is wanted and says who changed what', async () => {
    const { bling_id } = await world.add('A', { name: 'A', price: 10 })
    await world.add('NOVO', { name: 'Novo', price: 10 })
    world.sell('A', { name: 'A' })
    await world.own({ mode: 'automatic' })
    await world.read()
    expect(world.held('NOVO')).toBeUndefined()
    world.sandbox.control.patchProduct(world.w.company_id, Number(bling_id), { price: 12.34 })
    await world.read()
    expect(world.held('A').regular_price).toBe('12.34')
    const [run] = (await ok(world.owner.get(`/sites/${world.site_id}/product-runs`))).items
    expect(run).toMatchObject({ origin: 'automatic', state: 'complete' })
    expect((await world.runLines(run.id))[0].changes).toMatchObject([
      { field: 'price_cents', owner: 'bling', before: 1000, after: 1234, cause: 'owner' },
    ])
    await world.own({ mode: 'automatic', creates: true })
    await world.read()
    expect(world.held('NOVO')).toMatchObject({ name: 'Novo' })
  })

  it('takes few products off sale, and leaves many to a person', async () => {
    const ids: number[] = []
    for (let n = 0; n < 7; n += 1) {
      ids.push(Number((await world.add(`P-${n}`, { price: 10 })).bling_id))
      world.sell(`P-${n}`)
    }
    await world.read()
    for (const id of ids.slice(0, 6))
      world.sandbox.control.patchProduct(world.w.company_id, id, { situation: 'I' })
    await world.own({ mode: 'automatic' })
    await world.read()
    expect(world.held('P-0').status).toBe('publish')
    expect((await world.plan()).counts).toMatchObject({ deactivate: 6 })
    expect((await world.write({ kinds: ['deactivate'] })).lines.done).toBe(6)
  })
})

describe('what is asked of it', () => {
  it('is refused with a reason, and does not know the sites of another company (sync 76)', async () => {
    const { owner, site_id } = world
    const wrong = await owner.put(`/sites/${site_id}/field-owners`, { owners: { description: 'estoqueuni' } })
    expect([wrong.status, wrong.body.fields[0].path]).toEqual([422, 'owners.description'])
    const account_id = '01900000-0000-7000-8000-0000000000aa'
    expect((await owner.put(`/sites/${site_id}/field-owners`, { account_id })).status).toBe(422)
    for (const path of [
      'field-owners',
      'product-plan',
      'product-newcomers',
      'product-runs',
      `product-runs/${account_id}`,
    ])
      expect((await owner.get(`/sites/${account_id}/${path}`)).status).toBe(404)
    expect((await owner.get(`/sites/${site_id}/product-runs/${account_id}/lines`)).status).toBe(404)
    expect((await owner.get(`/sites/${site_id}/product-plan?cursor=AAAA`)).status).toBe(422)
  })
})

describe('variations and kits', () => {
  it('are followed at their own address, never made outside their family, and parents and kits never written (sync 53, 55)', async () => {
    const { control } = world.sandbox
    const parent = world.product(world.w, 'CAM', { name: 'Camisa', format: 'V' })
    const p = await world.add('CAM-P', { name: 'Camisa P', price: 80, parent_id: Number(parent) })
    const g = await world.add('CAM-G', { name: 'Camisa G', price: 80, parent_id: Number(parent) })
    const kit = {
      tipoEstoque: 'V' as const,
      componentes: [{ produto: { id: Number(p.bling_id) }, quantidade: 2 }],
    }
    world.product(world.w, 'KIT2', { name: 'Kit', format: 'E', structure: kit })
    const there = control.addShopProduct(world.shop_id, {
      name: 'Camisa',
      type: 'variable',
      sku: 'CAM',
    }).product_id
    control.addShopProduct(world.shop_id, { sku: 'CAM-P', regular_price: '70.00', parent_id: there })
    await world.own({ owners: { price_cents: 'bling' } })
    await world.read()
    const plan = await world.plan()
    expect(shown(plan.items)).toEqual([['CAM-P', 'site', 'update', { price_cents: 8000 }]])
    expect(plan.items.find(({ sku }: Json) => sku === 'CAM-G').conflicts).toEqual([
      { side: 'site', field: null, because: 'variation' },
    ])
    expect(g.product_id).not.toBe(p.product_id)
    world.writes()
    await world.write()
    expect(world.writes()).toEqual(['WC POST /products/{id}/variations/batch'])
    expect(world.held('CAM-P').regular_price).toBe('80.00')
    expect(world.held('CAM').regular_price).toBe('')
    expect((await world.plan()).items.flatMap(({ writes }: Json) => writes)).toEqual([])
  })
})

describe('a site written by hand', () => {
  it('shows our catalogue’s names and prices, and what another owner has where somebody says so', async () => {
    const { owner, test } = world
    await world.add('CANECA-01', { name: 'Caneca', price: 59.9, description: 'Cabe 300 ml', weight_kg: 0.35 })
    const made = await ok(owner.post('/sites', { kind: 'generic', name: 'Próprio', address: null }))
    const path = `/sites/${made.id}`
    const { api_key } = await ok(owner.post(`${path}/access`))
    const offered = async () => {
      const headers = { authorization: `Bearer ${api_key}` }
      const answer = await fetch(`${world.address}/site-api/v1/products`, { headers })
      return ((await answer.json()) as { items: Json[] }).items[0]
    }
    const publish = async () => {
      await ok(owner.post(`${path}/products/imports`, { scope: 'everything' }))
      await test.app.sites.drain()
      await world.read()
    }
    await ok(owner.put(`${path}/field-owners`, { account_id: world.w.account_id, mode: 'automatic' }))
    await publish()
    expect(await offered()).toMatchObject({
      ...{ sku: 'CANECA-01', name: 'Caneca', price_cents: 5990 },
      ...{ description: 'Cabe 300 ml', weight_mg: 350_000, images: [] },
    })
    const [{ id: product_id }] = (await ok(owner.get('/products?sku=CANECA-01'))).items
    await ok(owner.patch(`/products/${product_id}`, { name: 'Caneca do bar', unit_price_cents: 4000 }))
    const owners = { name: 'bling' }
    await ok(owner.put(`${path}/field-owners`, { account_id: world.w.account_id, mode: 'automatic', owners }))
    await publish()
    expect(await offered()).toMatchObject({ name: 'Caneca', price_cents: 4000 })
    await publish()
    expect(await offered()).toMatchObject({ name: 'Caneca', price_cents: 4000 })
    expect((await ok(owner.get(`${path}/product-plan`))).items).toEqual([])
  })
})
