import { describe, expect, it } from 'vitest'
import { assertSuitable, parseUrl } from './connection-from-url.ts'

describe('DATABASE_URL', () => {
  it('is read with encoded passwords, a default port and the encryption asked for', () => {
    expect(parseUrl('postgres://loja:s%40nha%2F1@db.exemplo.com.br/estoque?sslmode=require')).toEqual({
      host: 'db.exemplo.com.br',
      port: 5432,
      user: 'loja',
      password: 's@nha/1',
      database: 'estoque',
      ssl: { rejectUnauthorized: false },
    })
    expect(parseUrl('postgresql://loja@[::1]:6000/estoque')).toMatchObject({
      host: '::1',
      port: 6000,
      password: '',
    })
    expect(parseUrl('postgres://loja:x@localhost/estoque?host=/run/postgresql').host).toBe('/run/postgresql')
  })

  it.each([
    'estoque',
    'mysql://loja:x@servidor/estoque',
    'postgres://servidor/estoque',
    'postgres://loja:x@servidor',
    'postgres://loja:%E0%A4%A@servidor/estoque',
    'postgres://loja:x@servidor/estoque?sslmode=talvez',
  ])('is refused with an example when it is %s', (text) => {
    expect(() => parseUrl(text)).toThrow(expect.objectContaining({ code: 'URL_INVALID' }))
  })
})

describe('a server that is there', () => {
  const facts = {
    version: 15,
    encoding: 'UTF8',
    may_create_roles: true,
    may_create_schemas: true,
    may_create_tables: true,
    extensions: ['unaccent', 'btree_gin', 'pg_trgm'],
  }
  const connection = { host: 'db', port: 5432, user: 'loja', password: 'segredo', database: 'estoque' }

  it('serves when it is 15 or newer and lets its role make tables and roles', () => {
    expect(() => assertSuitable(facts, connection)).not.toThrow()
  })

  it.each([
    ['SERVER_TOO_OLD', { version: 14 }, 'PostgreSQL 14'],
    ['ENCODING_WRONG', { encoding: 'LATIN1' }, 'LATIN1'],
    ['ROLE_TOO_WEAK', { may_create_roles: false }, 'createrole'],
    ['ROLE_TOO_WEAK', { may_create_tables: false }, 'alter schema public owner'],
    ['EXTENSION_MISSING', { extensions: ['pg_trgm'] }, 'btree_gin, unaccent'],
  ])('is refused as %s', (code, flaw, words) => {
    const refusal = expect.objectContaining({ code, message: expect.stringContaining(words) })
    expect(() => assertSuitable({ ...facts, ...flaw }, connection)).toThrow(refusal)
  })
})
