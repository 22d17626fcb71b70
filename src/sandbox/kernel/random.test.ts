import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Random } from './random.ts'

describe('Random', () => {
  it('repeats itself for a seed, and its streams do not disturb one another', () => {
    const [left, right] = [new Random('s'), new Random('s')]
    right.next('faults')
    const draw = (random: Random) => [
      random.hex('app', 12),
      random.nextId(),
      random.int('x', { min: 1, max: 1_000 }),
    ]
    expect(draw(right)).toEqual(draw(left))
    expect(draw(new Random('t'))).not.toEqual(draw(new Random('s')))
  })

  it('goes on after a restart where it was', () => {
    const random = new Random('s')
    random.nextId()
    random.next('a')
    const again = new Random('other')
    again.load(structuredClone(random.dump()))
    expect([again.nextId(), again.next('a'), again.hex('b', 8)]).toEqual([
      random.nextId(),
      random.next('a'),
      random.hex('b', 8),
    ])
  })

  it('stays in range, and gives rising ids of eleven digits', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: 0, max: 50 }),
        fc.integer({ min: 0, max: 50 }),
        (seed, min, span) => {
          const random = new Random(seed)
          const value = random.int('x', { min, max: min + span })
          const [first, second] = [random.nextId(), random.nextId()]
          return value >= min && value <= min + span && second > first && String(second).length === 11
        },
      ),
    )
  })
})
