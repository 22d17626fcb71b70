import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crateLayout } from './crate-layout.ts'

/** Columns x rows, as told by the places. */
function shapeOf(size: number): string {
  const { places } = crateLayout(size, 0)
  return `${new Set(places.map(({ x }) => x)).size}x${new Set(places.map(({ y }) => y)).size}`
}

describe('the crate', () => {
  it('is shaped like those of the trade', () => {
    expect([4, 6, 9, 12, 15, 20, 24].map(shapeOf)).toEqual(['2x2', '3x2', '3x3', '4x3', '5x3', '5x4', '6x4'])
  })

  it('has as many places filled as there are units, all inside and apart', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 48 }), fc.integer({ min: -5, max: 60 }), (size, filled) => {
        const { places, width, height } = crateLayout(size, filled)
        expect(places).toHaveLength(size)
        expect(places.filter(({ isFilled }) => isFilled)).toHaveLength(Math.max(0, Math.min(size, filled)))
        expect(places.every(({ x, y }) => x > 2 && y > 2 && x < width - 2 && y < height - 2)).toBe(true)
        expect(new Set(places.map(({ x, y }) => `${x},${y}`)).size).toBe(size)
      }),
    )
  })

  it('becomes a measure when its places could not be told apart', () => {
    const layout = crateLayout(120, 30)
    expect(layout.places).toEqual([])
    expect(layout.share).toBe(0.25)
  })
})
