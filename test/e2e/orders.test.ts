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
import { openSiteShops, type SiteShops } from './support/site-shops.ts'

let shops: SiteShops
let browser: Browser
let laptop: Device
/** Placed before the shop was connected. */
let early: number

beforeAll(async () => {
  ;[shops, browser] = await Promise.all([openSiteShops(), startBrowser()])
  early = shops.buy('original')
  await shops.connectShop()
  laptop = await openDevice(browser, { address: shops.address, size: LAPTOP })
  await enter(laptop)
})
afterAll(async () => {
  await browser?.close()
  await shops?.close()
})

type Within = Pick<Page, 'getByRole'>
const button = (page: Within, name: string | RegExp) => page.getByRole('button', { name, exact: true })
/** A row of the table, or a card on a phone. */
const rowOf = ({ page }: Device, number: number) =>
  page.locator('tr, main li').filter({ has: page.getByText(`Pedido ${number}`, { exact: true }) })
const sheetOf = ({ page }: Device, number: number) => page.getByRole('dialog', { name: `Pedido ${number}` })

it('shows an order as it arrives, with its number in Bling, while one looks', async () => {
  const { page } = laptop
  await page.goto('/pedidos')
  const number = shops.buy('heineken')
  await rowOf(laptop, number)
    .getByText(/^Nº \d+/)
    .waitFor()
  await rowOf(laptop, number).getByText('Em preparação').waitFor()
  await expectAccessible(laptop)
  await page.getByRole('button', { name: `Pedido ${number}` }).press('Enter')
  const sheet = sheetOf(laptop, number)
  await sheet.getByText('Garrafa heineken').waitFor()
  for (const text of ['Maria Silva', '529.982.247-25', 'Rua das Flores, 10', 'R$ 119,80', 'Está no Bling'])
    await sheet.getByText(text).first().waitFor()
  await expectAccessible(laptop)
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
  expect(await page.evaluate<string>('document.activeElement.innerText')).toContain(`Pedido ${number}`)
})

it('says why an order from before the shop was connected waits, and sends it only after asking once more', async () => {
  const { page } = laptop
  await page.getByText('1 pedido espera você').waitFor()
  await button(page, 'Mostrar').click()
  await rowOf(laptop, early).getByText('Espera você').waitFor()
  await page.getByRole('button', { name: `Pedido ${early}` }).click()
  const sheet = sheetOf(laptop, early)
  await sheet.getByText('feito antes de o site ser conectado').waitFor()
  await button(sheet, 'Não está no Bling: enviar').click()
  await sheet.getByText('ficará duas vezes no Bling').waitFor()
  await expectAccessible(laptop)
  expect(shops.inBling(early)).toEqual([])
  await button(sheet, 'Voltar').click()
  await button(sheet, 'Não está no Bling: enviar').click()
  await button(sheet, 'Sim, enviar').click()
  await sheet.getByText(/^Bling: Nº \d+/).waitFor()
  expect(shops.inBling(early)).toHaveLength(1)
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { name: 'Nenhum pedido com estes filtros' }).waitFor()
  await button(page, 'Limpar filtros').click()
  await rowOf(laptop, early).waitFor()
})

