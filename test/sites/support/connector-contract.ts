import { describe, expect, it } from 'vitest'
import { fromUnits, type Quantity, toUnits } from '../../../src/domain/sync/quantity.ts'
import type {
  Connector,
  FamilyMember,
  RawDelivery,
  SiteOrder,
  SiteOrderName,
  SiteProduct,
  SiteProductRef,
  SiteStock,
  WebhookReader,
} from '../../../src/server/sites/connector.ts'
import { SiteError } from '../../../src/server/sites/site-error.ts'

/** A site with its shopkeeper and its customers, and our connector to it. */
export type SiteUnderTest = {
  readonly connector: Connector
  readonly webhooks: WebhookReader
  /** The same site asked with credentials that it does not know; null where nobody is asked. */
  readonly stranger: Connector | null
  /** The shopkeeper puts a product on sale. */
  add(product: {
    readonly sku: string
    readonly name: string
    readonly price_cents: number
    readonly stock: number
  }): Promise<SiteProductRef>
  /** What the shop really holds. */
  held(ref: SiteProductRef): Promise<number>
  /** A customer buys and pays, where the site keeps its orders; gives the order's id. Else null. */
  readonly buy:
    | ((lines: readonly { readonly ref: SiteProductRef; readonly quantity: number }[]) => Promise<string>)
    | null
  /** Something becomes of an order, of which whoever listens is told; the order's id. */
  happen(): Promise<string>
  /** The next write is done and its answer is lost; null where there is no network between us. */
  readonly loseAnswer: (() => void) | null
  /** Lets this much time pass at the site, and whatever it has to tell arrive. */
  pass(ms: number): Promise<void>
  /** Where the site is to tell us, and what has arrived there. */
  readonly delivery_url: string
  /** What it signs with. */
  readonly webhook_secret: string
  delivered(): readonly RawDelivery[]
}

const MUG = { sku: 'CANECA-01', name: 'Caneca', price_cents: 5990, stock: 10 }
const CAP = { sku: 'BONE-01', name: 'Boné', price_cents: 490, stock: 3 }
const SHIRT = {
  ...{ product_id: null, fields: { sku: 'CAM', name: 'Camisa', is_active: true } },
  sibling_skus: ['CAM-P', 'CAM-G', 'CAM-GG'],
}
const memberOf = (sku: string, option: string): FamilyMember => ({
  fields: { sku, price_cents: 3990, is_active: true },
  attributes: [{ name: 'Tamanho', option }],
})
const LONG_AGO = new Date('2020-01-01T00:00:00Z')

