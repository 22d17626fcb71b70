import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import {
  type Device,
  enter,
  expectAccessible,
  LAPTOP,
  openDevice,
  PHONE,
  startBrowser,
} from './support/browser.ts'
import { connectShops, openTwoShops, type TwoShops } from './support/two-shops.ts'

let shops: TwoShops
let browser: Browser
let device: Device
let page: Page
let shop_id: string
let site_id: string

/** A WooCommerce shop with two of the products, one of them named and priced otherwise; a variation is in Bling alone. */
beforeAll(async () => {
  ;[shops, browser] = await Promise.all([openTwoShops(), startBrowser()])
  const { w } = shops
  const { product_id: parent_id } = shops.sandbox.control.addProduct(w.company_id, {
    ...{ name: 'Camisa', sku: 'CAM', format: 'V' },
  })
  shops.sandbox.control.addProduct(w.company_id, {
    ...{ name: 'Camisa azul G', sku: 'CAM-AZ-G', price: 80, parent_id, variation: 'Cor:Azul;Tamanho:G' },
  })
  const { accounts } = await connectShops(shops)
  const { owner, sandbox, address } = shops
  const opened = sandbox.control.addShop({ name: 'Loja virtual' })
  shop_id = opened.shop_id
  const sell = (sku: string, name: string, regular_price: string) =>
    sandbox.control.addShopProduct(shop_id, { sku, name, regular_price })
  sell('ORI-600', 'Original', '8.50')
  sell('HEI-600', 'Heineken 600 ml', '9.00')
  sell('SO-AQUI', 'Só na loja', '1.00')
  const { consumer_key, consumer_secret } = opened
  const made = await fetch(`${address}/api/v1/sites`, {
    method: 'POST',
    headers: { authorization: `Bearer ${owner.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ kind: 'woocommerce', name: 'Loja virtual', address: `${sandbox.url}/shops/${shop_id}` },
      ...{ credentials: { consumer_key, consumer_secret }, requests_per_second: 50 },
    }),
  })
  site_id = ((await made.json()) as { id: string }).id
  await owner.put(`/sites/${site_id}/field-owners`, { account_id: accounts.w })
  await owner.post(`/sites/${site_id}/products/imports`, {})
  await eventually('the products of the shop are linked', async () => {
    const { body } = await owner.get(`/sites/${site_id}/products?linked=true`)
    return body.items.length === 2 ? true : undefined
  })
  await owner.post(`/sites/${site_id}/product-readings`)
  await eventually('the family of the variation was read', async () => {
    const { body } = await owner.get(`/sites/${site_id}/product-plan?search=CAM-AZ-G`)
    return body.items[0]?.writes[0]?.family ? true : undefined
  })
  device = await openDevice(browser, { address: shops.address, size: PHONE })
  await enter(device)
  page = device.page
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await shops?.close()
})

const held = (sku: string) =>
  shops.sandbox.control.shopState(shop_id).products.find((product) => product.sku === sku)
const card = (name: string) => page.locator('main section').filter({ hasText: name })

it('shows what differs, field by field, before anything is written', async () => {
  await page.goto('/produtos-dos-sites')
  const beer = card('Original 600 ml')
  await beer.getByText('Alterar · Site', { exact: true }).waitFor()
  const row = (field: string) => beer.getByRole('row').filter({ hasText: field })
  expect((await row('Preço').innerText()).replaceAll('\u00a0', ' ')).toMatch(
    /R\$ 8,50[\s\S]*R\$ 9,00[\s\S]*Bling/,
  )
  await row('Nome').getByText('Original 600 ml').waitFor()
  await card('Água 500 ml').getByText('Criar · Site', { exact: true }).waitFor()
  const shirt = card('Camisa azul G')
  await shirt.getByText('Família: Camisa (CAM)').waitFor()
  await shirt.getByText('Cor: Azul · Tamanho: G').waitFor()
  await page.getByText('1 produto do site não é nenhum dos seus.').waitFor()
  await expectAccessible(device)
  await page.setViewportSize({ width: 360, height: 740 })
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
  expect(held('ORI-600')?.name).toBe('Original')
})

it('writes what is chosen, by keyboard, and says how each ended', async () => {
  shops.sandbox.control.addShopProduct(shop_id, { sku: 'X', name: 'X' })
  await page.getByRole('button', { name: /^Novos/ }).click()
  await card('Água 500 ml').getByRole('checkbox', { name: 'Escolher Água 500 ml' }).focus()
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: 'Gravar 1 escolhido' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Pedida por alguém · tudo gravado' }).waitFor()
  await page.getByRole('row').filter({ hasText: 'Água 500 ml' }).getByText('gravado').waitFor()
  await expectAccessible(device)
  expect(held('AGU-500')).toMatchObject({ name: 'Água 500 ml', manage_stock: true, stock_quantity: 0 })
  expect(held('ORI-600')?.name).toBe('Original')
})

it('asks before it writes everything, by its numbers', async () => {
  await page.getByRole('tab', { name: 'Diferenças' }).click()
  await page.getByRole('button', { name: /^Novos/ }).click()
  await page.getByRole('button', { name: 'Gravar tudo' }).click()
  const sheet = page.getByRole('dialog', { name: 'Gravar tudo' })
  await sheet.getByText('Novos').waitFor()
  await expectAccessible(device)
  await sheet.getByRole('button', { name: 'Gravar tudo' }).click()
  await page.getByRole('heading', { name: 'Pedida por alguém · tudo gravado' }).waitFor()
  expect([held('ABR-1')?.name, held('CANECA-AZUL')?.name]).toEqual(['Abridor', 'Caneca azul'])
  expect(held('CAM-AZ-G')?.parent_id).toBe(held('CAM')?.id)
  const shirt = page.getByRole('row').filter({ hasText: 'Camisa azul G' })
  await shirt.getByText('Família: Camisa (CAM)').waitFor()
  expect(held('ORI-600')?.name).toBe('Original')
})

it('tells what the shop refused, keeps the rest, and goes on to the comparison', async () => {
  const { control } = shops.sandbox
  const [beer] = control.state(shops.w.company_id).products.filter(({ sku }) => sku === 'ORI-600')
  control.patchProduct(shops.w.company_id, beer?.id ?? 0, { images: ['https://fotos.example/nada'] })
  await page.getByRole('tab', { name: 'Diferenças' }).click()
  await eventually('the product was read whole again', async () => {
    const { owner } = shops
    await owner.post(`/sites/${site_id}/product-readings`)
    const { body } = await owner.get(`/sites/${site_id}/product-plan?search=ORI-600`)
    const fields = body.items[0]?.writes[0]?.changes.map(({ field }: { field: string }) => field) ?? []
    return fields.includes('images') || undefined
  })
  await page.reload()
  await page.getByRole('button', { name: /^Alterações/ }).click()
  await card('Original 600 ml').getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Gravar 1 escolhido' }).click()
  await page.getByRole('heading', { name: 'Pedida por alguém · gravado em parte' }).waitFor()
  await page.getByText('a loja não conseguiu buscar a imagem').waitFor()
  await expectAccessible(device)
})

it('brings in what only the shop has, with what would be made shown first', async () => {
  await page.setViewportSize({ width: 360, height: 740 })
  await page.getByRole('tab', { name: 'Só no site' }).click()
  const own = card('Só na loja')
  for (const side of ['EstoqueUni', 'Bling'])
    await own.getByText(`Cadastrar · ${side}`, { exact: true }).waitFor()
  await expectAccessible(device)
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
  await own.getByRole('checkbox', { name: 'Escolher Só na loja' }).check()
  await page.getByRole('button', { name: 'Cadastrar 1 escolhido' }).click()
  await page.getByRole('heading', { name: 'Pedida por alguém · tudo gravado' }).waitFor()
  const there = shops.sandbox.control
    .state(shops.w.company_id)
    .products.filter(({ sku }) => sku === 'SO-AQUI')
  expect(there).toMatchObject([{ name: 'Só na loja' }])
  await page.getByRole('tab', { name: 'Só no site' }).click()
  await own.waitFor({ state: 'detached' })
})

it('lets one say whose value counts, for the site and for one product', async () => {
  await page.setViewportSize(LAPTOP)
  await page.getByRole('tab', { name: 'Donos dos campos' }).click()
  await page.getByLabel('Preço').selectOption({ label: 'Site' })
  await page.getByText('Sozinha', { exact: true }).click()
  await page.getByText('Tirar muitos produtos da venda').waitFor()
  await page.getByText('Só quando alguém confirma', { exact: true }).click()
  await expectAccessible(device)
  await page.getByRole('button', { name: 'Salvar' }).click()
  await page.getByText('Donos dos campos salvos.').waitFor()
  const { body } = await shops.owner.get(`/sites/${site_id}/field-owners`)
  expect(body.in_force).toMatchObject({ price_cents: 'site', name: 'bling' })

  await page.getByRole('tab', { name: 'Diferenças' }).click()
  await card('Original 600 ml').getByRole('button', { name: 'Donos dos campos de Original 600 ml' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Nome').selectOption({ label: 'Ninguém (não mexer)' })
  await sheet.getByLabel('Imagens').selectOption({ label: 'Ninguém (não mexer)' })
  await expectAccessible(device)
  await sheet.getByRole('button', { name: 'Salvar' }).click()
  await card('Original 600 ml').waitFor({ state: 'detached' })
  expect(device.errors).toEqual([])
})
