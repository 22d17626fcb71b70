import { expect, it } from 'vitest'
import { deviceBranch } from './device-branch.ts'

const named = (name: string, is_active = true) => ({ id: `id of ${name}`, name, is_active })
const [bar, cellar, closed] = [named('Matriz'), named('Adega'), named('Varanda', false)]

it('works in the only branch there is, and asks as soon as there are several', () => {
  expect(deviceBranch([bar, closed], null)).toEqual({ kind: 'in', branch: bar })
  expect(deviceBranch([cellar, bar], null)).toEqual({ kind: 'unchosen' })
})

it('keeps its branch whatever else there is, in any order', () => {
  for (const reached of [
    [bar, cellar],
    [cellar, bar],
    [closed, cellar, bar],
  ])
    expect(deviceBranch(reached, bar.id)).toEqual({ kind: 'in', branch: bar })
})

it('never moves to another branch by itself, even to the only one left', () => {
  expect(deviceBranch([cellar, closed], closed.id)).toEqual({ kind: 'lost', name: 'Varanda' })
  expect(deviceBranch([cellar], bar.id)).toEqual({ kind: 'lost', name: null })
})

it('is nowhere while no branch takes movements', () => {
  expect(deviceBranch([closed], null)).toEqual({ kind: 'none' })
  expect(deviceBranch([], bar.id)).toEqual({ kind: 'none' })
})