/** What every connector does, against a real site over HTTP. `open` gives a new site for each test. */
export function connectorContract(name: string, open: () => Promise<SiteUnderTest>): void {
  describe(`the connector of ${name}`, () => {
    it('is let in with its credentials, and told apart from a stranger', async () => {
      const site = await open()
      await site.connector.check()
      if (site.stranger !== null) expect(await failure(site.stranger.check())).toMatchObject({ kind: 'auth' })
    })

    it('reads products as they are: exact SKU, whole cents, stock to the unit', async () => {
      const site = await open()
      const mug = await site.add({ ...MUG, sku: '007' })
      const cap = await site.add({ ...CAP, sku: '7' })
      const products = await allProducts(site.connector)
      expect(products).toMatchObject([
        { ...mug, kind: 'simple', sku: '007', name: 'Caneca', price_cents: 5990, is_active: true },
        { ...cap, sku: '7', price_cents: 490 },
      ])
      expect(products.map(({ stock }) => stock)).toEqual([units(10), units(3)])
      expect(await site.connector.products.ofSkus(['7'])).toMatchObject([cap])
      expect(await site.connector.products.ofSkus(['0007'])).toEqual([])
    })

    it('writes only the fields that are named', async () => {
      const site = await open()
      const mug = await site.add(MUG)
      const [end] = await site.connector.products.write([{ ref: mug, fields: { price_cents: 6190 } }])
      expect(end?.kind).toBe('done')
      const [after] = await site.connector.products.ofSkus([MUG.sku])
      expect(after).toMatchObject({ name: 'Caneca', sku: MUG.sku, price_cents: 6190, is_active: true })
      expect(after?.stock).toBe(units(10))
    })

    it('tells how each product of a write ended, and creates none twice', async () => {
      const site = await open()
      const mug = await site.add(MUG)
      const cap = await site.add(CAP)
      const made = { ref: null, fields: { sku: 'NOVO-1', name: 'Novo', price_cents: 100 } }
      const ends = await site.connector.products.write([
        { ref: mug, fields: { sku: CAP.sku } },
        { ref: cap, fields: { name: 'Boné azul' } },
        made,
        made,
      ])
      expect(ends.map(({ kind }) => kind)).toEqual(['refused', 'done', 'done', 'done'])
      const skus = (await allProducts(site.connector)).map(({ sku }) => sku)
      expect(skus.toSorted()).toEqual([CAP.sku, MUG.sku, 'NOVO-1'].toSorted())
    })

    it('takes every field that it says it takes, to the milligram and to the cent, and shows it again (sync 83)', async () => {
      const site = await open()
      const mug = await site.add(MUG)
      const fields = {
        ...{
          name: 'Caneca "azul" <300 ml>',
          description: '<p>Cabe 300 ml</p>',
          price_cents: 1,
          sku: 'CANECA-02',
        },
        ...{ gtin: '7891149103119', weight_mg: 350_001, images: ['https://fotos.example/caneca.jpg'] },
        is_active: false,
      }
      const taken = Object.keys(fields).filter((field) =>
        site.connector.capabilities.product_fields.includes(field as never),
      )
      expect(taken).toEqual(Object.keys(fields))
      const [end] = await site.connector.products.write([{ ref: mug, fields }])
      const { description, weight_mg, images, ...base } = fields
      const shown = { ...base, more: { description, weight_mg } }
      expect(end).toMatchObject({ kind: 'done', result: shown })
      const [after] = await allProducts(site.connector)
      expect(after).toMatchObject(shown)
      expect(after?.more.images).toHaveLength(images.length)
      await site.connector.products.write([{ ref: mug, fields: { is_active: true } }])
      expect((await allProducts(site.connector))[0]).toMatchObject({ ...shown, is_active: true })
    })

    it('creates products with a counted stock of nothing, more than one call takes, beside one that is refused', async () => {
      const site = await open()
      const mug = await site.add(MUG)
      const count = site.connector.capabilities.batch_size + 1
      const writes = Array.from({ length: count }, (_, n) => ({
        ref: null,
        fields: { sku: `N-${n}`, name: `Novo ${n}`, price_cents: 100 + n, is_active: n % 2 === 0 },
      }))
      const gone = { product_id: '999999', parent_id: null }
      const ends = await site.connector.products.write([
        ...writes,
        { ref: mug, fields: { sku: 'N-0' } },
        ...(site.stranger === null ? [] : [{ ref: gone, fields: { name: 'Ninguém' } }]),
      ])
      expect(ends.slice(0, count).every(({ kind }) => kind === 'done')).toBe(true)
      expect(ends.slice(count).every(({ kind }) => kind === 'refused')).toBe(true)
      const made = (await allProducts(site.connector)).filter(({ sku }) => sku.startsWith('N-'))
      expect(made).toHaveLength(count)
      expect(made.every(({ stock }) => stock === units(0))).toBe(true)
      expect(made.filter(({ is_active }) => is_active)).toHaveLength(Math.ceil(count / 2))
    })

    it('makes a creation whose answer was lost only once', async () => {
      const site = await open()
      if (site.loseAnswer === null) return
      const made = { ref: null, fields: { sku: 'NOVO-1', name: 'Novo', price_cents: 100 } }
      site.loseAnswer()
      const [lost] = await site.connector.products.write([made])
      expect(lost?.kind).toBe('unclear')
      const [again] = await site.connector.products.write([made])
      expect(again?.kind).toBe('done')
      expect((await allProducts(site.connector)).filter(({ sku }) => sku === 'NOVO-1')).toHaveLength(1)
    })

    it('makes a family of what varies, adds to it what is missing, and makes nothing of it twice, or has none', async () => {
      const site = await open()
      const { writeFamily } = site.connector.products
      expect(writeFamily !== undefined).toBe(site.connector.capabilities.families)
      if (writeFamily === undefined) return
      await site.add(MUG)
      const small = memberOf('CAM-P', 'P')
      const made = await writeFamily({ ...SHIRT, members: [small, memberOf('CAM-G', 'G')] })
      expect(made.parent).toMatchObject({ kind: 'parent', sku: 'CAM', name: 'Camisa', is_active: true })
      const parent_id = made.parent?.product_id
      expect(made.members).toMatchObject([
        { kind: 'done', result: { kind: 'variation', parent_id, sku: 'CAM-P', price_cents: 3990 } },
        { kind: 'done', result: { kind: 'variation', parent_id, sku: 'CAM-G', stock: units(0) } },
      ])
      const more = [small, memberOf('CAM-GG', 'GG'), memberOf(MUG.sku, 'M'), memberOf('CAM-X', 'G')]
      const unlike = { ...memberOf('CAM-U', 'U'), attributes: [{ name: 'Cor', option: 'Azul' }] }
      const added = await writeFamily({ ...SHIRT, members: [...more, unlike] })
      expect(added.members.map(({ kind }) => kind)).toEqual(['done', 'done', ...Array(3).fill('refused')])
      expect(added.parent?.product_id).toBe(parent_id)
      const there = (await allProducts(site.connector)).filter(({ sku }) => sku.startsWith('CAM'))
      expect(there.map(({ sku, parent_id: within }) => [sku, within])).toEqual([
        ['CAM', null],
        ...['CAM-P', 'CAM-G', 'CAM-GG'].map((sku) => [sku, parent_id]),
      ])
      // Who its siblings are is known, whatever it is called.
      const renamed = { ...SHIRT, fields: { name: 'X', sku: 'OUTRO' } }
      expect((await writeFamily({ ...renamed, members: [small] })).parent?.product_id).toBe(parent_id)
      const other = { ...renamed, fields: { name: 'X', sku: MUG.sku }, sibling_skus: [] }
      const taken = await writeFamily({ ...other, members: [small] })
      expect(taken).toMatchObject({
        parent: null,
        members: [{ kind: 'refused', error: { kind: 'invalid' } }],
      })
    })

    it('makes a family whose answers were lost only once', async () => {
      const site = await open()
      const { writeFamily } = site.connector.products
      if (site.loseAnswer === null || writeFamily === undefined) return
      const write = { ...SHIRT, members: [memberOf('CAM-P', 'P'), memberOf('CAM-G', 'G')] }
      for (const kind of ['refused', 'unclear', 'done']) {
        if (kind !== 'done') site.loseAnswer()
        const { members } = await writeFamily(write)
        expect(members.map((end) => end.kind)).toEqual([kind, kind])
      }
      expect((await allProducts(site.connector)).map(({ sku }) => sku)).toEqual(['CAM', 'CAM-P', 'CAM-G'])
    })

    it('reads stock in the order in which it was asked, and says what is not there', async () => {
      const site = await open()
      const mug = await site.add(MUG)
      const cap = await site.add(CAP)
      const none = { product_id: '999999', parent_id: null }
      expect((await site.connector.stock.read([cap, none, mug])).map(shown)).toEqual([3, 'absent', 10])
    })

    it('sets stock as a whole number and tells each item’s end', async () => {
      const site = await open()
      const mug = await site.add(MUG)
      const none = { product_id: '999999', parent_id: null }
      const ends = await site.connector.stock.set([
        { ref: mug, quantity: units(7) },
        { ref: none, quantity: units(1) },
      ])
      expect(ends.map((end) => (end.kind === 'done' ? shown(end.result) : end.error.kind))).toEqual([
        7,
        'not_found',
      ])
      expect(await site.held(mug)).toBe(7)
      expect((await site.connector.stock.read([mug])).map(shown)).toEqual([7])
    })

    it('adds differences without losing one, or does not offer to', async () => {
      const site = await open()
      const mug = await site.add({ ...MUG, stock: 100 })
      const { adjust } = site.connector.stock
      expect(adjust !== undefined).toBe(site.connector.capabilities.relative_stock)
      if (adjust === undefined) return
      await Promise.all(Array.from({ length: 20 }, () => adjust([{ ref: mug, difference: units(-1) }])))
      expect(await site.held(mug)).toBe(80)
    })

    it('refuses a number made from an older version, where it has versions', async () => {
      const site = await open()
      const mug = await site.add(MUG)
      const [read] = await site.connector.stock.read([mug])
      const version = read?.kind === 'observed' ? read.version : null
      expect(version !== null).toBe(site.connector.capabilities.optimistic_version)
      if (version === null) return
      await site.connector.stock.set([{ ref: mug, quantity: units(9) }])
      const [end] = await site.connector.stock.set([
        { ref: mug, quantity: units(5), expected_version: version },
      ])
      expect(end?.kind).toBe('refused')
      expect(await site.held(mug)).toBe(9)
    })

    it('says that a write without an answer is unclear, and does not make it again', async () => {
      const site = await open()
      if (site.loseAnswer === null) return
      const mug = await site.add(MUG)
      site.loseAnswer()
      const ends = await site.connector.stock.set([{ ref: mug, quantity: units(4) }])
      expect(ends.map(({ kind }) => kind)).toEqual(['unclear'])
      expect(await site.held(mug)).toBe(4)
    })

    it('reads orders with what was charged, and again when they change', async () => {
      const { site, buy, kept } = await openKeeping(open)
      if (site === null) return
      const mug = await site.add(MUG)
      const cap = await site.add(CAP)
      const first = await buy([
        { ref: mug, quantity: 2 },
        { ref: cap, quantity: 1 },
      ])
      await site.pass(5000)
      const second = await buy([{ ref: mug, quantity: 1 }])
      const walk = await walkOrders(kept, null)
      expect(walk.orders.map(({ order_id }) => order_id)).toEqual([first, second])
      expect(walk.orders[0]).toMatchObject({ word: 'processing', total_cents: 12_470 })
      expect(walk.orders[0]?.lines).toMatchObject([
        { ...mug, sku: MUG.sku, quantity: units(2), unit_price_cents: 5990, total_cents: 11_980 },
        { ...cap, sku: CAP.sku, quantity: units(1), unit_price_cents: 490, total_cents: 490 },
      ])
      await site.pass(5000)
      await site.connector.orders.tell(nameOf(first), { word: 'completed', invoice: null })
      const later = await walkOrders(kept, walk.cursor)
      expect(later.orders.at(-1)).toMatchObject({ order_id: first, word: 'completed' })
      expect(await kept.read(first)).toMatchObject({ word: 'completed' })
      expect(await kept.read('999999')).toBeNull()
    })

    it('has the stock follow an order: taken once, given back once (sync 89)', async () => {
      const { site, buy } = await openKeeping(open)
      if (site === null) return
      const mug = await site.add(MUG)
      const order = nameOf(await buy([{ ref: mug, quantity: 2 }]))
      expect(await site.held(mug)).toBe(8)
      await site.connector.orders.tell(order, { word: 'cancelled', invoice: null })
      await site.connector.orders.tell(order, { word: 'cancelled', invoice: null })
      expect(await site.held(mug)).toBe(10)
    })

    it('believes a delivery for its signature over the raw bytes alone (sync 77)', async () => {
      const site = await open()
      const { webhook_secret: secret } = site
      await site.connector.webhooks.ensure({ delivery_url: site.delivery_url, secret })
      const again = await site.connector.webhooks.ensure({ delivery_url: site.delivery_url, secret })
      expect(new Set(again.map(({ state }) => state))).toEqual(new Set(['active']))
      const order = await site.happen()
      await site.pass(5000)
      const read = site.delivered().map((delivery) => ({ delivery, event: site.webhooks.read(delivery) }))
      const told = read.find(({ event }) => event.kind === 'event' && event.topic === 'order')
      expect(told?.event).toMatchObject({ resource_id: order })
      if (told === undefined) return
      const { delivery } = told
      expect(site.webhooks.isSigned(delivery, secret)).toBe(true)
      expect(site.webhooks.isSigned(delivery, `${secret}.`)).toBe(false)
      const respaced = Buffer.from(JSON.stringify(JSON.parse(delivery.raw.toString()), null, 1))
      expect(site.webhooks.isSigned({ ...delivery, raw: respaced }, secret)).toBe(false)
      expect(site.webhooks.isSigned({ ...delivery, headers: {} }, secret)).toBe(false)
    })
  })
}

