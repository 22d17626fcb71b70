import { describe, expect, it } from 'vitest'
import { writesOf } from './apply.fixture.ts'
import { planSku } from './plan.ts'
import { type AccountProduct, matchProduct, type OurProduct, readingOfMatch } from './sku-link.ts'
import { parseSkuList } from './sku-list.ts'
import { reads, twoShops } from './two-shops.fixture.ts'

function product(product_id: string, code: string, more: Partial<AccountProduct> = {}): AccountProduct {
  return { product_id, code, gtin: null, is_active: true, ...more }
}

function ours(sku: string, more: Partial<OurProduct> = {}): OurProduct {
  return { sku, gtin: null, linked_product_id: null, ...more }
}

describe('finding our product in an account', () => {
  it('keeps 007 and 7 apart (sync 56)', () => {
    const catalogue = [product('1', '7'), product('2', '007')]
    expect(matchProduct(ours('007'), catalogue)).toEqual({ kind: 'linked', product_id: '2', by: 'code' })
    expect(matchProduct(ours('7'), catalogue)).toMatchObject({ product_id: '1' })
    expect(matchProduct(ours('07'), catalogue)).toEqual({ kind: 'absent' })
  })

  it('takes a SKU of digits for a code and never for an id (sync 57)', () => {
    const inY = [product('222', '7891234567895'), product('7891234567895', 'OUTRO'), product('111', 'X')]
    expect(matchProduct(ours('7891234567895'), inY)).toMatchObject({ product_id: '222' })
    expect(matchProduct(ours('111'), inY)).toEqual({ kind: 'absent' })
  })

  it('only suggests what differs by case or space (sync 58)', () => {
    for (const code of ['caneca-01', 'CANECA -01', ' CANECA-01 ']) {
      const match = matchProduct(ours('CANECA-01'), [product('222', code)])
      expect(match).toEqual({ kind: 'suggested', product_id: '222', because: 'case_or_space' })
    }
    expect(matchProduct(ours('CANECA-01'), [product('222', 'CANECA-1')])).toEqual({ kind: 'absent' })
  })

  it('only suggests what shares a bar code, and prefers the code', () => {
    const gtin = '7891234567895'
    const twin = product('9', 'OUTRA', { gtin })
    expect(matchProduct(ours('CANECA-01', { gtin }), [twin])).toEqual({
      kind: 'suggested',
      product_id: '9',
      because: 'gtin',
    })
    expect(matchProduct(ours('CANECA-01', { gtin }), [twin, product('222', 'CANECA-01')])).toMatchObject({
      kind: 'linked',
      product_id: '222',
    })
  })

  it('chooses none of two active products with one code, and sees no deleted twin (sync 59)', () => {
    const twins = [product('223', 'CANECA-01'), product('222', 'CANECA-01')]
    expect(matchProduct(ours('CANECA-01'), twins)).toEqual({ kind: 'ambiguous', product_ids: ['222', '223'] })
    const deleted = [product('223', 'CANECA-01', { is_active: false }), product('222', 'CANECA-01')]
    expect(matchProduct(ours('CANECA-01'), deleted)).toMatchObject({ kind: 'linked', product_id: '222' })
  })

  it('keeps a link by id through any code on either side (sync 60, 61)', () => {
    const linked = ours('CANECA-01', { linked_product_id: '333' })
    const renamed = [product('333', 'MUG-RENOMEADA'), product('222', 'CANECA-01')]
    expect(matchProduct(linked, renamed)).toEqual({ kind: 'linked', product_id: '333', by: 'link' })
  })
})

describe('what an uncertain product does to the SKU', () => {
  const ambiguous = matchProduct(ours('C'), [product('1', 'C'), product('2', 'C')])
  const suggested = matchProduct(ours('C'), [product('1', 'c')])

  function planWith(match: typeof ambiguous, policy: 'freeze' | 'leave_out'): readonly string[] | 'pending' {
    const linked = readingOfMatch(match, policy)
    if (linked.kind === 'ask') throw new Error('certain')
    const plan = planSku(twoShops({ readings: { P1: reads(7), P3: linked.reading, YC: linked.reading } }))
    return plan.state === 'pending' ? 'pending' : writesOf(plan)
  }

  it('freezes it by default, and never writes in that account (sync 58, 59)', () => {
    expect(planWith(ambiguous, 'freeze')).toBe('pending')
    expect(planWith(suggested, 'freeze')).toBe('pending')
  })

  it('goes on without the account when the owner allows it (sync 59)', () => {
    expect(planWith(ambiguous, 'leave_out')).toEqual(['C 19→11', 'E 5→0'])
  })

  it('asks for balances of a certain one, and counts a missing one as absent (sync 5)', () => {
    expect(readingOfMatch({ kind: 'linked', product_id: '7', by: 'code' }, 'freeze')).toEqual({
      kind: 'ask',
      product_id: '7',
    })
    expect(readingOfMatch({ kind: 'absent' }, 'freeze')).toEqual({
      kind: 'known',
      reading: { kind: 'absent' },
    })
  })
})

describe('a list of SKUs as people paste it', () => {
  it('gives each once, in order, with its spaces and case (sync 72)', () => {
    expect(parseSkuList('CANECA-nova, ABC\nDEF; GHI')).toEqual(['CANECA-nova', 'ABC', 'DEF', 'GHI'])
    expect(parseSkuList(' ABC ;ABC,\r\n\tabc,, COPO 300 ML;007;7 ')).toEqual([
      'ABC',
      'abc',
      'COPO 300 ML',
      '007',
      '7',
    ])
    expect(parseSkuList(' ,;\n ')).toEqual([])
  })
})
