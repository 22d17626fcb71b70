import { describe, expect, it } from 'vitest'
import { type Newcomer, planNewcomer } from './newcomer-plan.ts'

const WHOLE = {
  ...{ name: 'Caneca', sku: 'CANECA-01', price_cents: 5990, gtin: '7891149103119', is_active: true },
  ...{ description: 'Cabe 300 ml', weight_mg: 350_000, images: ['https://loja.example/a.jpg'] },
}
const newcomer = (more: Partial<Newcomer> = {}): Newcomer => ({
  ...{ fields: WHOLE, is_variation: false, same_sku: 1 },
  ...{ estoqueuni: { kind: 'absent' }, bling: { kind: 'absent' } },
  ...more,
})
const writesOf = (more?: Partial<Newcomer>) =>
  planNewcomer(newcomer(more)).writes.map(({ side, kind, changes }) => [
    side,
    kind,
    Object.fromEntries(changes.map(({ field, after }) => [field, after])),
  ])
const conflictsOf = (more: Partial<Newcomer>) => {
  const { writes, conflicts } = planNewcomer(newcomer(more))
  expect(writes).toEqual([])
  return conflicts.map(({ side, because }) => [side, because])
}

describe('a product that only the site has', () => {
  it('is made in the catalogue and in the account, with what each of them holds and nothing that nobody says', () => {
    const { name, sku, price_cents, gtin } = WHOLE
    expect(writesOf()).toEqual([
      ['estoqueuni', 'create', { name, sku, price_cents, gtin }],
      ['bling', 'create', WHOLE],
    ])
    const bare = { name, sku, price_cents: 0, gtin: '', description: '', images: [], is_active: false }
    expect(writesOf({ fields: bare })).toEqual([
      ['estoqueuni', 'create', { name, sku }],
      ['bling', 'create', { name, sku, is_active: false }],
    ])
  })

  it('is made only where it is not', () => {
    const held = { kind: 'held' } as const
    expect(writesOf({ bling: held }).map(([side]) => side)).toEqual(['estoqueuni'])
    expect(writesOf({ estoqueuni: held }).map(([side]) => side)).toEqual(['bling'])
    expect(writesOf({ bling: { kind: 'none' } }).map(([side]) => side)).toEqual(['estoqueuni'])
    expect(planNewcomer(newcomer({ estoqueuni: held, bling: held }))).toEqual({ writes: [], conflicts: [] })
  })

  it('is told with its reason, and made nowhere, while its SKU names no product without doubt', () => {
    const called = (sku: string) => conflictsOf({ fields: { ...WHOLE, sku } })
    expect([called(''), called(' '), called('A '), called('A'.repeat(121))]).toEqual([
      ...[[['site', 'no_sku']], [['site', 'no_sku']], [['site', 'sku_unfit']], [['site', 'sku_unfit']]],
    ])
    expect(conflictsOf({ same_sku: 2 })).toEqual([['site', 'same_sku']])
    const name = 'N'.repeat(121)
    expect(conflictsOf({ fields: { ...WHOLE, name } })).toEqual([['site', 'name_unfit']])
    expect(writesOf({ fields: { ...WHOLE, name }, bling: { kind: 'none' } })).toHaveLength(1)
  })

  it('is made nowhere while one side is unclear: it would stand half', () => {
    const unclear = { kind: 'unclear', because: 'ambiguous', other: 'Caneca velha' } as const
    expect(planNewcomer(newcomer({ bling: unclear }))).toEqual({
      writes: [],
      conflicts: [{ side: 'bling', because: 'ambiguous', other: 'Caneca velha' }],
    })
    expect(conflictsOf({ estoqueuni: { ...unclear, because: 'put_away' } })).toEqual([
      ['estoqueuni', 'put_away'],
    ])
  })

  it('that is a variation waits for its family in the account, and then is ours', () => {
    expect(conflictsOf({ is_variation: true })).toEqual([['bling', 'variation']])
    expect(writesOf({ is_variation: true, bling: { kind: 'held' } }).map(([side]) => side)).toEqual([
      'estoqueuni',
    ])
    expect(writesOf({ is_variation: true, bling: { kind: 'none' } })).toHaveLength(1)
  })
})
