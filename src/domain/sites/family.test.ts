import { describe, expect, it } from 'vitest'
import { attributesIn, type FamilyFacts, familyPlace } from './family.ts'

const SHIRT: FamilyFacts = {
  ...{ owner_id: '160', name: 'Camisa', sku: 'CAM', is_known: true, is_sku_shared: false, was_there: false },
  ...{ siblings_in: [], same_sku: [] },
}
const placeOf = (facts: Partial<FamilyFacts>, variation: string | null = 'Cor:Azul;Tamanho:G') => {
  const place = familyPlace({ ...SHIRT, ...facts }, variation)
  return place.kind === 'known' ? [place.family.sku, place.family.there] : place.because
}

it('reads attributes as Bling writes them, and nothing into what says none', () => {
  expect(attributesIn('Cor:Azul;Tamanho:G')).toEqual([
    { name: 'Cor', option: 'Azul' },
    { name: 'Tamanho', option: 'G' },
  ])
  expect(attributesIn(' Cor : Azul:claro ; ')).toEqual([{ name: 'Cor', option: 'Azul:claro' }])
  for (const text of ['', ';', 'Azul', 'Cor:', ':Azul', 'Cor:Azul;G', 'Cor:Azul;côr:Verde'])
    expect([text, attributesIn(text)]).toEqual([text, null])
})

describe('the place of a variation that a site does not have', () => {
  it('is beside its siblings, else in the product of its family’s SKU, else in a new one', () => {
    const parent = { product_id: '7', sku: 'CAM', kind: 'parent' as const }
    expect(placeOf({ siblings_in: ['9'], same_sku: [parent] })).toEqual(['CAM', '9'])
    expect(placeOf({ same_sku: [parent] })).toEqual(['CAM', '7'])
    expect(placeOf({})).toEqual(['CAM', null])
  })

  it('has a SKU of its own where its family has none, or one of its variations has it', () => {
    expect(placeOf({ sku: '' })).toEqual(['V-160', null])
    const same_sku = [{ product_id: '8', sku: 'CAM', kind: 'variation' as const }]
    expect(placeOf({ is_sku_shared: true, same_sku })).toEqual(['V-160', null])
  })

  it('is not guessed: neither between two families, nor in a product that takes none in', () => {
    expect(placeOf({ siblings_in: ['7', '9'] })).toBe('ambiguous')
    expect(placeOf({ same_sku: [{ product_id: '8', sku: 'CAM', kind: 'simple' }] })).toBe('family_taken')
  })

  it('is not known before the family and the attributes are', () => {
    expect([placeOf({ is_known: false }), placeOf({}, null), placeOf({}, 'Azul')]).toEqual(
      Array(3).fill('variation'),
    )
    expect(familyPlace(undefined, 'Cor:Azul').kind).toBe('unknown')
  })
})