it('names the item that nobody knows, and the ways to make it known', async () => {
  const { page } = laptop
  const number = shops.buy('novidade')
  await rowOf(laptop, number).getByText('Pendente de vínculo').waitFor()
  await page.getByRole('button', { name: `Pedido ${number}` }).click()
  const sheet = sheetOf(laptop, number)
  await sheet.getByText('Nada é enviado pela metade').waitFor()
  await sheet.getByText('NOVIDADE-1').first().waitFor()
  await sheet.getByRole('link', { name: 'Ver produtos' }).waitFor()
  await expectAccessible(laptop)
  // What only resembles is chosen by a person, in place.
  const { control } = shops.sandbox
  control.addProduct(shops.w.company_id, { name: 'Novidade W', sku: 'novidade-1', price: 9 })
  await shops.owner.post(`/bling/accounts/${shops.accounts.w}/products/imports`, { scope: 'everything' })
  await eventually('the products are read', async () => {
    const { body } = await shops.owner.get(`/bling/accounts/${shops.accounts.w}/products?search=novidade`)
    return body.items.length === 1 || undefined
  })
  expect((await shops.owner.post('/products', { sku: 'NOVIDADE-1', name: 'Novidade' })).status).toBe(201)
  await page.reload()
  const choice = button(sheet, 'É este: Novidade W, novidade-1')
  await choice.waitFor()
  await expectAccessible(laptop)
  await choice.click()
  await sheet.getByText(/^Bling: Nº \d+/).waitFor({ timeout: 60_000 })
  await page.keyboard.press('Escape')
}, 120_000)

it('settles a payment by hand, makes the invoice, and shows its number and key', async () => {
  const { page } = laptop
  const number = shops.buy('original', { status: 'on-hold' })
  await rowOf(laptop, number)
    .getByText(/^Nº \d+/)
    .waitFor()
  await page.getByRole('button', { name: `Pedido ${number}` }).click()
  const sheet = sheetOf(laptop, number)
  await button(sheet, 'Confirmar pagamento').click()
  await sheet.getByText('as contas a receber são lançadas no Bling').waitFor()
  await button(sheet, 'Confirmar pagamento').click()
  await sheet.getByText('Pagamento confirmado aqui').waitFor()
  await sheet.getByText('Por você.').first().waitFor()
  await sheet.getByText('Contas a receber lançadas').waitFor()
  await expect.poll(() => shops.atShop(number)?.status).toBe('processing')
  await button(sheet, 'Gerar NF-e').click()
  await button(sheet, 'Emitir a nota').click()
  await sheet.getByText('Chave de acesso').waitFor({ timeout: 90_000 })
  await sheet.getByText('NF-e autorizada').first().waitFor()
  // Edited at the shop now, it waits: both versions are told, and a person says that it is seen to.
  const [line] = shops.atShop(number)?.line_items ?? []
  shops.edit(number, [{ id: line?.id ?? 0, quantity: 5 }])
  await sheet.getByText('mas já tem nota fiscal').waitFor({ timeout: 60_000 })
  await sheet.getByText(/Antes: \d+ × /).waitFor()
  await expectAccessible(laptop)
  await button(sheet, 'Reenviar').click()
  await sheet.getByText('A edição do site foi dada por acertada.').waitFor()
}, 120_000)

it('says on a phone that hears of nothing that somebody else decided the payment first', async () => {
  const number = shops.buy('original', { status: 'on-hold' })
  const phone = await openDevice(browser, { address: shops.address, size: PHONE })
  await phone.context.route('**/api/v1/events', (route) => route.abort())
  await enter(phone)
  await phone.page.goto('/pedidos')
  await rowOf(phone, number).waitFor()
  await phone.page.getByRole('button', { name: `Pedido ${number}` }).click()
  const sheet = sheetOf(phone, number)
  await button(sheet, 'Recusar pagamento').click()
  const [order] = (await shops.owner.get(`/orders?search=${number}`)).body.items
  await shops.owner.post(`/orders/${order.id}/payment`, { payment: 'approved' })
  await button(sheet, 'Recusar e cancelar').click()
  await sheet.getByText('O pagamento deste pedido já foi decidido.').waitFor()
  await expectAccessible(phone)
  await phone.context.close()
})

