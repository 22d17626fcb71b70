import { expect, it } from 'vitest'
import { splitEqually } from './split.ts'

const target = (place_id: string, paused = false) => ({
  place_id,
  role: 'shared' as const,
  mirror_of: '',
  kind: 'full' as const,
  value: 0,
  paused,
})

it('divides the whole, to the last percent, among those that sell', () => {
  const shares = (count: number) =>
    splitEqually(Array.from({ length: count }, (_, index) => target(String(index)))).map(({ value }) => value)
  expect([shares(1), shares(2), shares(3)]).toEqual([[100], [50, 50], [34, 33, 33]])
  expect(splitEqually([target('a', true), target('b')])).toMatchObject([
    { kind: 'full' },
    { kind: 'share', value: 100 },
  ])
})
