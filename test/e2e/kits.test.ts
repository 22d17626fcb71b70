import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { ok } from '../support/sync-world.ts'
import { type Device, enter, expectAccessible, openDevice, PHONE, startBrowser } from './support/browser.ts'
import { type ConnectedShops, connectShops, openTwoShops, type TwoShops } from './support/two-shops.ts'

let shops: TwoShops
let made: ConnectedShops
let browser: Browser
let phone: Device
let shop_id: string

beforeAll(async () => {
  ;[shops, browser] = await Promise.all([openTwoShops(), startBrowser()])
  made = await connectShops(shops)
  await composeKit()
  await sellAtShop()
  phone = await openDevice(browser, { address: shops.address, size: PHONE })
  await enter(phone)
})
afterAll(async () => {
  await browser?.close()
  await shops?.close()
})

const inBling = (sku: string) =>
  shops.sandbox.control.state(shops.w.company_id).products.find((one) => one.sku === sku)?.id ?? 0
const atShop = (sku: string) =>
  shops.sandbox.control.shopState(shop_id).products.find((one) => one.sku === sku)?.stock_quantity

/** Six bottles in a crate; it is in the catalogue, too. */
async function composeKit(): Promise<void> {
  const { owner, sandbox, w } = shops
  const componentes = [{ produto: { id: inBling('ORI-600') }, quantidade: 6 }]
  const structure = { tipoEstoque: 'V' as const, componentes }
  sandbox.control.addProduct(w.company_id, { name: 'Engradado', sku: 'KIT-ORI', format: 'E', structure })
  await ok(owner.post('/products', { sku: 'KIT-ORI', name: 'Engradado de Original' }))
  const path = `/bling/accounts/${made.accounts.w}/products/imports`
  await ok(owner.post(path, { scope: 'everything' }))
  await eventually('the kit is read', async () => {
    const { items } = (await ok(owner.get(path))).body
    return items.every(({ state }: { state: string }) => state === 'complete') ? true : undefined
  })
}

/** A shop that sells bottles and crates, and shows the one stock. */
async function sellAtShop(): Promise<void> {
  const { owner, sandbox, address } = shops
  const { shop_id: opened, ...credentials } = sandbox.control.addShop({ name: 'Loja da Ana' })
  shop_id = opened
  const stock = { regular_price: '9.00', manage_stock: true, stock_quantity: 1 }
  for (const sku of ['ORI-600', 'KIT-ORI'])
    sandbox.control.addShopProduct(shop_id, { name: sku, sku, ...stock })
  const connected = await fetch(`${address}/api/v1/sites`, {
    method: 'POST',
    headers: { authorization: `Bearer ${owner.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      kind: 'woocommerce',
      name: 'Loja da Ana',
      address: `${sandbox.url}/shops/${shop_id}`,
      credentials,
    }),
  })
  const site = (await connected.json()) as { id: string }
  await eventually('the products of the shop are linked', async () => {
    const { items } = (await ok(owner.get(`/sites/${site.id}/products?linked=true`))).body
    return items.length === 2 ? true : undefined
  })
  await ok(owner.patch(`/pools/${made.pool_id}`, { targets: [{ site_id: site.id }] }))
  const plan = await ok(owner.post('/sync/plans', { pool_id: made.pool_id }))
  await ok(owner.post(`/sync/plans/${plan.body.id}/apply`))
  await eventually('the shop shows the one stock', () => (atShop('KIT-ORI') === 8 ? true : undefined), 60_000)
}

it('explains how many kits a site shows, by what goes into one, and the part by the kits that it is in', async () => {
  const { page } = phone
  await page.goto('/por-que?sku=KIT-ORI')
  const drawing = page.getByRole('region', { name: 'Bebidas' })
  await drawing.getByText('kits inteiros, pelo componente que rende menos').waitFor()
  await drawing.getByRole('heading', { name: 'O que vai em cada kit' }).waitFor()
  await drawing
    .getByRole('listitem')
    .filter({ hasText: 'ORI-600' })
    .filter({ hasText: '6 em cada um' })
    .waitFor()
  await expectAccessible(phone)
  await drawing.getByRole('link', { name: 'ORI-600' }).click()
  await drawing.getByText('Os sites vendem 6 dele também em cada kit').waitFor()
  // Fifty bottles, and eight crates of six besides.
  await drawing.getByText('dentro de kits, no pior caso vendem 48 a mais').waitFor()
  await page.getByText('Loja da Ana +49').waitFor()
  await expectAccessible(phone)
  await drawing.getByRole('link', { name: 'KIT-ORI' }).click()
  await drawing.getByText('kits inteiros').waitFor()
  expect(phone.errors).toEqual([])
})

it('shows fewer of them while one looks, when a part leaves', async () => {
  const { page } = phone
  const { control } = shops.sandbox
  const { company_id, deposit_id } = shops.w
  control.move(company_id, { product_id: inBling('ORI-600'), deposit_id, operation: 'B', quantity: 20 })
  await page
    .getByRole('region', { name: 'Bebidas' })
    .getByRole('listitem')
    .filter({ hasText: '32' })
    .waitFor()
  await eventually('the shop follows', () => (atShop('KIT-ORI') === 5 ? true : undefined))
})
