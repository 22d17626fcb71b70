import { expect, it } from 'vitest'
import { jsonText } from './json-text.ts'

it('replaces what jsonb cannot keep, in values and in names, and nothing else', () => {
  expect(JSON.parse(jsonText({ 'a\u0000': ['\ud83c', '🍺', '\udf7a'] }))).toEqual({
    'a\ufffd': ['\ufffd', '🍺', '\ufffd'],
  })
  const harmless = { text: '\\u0000 \\ud83c \\\\u0000', tab: '\t', accent: 'é' }
  expect(JSON.parse(jsonText(harmless))).toEqual(harmless)
})
