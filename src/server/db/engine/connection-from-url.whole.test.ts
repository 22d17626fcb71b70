import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { asAdministrator } from '../../../../test/support/run-databases.ts'
import { connectionFromUrl } from './connection-from-url.ts'
import { freePort } from './free-port.ts'

const server = inject('databaseServer')
const weakling = `${server.run}_weak_${randomBytes(3).toString('hex')}`

function urlTo({
  user = server.connection.user,
  password = server.connection.password,
  database = server.connection.database,
}) {
  const { host, port } = server.connection
  const url = new URL(`postgres://servidor:${port}/${database}`)
  url.searchParams.set('host', host)
  url.username = encodeURIComponent(user)
  url.password = encodeURIComponent(password)
  return url.href
}

beforeAll(() =>
  asAdministrator(server, async (client) => {
    await client.query(`create role ${weakling} login password 'fraca'`)
  }),
)

afterAll(() =>
  asAdministrator(server, async (client) => {
    await client.query(`drop role ${weakling}`)
  }),
)

describe('a server given by DATABASE_URL', () => {
  it('is tried and accepted', async () => {
    expect(await connectionFromUrl(urlTo({}))).toEqual(server.connection)
  })

  it.each([
    ['LOGIN_REFUSED', () => urlTo({ password: 'errada' })],
    ['LOGIN_REFUSED', () => urlTo({ user: 'ninguem' })],
    ['DATABASE_MISSING', () => urlTo({ database: 'nao_existe' })],
    ['ROLE_TOO_WEAK', () => urlTo({ user: weakling, password: 'fraca' })],
    ['SERVER_NOT_FOUND', () => 'postgres://loja:x@servidor.invalid/estoque'],
    ['TLS_REFUSED', () => `${urlTo({})}&sslmode=require`],
  ])('is refused as %s, without telling the password', async (code, url) => {
    const refusal = await connectionFromUrl(url()).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ name: 'EngineError', code })
    expect(String(refusal)).not.toContain(server.connection.password)
  })

  it('is refused when nobody listens there', async () => {
    const url = `postgres://loja:x@127.0.0.1:${await freePort()}/estoque`
    await expect(connectionFromUrl(url)).rejects.toMatchObject({ code: 'SERVER_REFUSED' })
  })

  it('is refused when it never answers', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const address = silent.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    await expect(connectionFromUrl(`postgres://loja:x@127.0.0.1:${port}/estoque`, 200)).rejects.toMatchObject(
      {
        code: 'SERVER_SILENT',
      },
    )
    silent.close()
  })
})
