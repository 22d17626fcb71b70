import { expect, it } from 'vitest'
import { policyOf } from './exposure.ts'
import { oversellExamples } from './oversell-examples.ts'
import { toUnits } from './quantity.ts'

const target = (
  deposit_id: string,
  policy: ReturnType<typeof policyOf>,
  role: 'shared' | 'mirror' = 'shared',
) => ({
  place: { kind: 'deposit' as const, deposit_id },
  role,
  mirror_of: null,
  policy,
  paused: false,
})
const bounds = (...targets: ReturnType<typeof target>[]) =>
  oversellExamples(targets).map(({ oversell_bound }) => toUnits(oversell_bound))

it('says how many too many two channels sell that show everything', () => {
  expect(bounds(target('a', policyOf('full', 0)), target('b', policyOf('full', 0)))).toEqual([1, 10, 100])
})

it('sees no risk in shares that add to the whole, nor in a mirror', () => {
  expect(bounds(target('a', policyOf('share', 60)), target('b', policyOf('share', 40)))).toEqual([0, 0, 0])
  expect(bounds(target('a', policyOf('full', 0)), target('m', policyOf('full', 0), 'mirror'))).toEqual([
    0, 0, 0,
  ])
})
