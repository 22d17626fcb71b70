import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { HttpRequest } from '../../src/server/kernel/http-client.ts'
import { eventually } from '../support/eventually.ts'
import { ok, openSyncWorld, type SyncWorld } from '../support/sync-world.ts'

let world: SyncWorld
/** What happens in Bling right before a call of ours reaches it. */
let meanwhile: (request: HttpRequest) => void = () => {}

beforeAll(async () => {
  world = await openSyncWorld({
    pool: null,
    through: (request, next) => {
      meanwhile(request)
      return next(request)
    },
  })
})
afterAll(() => world.close())
afterEach(() => {
  meanwhile = () => {}
  world.control.setFaults()
})

const ours = async (sku: string, more: Record<string, unknown> = {}): Promise<string> =>
  (await ok(world.test.owner.post('/products', { sku, name: `Nosso ${sku}`, ...more }))).body.id
const theirs = (sku: string, more: Record<string, unknown> = {}) =>
  world.control.addProduct(world.w.company_id, { name: `Produto ${sku}`, sku, price: 10, ...more }).product_id
const kitOf = (component: number) => ({
  format: 'E' as const,
  structure: { tipoEstoque: 'V' as const, componentes: [{ produto: { id: component }, quantidade: 2 }] },
})
/** Removes a product for good, and nobody is told. */
const remove = (product_id: number) =>
  void world.unheard(() => world.control.deleteProduct(world.w.company_id, product_id))
/** Removes a product at the moment when the whole of it is asked for. */
const removedWhenRead = (product_id: number) => {
  let isThere = true
  meanwhile = ({ url }) => {
    if (!isThere || !url.includes(`/produtos/${product_id}`)) return
    isThere = false
    remove(product_id)
  }
}

const imports = () => `/bling/accounts/${world.w.account_id}/products/imports`
const lastWalk = async () => (await ok(world.test.owner.get(imports()))).body.items[0]
const read = async (scope: 'everything' | 'changes' = 'everything') => {
  world.control.advance(60_000)
  await ok(world.test.owner.post(imports(), { scope }))
  return eventually('the reading of products', async () => {
    const last = await lastWalk()
    return last.state === 'complete' || last.state === 'partial' ? last : undefined
  })
}
const statusOf = async (product_id: number) => {
  const path = `/bling/accounts/${world.w.account_id}/products?limit=200`
  const { items } = (await ok(world.test.owner.get(path))).body
  return items.find((one: { product_id: string }) => one.product_id === String(product_id))?.status
}
const linkedTo = async (product_id: string) =>
  (await ok(world.test.owner.get(`/product-links?product_id=${product_id}`))).body.items.map(
    (link: { bling_product_id: string }) => link.bling_product_id,
  )

it('goes on without a kit that was removed after the list had shown it, and releases its link', async () => {
  const own = await ours('KIT-SAI')
  const kit = theirs('KIT-SAI', kitOf(theirs('PARTE')))
  await read()
  expect(await linkedTo(own)).toEqual([String(kit)])
  removedWhenRead(kit)
  expect(await read()).toMatchObject({ state: 'complete', error: null })
  expect(await statusOf(kit)).toBe('deleted')
  expect(await linkedTo(own)).toEqual([])
})

it('goes on without a product that was removed after its bar code had found it', async () => {
  const gtin = '7891234500021'
  await ours('SUCO', { gtin })
  const [goes, stays] = [theirs('SUCO-VAI', { gtin }), theirs('SUCO-FICA', { gtin })]
  removedWhenRead(goes)
  expect(await read()).toMatchObject({ state: 'complete', error: null })
  expect([await statusOf(goes), await statusOf(stays)]).toEqual(['deleted', 'active'])
})
