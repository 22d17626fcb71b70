import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { databaseUrlOf, startAppProcess } from '../support/app-process.ts'
import { eventually } from '../support/eventually.ts'
import { type ExchangeWorld, ok, openExchangeWorld } from './support/exchange-world.ts'

const MAIN = fileURLToPath(new URL('../support/main-on-a-clock.ts', import.meta.url))
/** A process starts and works in real time, on whatever machine this is. */
const PATIENCE_MS = 25_000
/** More than one call takes. */
const PRODUCTS = 130

let world: ExchangeWorld
beforeAll(async () => {
  world = await openExchangeWorld()
})
afterAll(() => world.close())

it('a process killed with SIGKILL while the shop creates products leaves what the next one needs: each is there once (sync 82)', async () => {
  const { sandbox, test, owner, w, shop_id, site_id } = world
  const { control } = sandbox
  for (let n = 0; n < PRODUCTS; n += 1) world.product(w, `N-${n}`)
  await world.add('N-LAST')
  await ok(owner.post(`/bling/accounts/${w.account_id}/products/catalog`, {}))
  expect((await world.plan()).counts).toMatchObject({ create: PRODUCTS + 1 })

  const running = await startAppProcess(
    {
      DATABASE_URL: databaseUrlOf(test.database.connection),
      ENCRYPTION_KEY: test.encryptionKey.toString('hex'),
      BLING_API_URL: `${sandbox.url}/Api/v3`,
      BLING_AUTH_URL: `${sandbox.url}/Api/v3`,
      CLOCK_AT: String(control.clock().now_ms),
    },
    MAIN,
  )
  const batches = () =>
    sandbox.calls().filter(({ operation }) => operation === 'WC POST /products/batch').length
  // The shop has done it all, and its answer does not come in time.
  control.setFaults([
    { kind: 'timeout_after', company_id: shop_id, operation: 'WC POST /products/batch', times: 1 },
  ])
  const begun = await running.as(owner.token).post(`/sites/${site_id}/product-runs`, {})
  expect(begun.status).toBe(202)
  const isTaken = () => control.shopState(shop_id).products.length === 100
  await eventually('the shop has taken the first call', () => (isTaken() ? true : undefined), PATIENCE_MS)
  await running.end('SIGKILL')
  const path = `/sites/${site_id}/product-runs/${begun.body.id}`
  expect(await ok(owner.get(path))).toMatchObject({
    state: 'running',
    lines: { waiting: PRODUCTS + 1, done: 0 },
  })

  control.setFaults()
  control.advance(360_000)
  await test.app.siteProducts.keepUp(test.tenant_id)
  expect(await ok(owner.get(path))).toMatchObject({ state: 'complete', lines: { done: PRODUCTS + 1 } })
  const skus = control.shopState(shop_id).products.map(({ sku }) => sku)
  expect([skus.length, new Set(skus).size]).toEqual([PRODUCTS + 1, PRODUCTS + 1])
  expect(batches()).toBe(3)
  expect((await world.plan()).items).toEqual([])
}, 120_000)
