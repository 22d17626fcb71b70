import { expect, it } from 'vitest'
import { realPathOf } from './server-view.ts'

it('knows the real place of what a server named through its inherited folder', () => {
  expect(realPathOf('/proc/self/fd/3/socket', '/root/dados/postgres')).toBe('/root/dados/postgres/socket')
  expect(realPathOf('/tmp/estoqueuni-aB3xyz', '/root/dados/postgres')).toBe('/tmp/estoqueuni-aB3xyz')
})
