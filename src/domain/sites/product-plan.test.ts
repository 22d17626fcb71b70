import { describe, expect, it } from 'vitest'
import { applied, plain } from './any-product.fixture.ts'
import { areFewAtOnce } from './few-at-once.ts'
import { canOwn, defaultOwners, ownersInForce } from './field-owners.ts'
import { PRODUCT_FIELDS, type ProductFields } from './product-fields.ts'
import { type Holding, type ProductState, planProduct } from './product-plan.ts'

const held = (fields: ProductFields): Holding => ({ kind: 'held', fields })
const MUG = { name: 'Caneca', price_cents: 5990, sku: 'CANECA-01', is_active: true }
const state = (more: Partial<ProductState['sides']>, rest: Partial<ProductState> = {}): ProductState => ({
  owners: defaultOwners('woocommerce'),
  takers: [],
  sides: { bling: held(MUG), estoqueuni: held(MUG), site: held(MUG), ...more },
  agreed: {},
  claimed: [],
  is_kit: false,
  site_fields: PRODUCT_FIELDS,
  ...rest,
})
const writesOf = (one: ProductState) => planProduct(one, plain).writes
const shown = (one: ProductState) =>
  writesOf(one).map(({ side, kind, changes }) => [
    side,
    kind,
    Object.fromEntries(changes.map(({ field, after }) => [field, after])),
  ])

describe('a product whose fields Bling owns', () => {
  it('has nothing to do when all sides show the same', () => {
    expect(planProduct(state({}), plain)).toEqual({ writes: [], conflicts: [] })
  })

  it('gets the price of Bling at the site, and nothing else is touched (sync 83)', () => {
    const site = held({ ...MUG, price_cents: 4990, weight_mg: 350_000 })
    expect(shown(state({ site }))).toEqual([['site', 'update', { price_cents: 5990 }]])
  })

  it('never makes anything free: a price of nothing is none', () => {
    expect(shown(state({ bling: held({ ...MUG, price_cents: 0, name: '' }) }))).toEqual([])
  })

  it('is taken off sale where Bling has it inactive, and put back', () => {
    expect(shown(state({ bling: held({ is_active: false }) }))).toEqual([
      ['site', 'deactivate', { is_active: false }],
    ])
    expect(shown(state({ site: held({ ...MUG, is_active: false }) }))).toEqual([
      ['site', 'activate', { is_active: true }],
    ])
  })

  it('is created with our SKU and what each side knows, unless nobody sells it', () => {
    const bling = held({ ...MUG, sku: 'CAN', price_cents: 0, description: 'Azul' })
    const absent = { kind: 'absent' } as const
    expect(shown(state({ bling, site: absent }))).toEqual([
      ['site', 'create', { ...MUG, description: 'Azul' }],
    ])
    expect(shown(state({ bling: held({ ...MUG, is_active: false }), site: absent }))).toEqual([])
    const nobody = { ...defaultOwners('woocommerce'), is_active: 'nobody' as const }
    expect(shown(state({ site: absent }, { owners: nobody }))).toEqual([])
    const owners = { ...defaultOwners('woocommerce'), is_active: 'site' as const }
    expect(shown(state({ site: absent }, { owners }))).toEqual([
      ['site', 'create', { ...MUG, is_active: false }],
    ])
  })

  it('is our catalogue’s as long as Bling is known not to have it, and nobody’s while that is not known', () => {
    const site = held({ ...MUG, name: 'Outra' })
    expect(shown(state({ bling: { kind: 'absent' }, site }))).toEqual([
      ['site', 'update', { name: 'Caneca' }],
    ])
    const unread = state({ bling: { kind: 'unknown', because: 'not_read' }, site })
    expect(planProduct(unread, plain)).toEqual({
      writes: [],
      conflicts: [{ side: 'bling', field: null, because: 'not_read' }],
    })
  })
})

