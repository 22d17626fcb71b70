import { expect, it } from 'vitest'
import { attributesOut, combinationOf, mergedAttributes, variesBy } from './woo-attributes.ts'

const THERE = [
  { id: 3, name: 'Cor', visible: true, variation: true, options: ['Azul', 'Verde'] },
  { id: 0, name: 'Tecido', visible: false, variation: false, options: ['Linho'] },
]

it('adds what is missing to a product’s attributes and keeps everything that is there, as it is spelled', () => {
  const wanted = [[{ name: 'cor', option: 'AZUL' }], [{ name: 'Côr', option: 'Preta' }]]
  expect(mergedAttributes(THERE, wanted)).toEqual({
    isSame: false,
    attributes: [{ ...THERE[0], options: ['Azul', 'Verde', 'Preta'] }, THERE[1]],
  })
  expect(mergedAttributes(THERE, [[{ name: 'Cor', option: 'verde' }]])).toEqual({
    isSame: true,
    attributes: THERE,
  })
  const sized = mergedAttributes(THERE, [[{ name: 'Tamanho', option: 'G' }]]).attributes
  expect(sized.at(-1)).toEqual({
    name: 'Tamanho',
    position: 2,
    visible: true,
    variation: true,
    options: ['G'],
  })
  const varying = mergedAttributes(THERE, [[{ name: 'Tecido', option: 'Linho' }]]).attributes
  expect(varying[1]).toEqual({ ...THERE[1], variation: true })
})

it('names a variation’s attributes as the shop does: shared ones by id, options as they are spelled there', () => {
  expect(attributesOut(THERE, [{ name: 'cor', option: 'AZUL' }])).toEqual([{ id: 3, option: 'Azul' }])
  expect(attributesOut(THERE, [{ name: 'tecido', option: 'Lã' }])).toEqual([{ name: 'Tecido', option: 'Lã' }])
})

it('tells combinations apart, and has no name for one that stands for any', () => {
  const names = ['Cor', 'Tamanho']
  const of = (...options: [string, string][]) =>
    combinationOf(
      names,
      options.map(([name, option]) => ({ name, option })),
    )
  expect(of(['tamanho', 'g'], ['COR', 'azul '])).toBe(of(['Cor', 'Azul'], ['Tamanho', 'G']))
  expect(of(['Cor', 'Azul'], ['Tamanho', '3.5'])).not.toBe(of(['Cor', 'Azul'], ['Tamanho', '3,5']))
  expect(of(['Cor', 'Azul'])).toBeNull()
  expect([
    variesBy(names, [{ name: 'Cor', option: 'Azul' }]),
    variesBy(['cor'], [{ name: 'Cor', option: 'x' }]),
  ]).toEqual([false, true])
})
