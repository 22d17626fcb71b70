import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runBlocks, shellBlocks } from '../demo/support/shell-blocks.ts'
import { makeProduct, putLevel } from '../support/stock.ts'
import { startTestApp, type TestApp } from '../support/test-app.ts'

const SKU = 'CANECA-01'
let test: TestApp
let address: string

beforeAll(async () => {
  test = await startTestApp()
  const { app, owner, branch_id } = test
  const product_id = await makeProduct(owner, { sku: SKU, name: 'Caneca', unit_price_cents: 5990 })
  await putLevel(owner, branch_id, product_id, 0, 3)
  address = await app.http.listen({ host: '127.0.0.1', port: 0 })
  app.background.start()
  app.sync.engine.start()
  app.orders.engine.start()
})
afterAll(() => test.close())

/** A port that nobody listens at now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

it('docs/how-to/connect-your-own-site.md: the shop of one page sells our stock at our price, and hears what became of it', async () => {
  const blocks = shellBlocks('docs/how-to/connect-your-own-site.md')
  const printed = await runBlocks(blocks, {
    ...{ ADDRESS: address, TOKEN: test.owner.token, BRANCH: test.branch_id, SKU },
    SHOP_PORT: String(await freePort()),
  })
  const said = (words: string) => printed[blocks.findIndex((block) => block.includes(words))] ?? ''
  expect(said('AGAIN=$(buy')).toMatch(/^(\S+) \1 5990\n$/)
  expect(JSON.parse(said('buy P-2'))).toMatchObject({
    ...{ code: 'INSUFFICIENT_STOCK', available: 2, required: 100_000 },
  })
  expect(JSON.parse(said('/cancel'))).toMatchObject({ reference: 'P-1', status: 'cancelled' })
  expect(said("-d '{")).toBe('401\n')
})
