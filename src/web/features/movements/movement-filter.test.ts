import { expect, it } from 'vitest'
import { isFiltered, NO_FILTER, queryOf } from './movement-filter.ts'

const now = new Date(2026, 10, 22, 21, 14)

it('asks for everything of the branch while nothing is chosen', () => {
  const { branch_id, ...rest } = queryOf(NO_FILTER, 'bar', now)
  expect(branch_id).toBe('bar')
  expect(Object.values(rest).every((value) => value === undefined)).toBe(true)
  expect(isFiltered(NO_FILTER)).toBe(false)
})

it('reaches from the first day to the end of the last one', () => {
  const filter = { ...NO_FILTER, period: 'custom', from: '2026-11-03', to: '2026-11-04' }
  const { from, to } = queryOf(filter, 'bar', now)
  expect(from).toBe(new Date(2026, 10, 3).toISOString())
  expect(to).toBe(new Date(2026, 10, 5).toISOString())
  expect(queryOf({ ...filter, to: '' }, 'bar', now).to).toBeUndefined()
})

it('counts days back from the midnight of today', () => {
  expect(queryOf({ ...NO_FILTER, period: 'today' }, 'bar', now).from).toBe(
    new Date(2026, 10, 22).toISOString(),
  )
  expect(queryOf({ ...NO_FILTER, period: '7' }, 'bar', now).from).toBe(new Date(2026, 10, 15).toISOString())
})

it('leaves the branch out when all of them are asked for', () => {
  expect(queryOf({ ...NO_FILTER, isEverywhere: true }, 'bar', now).branch_id).toBeUndefined()
})
