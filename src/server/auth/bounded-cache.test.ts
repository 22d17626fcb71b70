import { expect, it } from 'vitest'
import { createBoundedCache } from './bounded-cache.ts'

it('forgets the least recently used entry beyond its size', () => {
  const cache = createBoundedCache<number>(2)
  cache.set('a', 1)
  cache.set('b', 2)
  expect(cache.get('a')).toBe(1)
  cache.set('c', 3)
  expect([cache.get('a'), cache.get('b'), cache.get('c'), cache.size]).toEqual([1, undefined, 3, 2])
  cache.delete('a')
  expect(cache.get('a')).toBeUndefined()
})
