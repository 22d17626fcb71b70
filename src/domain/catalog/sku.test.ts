import { describe, expect, it } from 'vitest'
import { isSku, trimSku } from './sku.ts'

describe('a SKU', () => {
  it('is kept exactly as typed, without the spaces around it', () => {
    expect(trimSku('  Ab  007 ')).toBe('Ab  007')
    expect(trimSku('007')).not.toBe(trimSku('7'))
  })

  it.each(['7', '007', 'ÁGUA-500', 'a b', 'x'.repeat(120)])('may be "%s"', (sku) => {
    expect(isSku(sku)).toBe(true)
  })

  it.each(['', ' 7', '7 ', 'a\tb', 'a\u0000', '\ud800', 'x'.repeat(121)])('may not be %j', (sku) => {
    expect(isSku(sku)).toBe(false)
  })
})