describe('a field that the site owns', () => {
  const owners = { ...defaultOwners('woocommerce'), name: 'site' as const }
  const site = held({ ...MUG, name: 'Caneca da loja' })

  it('goes where it is wanted, and stays at the site otherwise', () => {
    expect(shown(state({ site }, { owners }))).toEqual([])
    expect(shown(state({ site }, { owners, takers: ['bling', 'estoqueuni'] }))).toEqual([
      ['bling', 'update', { name: 'Caneca da loja' }],
      ['estoqueuni', 'update', { name: 'Caneca da loja' }],
    ])
  })

  it('is the SKU of the account, too, where the site or our catalogue owns it', () => {
    const renamed = held({ ...MUG, sku: 'CANECA-02' })
    const named = (owner: 'site' | 'estoqueuni') => ({ ...defaultOwners('woocommerce'), sku: owner })
    const takers = ['bling', 'estoqueuni'] as const
    expect(shown(state({ site: renamed }, { owners: named('site'), takers }))).toEqual([
      ['bling', 'update', { sku: 'CANECA-02' }],
    ])
    expect(shown(state({ bling: renamed }, { owners: named('estoqueuni'), takers }))).toEqual([
      ['bling', 'update', { sku: 'CANECA-01' }],
    ])
    expect(shown(state({ bling: renamed }, { owners: named('estoqueuni') }))).toEqual([])
  })

  it('does not go to Bling for a kit, which is told; to our catalogue it does', () => {
    const takers = ['bling', 'estoqueuni'] as const
    const kit = state({ site }, { owners, takers, is_kit: true })
    expect(shown(kit).map(([side]) => side)).toEqual(['estoqueuni'])
    expect(planProduct(kit, plain).conflicts).toEqual([{ side: 'bling', field: 'name', because: 'kit' }])
    expect(shown(state({ site: { kind: 'absent' } }, { is_kit: true }))).toMatchObject([
      ['site', 'create', MUG],
    ])
  })

  it('goes nowhere when another site owns it, too: both are told', () => {
    const plan = planProduct(state({ site }, { owners, takers: ['bling'], claimed: ['name'] }), plain)
    expect(plan).toEqual({
      writes: [],
      conflicts: [{ side: 'bling', field: 'name', because: 'two_sites_own' }],
    })
  })
})

describe('a difference', () => {
  const before = state({ site: held({ ...MUG, name: 'Velha' }) })
  const same = applied(before, writesOf(before), (fields) => fields)
  const causeOf = (one: ProductState) =>
    writesOf(one).flatMap(({ changes }) => changes.map(({ cause }) => cause))
  const edited = held({ ...MUG, name: 'Da loja' })

  it('says who changed since both sides were the same', () => {
    expect(causeOf(before)).toEqual(['first'])
    expect(causeOf({ ...same, sides: { ...same.sides, bling: held({ ...MUG, name: 'Nova' }) } })).toEqual([
      'owner',
    ])
    expect(causeOf({ ...same, sides: { ...same.sides, site: edited } })).toEqual(['there'])
  })

  it('tells of an edit that is overwritten by another one', () => {
    const both = { ...same, sides: { ...same.sides, bling: held({ ...MUG, name: 'Nova' }), site: edited } }
    expect(causeOf(both)).toEqual(['both'])
    expect(planProduct(both, plain).conflicts).toEqual([
      { side: 'site', field: 'name', because: 'edited_there' },
    ])
  })
})

describe('owners', () => {
  it('are those of the product, else of the site, else Bling', () => {
    const owners = ownersInForce(
      { name: 'site' },
      { name: 'nobody', gtin: 'nobody' },
      defaultOwners('woocommerce'),
    )
    expect(owners).toMatchObject({ name: 'site', gtin: 'nobody', price_cents: 'bling', sku: 'nobody' })
    expect(defaultOwners('generic')).toMatchObject({ name: 'estoqueuni', description: 'bling' })
    expect([canOwn('estoqueuni', 'description'), canOwn('estoqueuni', 'price_cents')]).toEqual([false, true])
  })
})

it('takes few products off sale by itself, and many only when they are a small share', () => {
  expect([areFewAtOnce(5, 5), areFewAtOnce(6, 20), areFewAtOnce(200, 1000)]).toEqual([true, false, true])
})