type KeptOrders = NonNullable<Connector['orders']['kept']>

/** A site that keeps its orders; nothing where sites of this kind do not. */
async function openKeeping(open: () => Promise<SiteUnderTest>) {
  const site = await open()
  const { kept } = site.connector.orders
  expect(kept === null).toBe(site.buy === null)
  return kept === null || site.buy === null ? { site: null } : { site, buy: site.buy, kept }
}

/** An order by the site's id, as calls name it. */
export function nameOf(order_id: string): SiteOrderName {
  return { id: '01900000-0000-7000-8000-00000000000a', order_id, number: order_id }
}

/** A number of units as quantities are counted. */
export function units(count: number): Quantity {
  return fromUnits(count)
}

/** Every order from a cursor on, and where the next walk begins. */
export async function walkOrders(
  kept: KeptOrders,
  from: string | null,
): Promise<{ readonly orders: readonly SiteOrder[]; readonly cursor: string | null }> {
  const orders: SiteOrder[] = []
  for (let cursor = from; ; ) {
    const page = await kept.page({ cursor, since: LONG_AGO })
    const known = new Set(orders.map(({ order_id, modified_at }) => `${order_id} ${modified_at.getTime()}`))
    orders.push(
      ...page.items.filter(({ order_id, modified_at }) => !known.has(`${order_id} ${modified_at.getTime()}`)),
    )
    if (page.is_last) return { orders, cursor: page.next_cursor }
    cursor = page.next_cursor
  }
}

/** Every product of a site. */
export async function allProducts(connector: Connector): Promise<readonly SiteProduct[]> {
  const products: SiteProduct[] = []
  for (let cursor: string | null = null; ; ) {
    const page = await connector.products.page({ cursor })
    products.push(...page.items)
    if (page.is_last) return products
    cursor = page.next_cursor
  }
}

/** What a reading says, in units. */
export function shown(stock: SiteStock): number | string {
  return stock.kind === 'observed' ? toUnits(stock.quantity) : stock.kind
}

/** What a call failed with. */
export async function failure(call: Promise<unknown>): Promise<SiteError> {
  try {
    await call
  } catch (error) {
    if (error instanceof SiteError) return error
    throw error
  }
  throw new Error('the call succeeded')
}