it('cancels in all places only after asking, and says so in the timeline', async () => {
  const { page } = laptop
  await page.keyboard.press('Escape')
  const number = shops.buy('original')
  await rowOf(laptop, number)
    .getByText(/^Nº \d+/)
    .waitFor()
  await page.getByRole('button', { name: `Pedido ${number}` }).click()
  const sheet = sheetOf(laptop, number)
  await button(sheet, 'Cancelar pedido').click()
  await button(sheet, 'Cancelar o pedido').click()
  await sheet.getByText('Cancelado aqui').waitFor()
  await sheet.getByText('Estoque liberado').waitFor()
  await expect.poll(() => shops.atShop(number)?.status).toBe('cancelled')
  expect(await sheet.getByRole('button', { name: 'Gerar NF-e' }).count()).toBe(0)
  await page.keyboard.press('Escape')
})

it('finds orders by number, buyer and document, and keeps the filter in the address', async () => {
  const { page } = laptop
  const search = page.getByRole('searchbox')
  await search.fill('529.982.247-25')
  await rowOf(laptop, early).waitFor()
  await search.fill('ninguém com este nome')
  await page.getByRole('heading', { name: 'Nenhum pedido com estes filtros' }).waitFor()
  await search.fill(String(early))
  await rowOf(laptop, early).waitFor()
  await page.getByLabel('Situação').selectOption({ label: 'Cancelado' })
  await page.getByRole('heading', { name: 'Nenhum pedido com estes filtros' }).waitFor()
  await page.reload()
  expect(await page.getByLabel('Situação').inputValue()).toBe('cancelled')
  expect(await search.inputValue()).toBe(String(early))
})

it('is found from everywhere by its number', async () => {
  const { page } = laptop
  await page.goto('/estoque')
  await page.getByRole('heading', { name: 'Estoque', level: 1 }).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Buscar produto ou ação' }).fill(String(early))
  await page.getByRole('option', { name: new RegExp(`^Pedido ${early}\\D`) }).click()
  await sheetOf(laptop, early).getByText('Garrafa original').waitFor()
})

it('tells on a phone what waits in line and what went wrong, and sends it again', async () => {
  shops.sandbox.control.setFaults([{ kind: 'bad_gateway_before', operation: 'POST /pedidos/vendas' }])
  const number = shops.buy('heineken')
  const phone = await openDevice(browser, { address: shops.address, size: PHONE, isDark: true })
  await enter(phone)
  const { page } = phone
  await page.goto('/pedidos')
  await page.getByText('1 pedido na fila para Loja W').waitFor()
  await page.getByText('no ritmo que o Bling permite').waitFor()
  await rowOf(phone, number).getByText('Bling: Tentando de novo').waitFor()
  expect(
    await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth'),
  ).toBeLessThanOrEqual(0)
  await expectAccessible(phone)
  await page.getByRole('button', { name: `Pedido ${number}` }).click()
  const sheet = sheetOf(phone, number)
  await sheet.getByText('tenta de novo sozinho').waitFor()
  shops.sandbox.control.setFaults()
  await button(sheet, 'Reenviar').click()
  await sheet.getByText(/^Bling: Nº \d+/).waitFor()
  await expectAccessible(phone)
  await page.setViewportSize({ width: 360, height: 740 })
  const isWide = `document.querySelector('[role=dialog] > div').scrollWidth > innerWidth`
  expect(await page.evaluate<boolean>(isWide)).toBe(false)
  await phone.context.close()
})

it('opens to nobody who may not see orders', async () => {
  const person = { name: 'Caio', email: 'caio@bar.example', password: 'outra senha bem longa' }
  await shops.owner.post('/users', { ...person, role: 'cashier', branch_ids: null })
  const device = await openDevice(browser, { address: shops.address })
  await device.page.goto('/')
  await device.page.getByLabel('E-mail').fill(person.email)
  await device.page.getByLabel('Senha').fill(person.password)
  await button(device.page, 'Entrar').click()
  await device.page.getByRole('navigation').first().waitFor()
  for (const path of ['/pedidos', '/sites']) {
    await device.page.goto(path)
    await device.page.getByText('Seu perfil não abre esta tela').waitFor()
  }
  expect(await device.page.getByRole('link', { name: 'Pedidos' }).count()).toBe(0)
  await device.context.close()
})
