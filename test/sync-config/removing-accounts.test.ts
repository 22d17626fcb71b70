import { afterAll, beforeAll, expect, it } from 'vitest'
import { poolOfF, startTwoShops, type TwoShops } from './support/two-shops.ts'

let shops: TwoShops

beforeAll(async () => {
  shops = await startTwoShops()
})
afterAll(() => shops.close())

it('shows what goes away with an account, and leaves no rule behind (sync 65)', async () => {
  const { owner, y, deposits } = shops
  const sku = shops.product(y, 'CANECA-01') === '' ? '' : 'CANECA-01'
  await owner.post('/products', { sku, name: 'Caneca' })
  await shops.readProducts(y)
  const pool = (await owner.post('/pools', poolOfF(shops))).body
  const path = `/bling/accounts/${y.account_id}`
  const { body } = await owner.get(`${path}/dependents`)
  expect(body.items).toEqual([
    { kind: 'pool_source', id: deposits.p3, name: 'O depósito Geral (Loja Y) em Estoque unificado' },
    { kind: 'pool_target', id: deposits.yc, name: 'O depósito Compartilhado (Loja Y) em Estoque unificado' },
    { kind: 'pool_target', id: deposits.we, name: 'O depósito Espelho (Loja W) em Estoque unificado' },
    { kind: 'product_links', id: y.account_id, name: '1 vínculo de produto' },
  ])
  expect((await owner.remove(path)).status).toBe(204)
  const after = (await owner.get(`/pools/${pool.id}`)).body
  expect(after.sources.map((one: { deposit_id: string }) => one.deposit_id)).toEqual([
    deposits.p1,
    deposits.p2,
  ])
  expect(after.targets.map((one: { deposit_id: string }) => one.deposit_id)).toEqual([deposits.wc])
  expect((await owner.get('/product-links')).body.items).toEqual([])
  const audit = await owner.get('/audit?action=bling.account_removed')
  expect(audit.body.items[0].facts.removed).toEqual(body.items)
})

it('refuses a deposit whose account was removed (sync 63)', async () => {
  const { owner, deposits } = shops
  const reply = await owner.post('/pools', { name: 'Órfão', sources: [{ deposit_id: deposits.p3 }] })
  expect([reply.status, reply.body.findings[0]]).toMatchObject([
    422,
    { code: 'DEPOSIT_WITHOUT_ACCOUNT', place_id: deposits.p3 },
  ])
})
