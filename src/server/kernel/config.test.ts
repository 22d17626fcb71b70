import { expect, it } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

function mistakesOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes
    throw error
  }
}

it('listens on this machine only, on port 3000, until told otherwise', () => {
  expect(readConfig({})).toMatchObject({ HOST: '127.0.0.1', PORT: 3000, TRUSTED_PROXIES: 0 })
})

it('counts an empty variable as absent', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: '' })).toMatchObject({ PORT: 3000 })
})

it.each([
  ['PORT', '99999'],
  ['PORT', 'oitenta'],
  ['DATABASE_URL', 'mysql://localhost/x'],
  ['APP_URL', 'meu bar'],
  ['ENCRYPTION_KEY', 'curta'],
  ['LOG_LEVEL', 'alto'],
  ['TRUSTED_PROXIES', '-1'],
])('says in a sentence what is wrong with %s=%s', (name, value) => {
  const mistakes = mistakesOf({ [name]: value })
  expect(mistakes).toHaveLength(1)
  expect(mistakes[0]).toMatch(new RegExp(`^${name} deve `))
})

it('says all mistakes at once', () => {
  expect(mistakesOf({ PORT: 'x', APP_URL: 'y', LOG_LEVEL: 'z' })).toHaveLength(3)
})
