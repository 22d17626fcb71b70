import { expect, it } from 'vitest'
import { arrayLiteral } from './array-literal.ts'

it('writes what PostgreSQL reads as the same array', () => {
  expect(arrayLiteral([])).toBe('{}')
  expect(arrayLiteral([1, -2, 0])).toBe('{1,-2,0}')
  expect(arrayLiteral([true, null, false])).toBe('{true,null,false}')
  expect(arrayLiteral([new Date(0), new Date(1000)])).toBe(
    '{1970-01-01T00:00:00.000Z,1970-01-01T00:00:01.000Z}',
  )
})

it('escapes what would end an element or the array', () => {
  expect(arrayLiteral(['a"b', 'c\\d', '},{', '', 'NULL', "o'neil"])).toBe(
    '{"a\\"b","c\\\\d","},{","","NULL","o\'neil"}',
  )
})
