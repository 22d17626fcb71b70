import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { decide } from '../bling/support/connected-app.ts'
import { runBlocks, shellBlocks } from '../demo/support/shell-blocks.ts'
import { startTestApp, type TestApp } from '../support/test-app.ts'

let sandbox: Sandbox
let test: TestApp
let address: string

beforeAll(async () => {
  sandbox = await startSandbox()
  const url = `${sandbox.url}/Api/v3`
  test = await startTestApp({ bling: { apiUrl: url, authUrl: url } })
  await test.app.http.listen({ host: '127.0.0.1', port: 0 })
  address = `http://127.0.0.1:${(test.app.http.server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await test.close()
  await sandbox.close()
})

it('docs/how-to/connect-bling.md: every command does what the page says', async () => {
  const { control } = sandbox
  const app = control.addApp({ name: 'Minha loja', redirect_uri: `${address}/api/v1/bling/callback` })
  const { company_id } = control.addCompany({ name: 'Loja W' })
  control.addProduct(company_id, { name: 'Caneca', sku: 'CANECA-01', price: 10 })
  const env = {
    ADDRESS: address,
    TOKEN: test.owner.token,
    CLIENT_ID: app.client_id,
    CLIENT_SECRET: app.client_secret,
  }
  const [helpers = '', register = '', authorize = '', ...rest] = shellBlocks('docs/how-to/connect-bling.md')
  const [, addresses, url = ''] = await runBlocks([helpers, register, authorize], env)
  expect(addresses).toBe(`${address}/api/v1/bling/callback\n${address}/webhooks/bling\n`)
  const callback = await decide(url.trim(), { company_id })
  const headers = { authorization: `Bearer ${test.owner.token}`, accept: 'text/html' }
  const { headers: sent } = await fetch(callback, { headers, redirect: 'manual' })
  const journey = sent.get('location')?.replace('/contas-bling?retorno=', '')
  expect((await test.owner.get(`/bling/authorizations/${journey}`)).body.account.name).toBe('Loja W')
  const [, deposits, , products, suggestions, pool, plan] = await runBlocks([helpers, ...rest], env)
  expect(deposits).toMatch(/^[0-9a-f-]{36} Geral\n$/)
  expect(products).toBe('running\n1 0 0\n1 0 0\n')
  expect(suggestions).toBe('\n')
  expect(pool).toBe('Os canais juntos nunca mostram mais do que existe.\n')
  expect(plan).toBe('1 SKUs, 0 writes, 0 pending\napplying\n')
  const [made] = (await test.owner.get('/pools')).body.items
  expect(made).toMatchObject({
    sources: [{ name: 'Geral' }],
    targets: [{ name: 'Compartilhado' }],
    warnings: [],
  })
})
