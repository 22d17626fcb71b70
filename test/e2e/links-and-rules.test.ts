import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Device, enter, expectAccessible, openDevice, PHONE, startBrowser } from './support/browser.ts'
import { connectShops, openTwoShops, type TwoShops } from './support/two-shops.ts'

let shops: TwoShops
let browser: Browser
let device: Device
let page: Page

beforeAll(async () => {
  ;[shops, browser] = await Promise.all([openTwoShops(), startBrowser()])
  await connectShops(shops)
  device = await openDevice(browser, { address: shops.address, size: PHONE })
  await enter(device)
  page = device.page
})
afterAll(async () => {
  await browser?.close()
  await shops?.close()
})

const card = (text: string) => page.locator('main section').filter({ hasText: text })

it('does not suggest again what was refused, and lets one change one’s mind', async () => {
  await page.goto('/vinculos')
  const mug = card('O código só difere em maiúsculas ou espaços.')
  await mug.getByRole('button', { name: 'Não é: Caneca azul, caneca-azul' }).waitFor()
  await expectAccessible(device)
  await mug.getByRole('button', { name: 'Não é: Caneca azul, caneca-azul' }).click()
  await page.getByText('Anotado: não é. Não será sugerido de novo.').waitFor()
  await mug.waitFor({ state: 'detached' })
  await page.reload()
  await card('Mais de um produto ativo').waitFor()
  expect(await card('O código só difere').count()).toBe(0)

  await page.getByRole('tab', { name: 'Sem par' }).click()
  const without = card('Você já disse que não é:')
  await without.getByText('caneca-azul', { exact: true }).waitFor()
  expect(await without.getByRole('button', { name: /^Não é/ }).count()).toBe(0)
  await expectAccessible(device)
  await without.getByRole('button', { name: 'É este: Caneca azul, caneca-azul' }).click()
  await page.getByText('Vínculo feito.').waitFor()
  await without.waitFor({ state: 'detached' })
})

it('says why a refusal was refused: somebody linked the two meanwhile', async () => {
  await page.goto('/vinculos')
  const opener = card('Mais de um produto ativo')
  const refuse = opener.getByRole('button', { name: 'Não é: Abridor antigo, ABR-1' })
  await refuse.waitFor()
  const [open] = (await shops.owner.get('/product-links/suggestions')).body.items
  const [old] = open.candidates.filter(({ name }: { name: string }) => name === 'Abridor antigo')
  // The screen has not heard of it yet when the button is pressed.
  await page.route('**/api/v1/product-links/suggestions*', (route) => route.abort())
  const { product_id, account_id } = open
  const linked = await shops.owner.post('/product-links', {
    ...{ product_id, account_id, bling_product_id: old.bling_product_id },
  })
  expect(linked.status).toBe(201)
  await refuse.click()
  await opener.getByRole('alert').filter({ hasText: 'está vinculado a este produto' }).waitFor()
  await page.unroute('**/api/v1/product-links/suggestions*')
})

it('keeps rules for orders that do not count, and asks for what is missing before it sends', async () => {
  await page.goto('/contas-bling')
  const open = async () => {
    await page.getByRole('button', { name: 'Ações de Loja W' }).click()
    await page.getByRole('menuitem', { name: 'Ajustes' }).click()
  }
  await open()
  const sheet = page.getByRole('dialog', { name: 'Ajustes da conta' })
  await sheet.getByRole('button', { name: 'Nova regra' }).click()
  await sheet.getByRole('button', { name: 'Salvar' }).click()
  await sheet.getByText('Dê um nome, como fulfillment.').waitFor()
  await sheet.getByLabel('Nome').fill('fulfillment')
  await sheet.getByText('Diga a loja, ou um texto das observações.').waitFor()
  await sheet.getByLabel('Observações do pedido contêm').fill('FULFILLMENT magalu')
  await expectAccessible(device)
  await sheet.getByRole('button', { name: 'Salvar' }).click()
  await page.getByText('Ajustes salvos.').waitFor()
  const { items } = (await shops.owner.get('/bling/accounts')).body
  const { id } = items.find(({ name }: { name: string }) => name === 'Loja W')
  expect((await shops.owner.get(`/sync/accounts/${id}`)).body.exclusion_rules).toEqual([
    { label: 'fulfillment', sales_channel_id: null, notes_contain: 'FULFILLMENT magalu' },
  ])

  await open()
  expect(await sheet.getByLabel('Observações do pedido contêm').inputValue()).toBe('FULFILLMENT magalu')
  await sheet.getByRole('button', { name: 'Tirar fulfillment' }).click()
  await sheet.getByRole('button', { name: 'Salvar' }).click()
  await sheet.waitFor({ state: 'hidden' })
  expect((await shops.owner.get(`/sync/accounts/${id}`)).body.exclusion_rules).toEqual([])
  expect(device.errors).toEqual([])
})
