import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Bar, openBar } from './support/bar.ts'
import {
  chooseBranch,
  type Device,
  enter,
  expectAccessible,
  openDevice,
  PHONE,
  startBrowser,
} from './support/browser.ts'

let bar: Bar
let browser: Browser
let device: Device
let page: Page
let varanda: string

beforeAll(async () => {
  ;[bar, browser] = await Promise.all([openBar(), startBrowser()])
  varanda = (await bar.owner.post('/branches', { name: 'Varanda' })).body.id
  device = await openDevice(browser, { address: bar.address, size: PHONE })
  await enter(device)
  await chooseBranch(device, 'Matriz')
  page = device.page
})
afterAll(async () => {
  await browser?.close()
  await bar?.close()
})

const pick = async (search: string, name: RegExp) => {
  await page.getByRole('searchbox', { name: 'Escolher produto' }).fill(search)
  await page.getByRole('button', { name }).click()
}
const alert = () => page.getByRole('alert').filter({ visible: true }).first()

it('takes a purchase with boxes and loose units into the stock, and keeps a cost that is none from being sent', async () => {
  await page.goto('/compras')
  await page.getByRole('button', { name: 'Nova compra' }).first().click()
  const save = page.getByRole('button', { name: 'Registrar compra' })
  expect(await save.isDisabled()).toBe(true)
  await page.getByLabel('Fornecedor').fill('Distribuidora Sul')
  await pick('heineken', /Heineken 600 ml/)
  await page.getByRole('textbox', { name: 'Unidades soltas: Heineken 600 ml' }).fill('5')
  await page.getByLabel('Custo por caixa').fill('sessenta')
  await page.getByText('Digite um valor, como 12,50.').waitFor()
  expect(await save.isDisabled()).toBe(true)
  await expectAccessible(device)
  await page.getByLabel('Custo por caixa').fill('60,00')
  await save.click()
  await page.getByText(/Compra nº \d+ registrada/).waitFor()
  expect(await bar.unitsOf('HEI-600')).toBe(24 + 12 + 5)
  await page.getByText('Distribuidora Sul').first().waitFor()
})

it('refuses a purchase for a product that was archived meanwhile, and keeps what was typed', async () => {
  await page.goto('/compras')
  await page.getByRole('button', { name: 'Nova compra' }).first().click()
  await page.getByLabel('Fornecedor').fill('Importadora')
  await pick('agua', /Água 500 ml/)
  await page.getByLabel('Custo por caixa').fill('24,00')
  const water = bar.products.get('AGU-500')
  expect((await bar.owner.post(`/products/${water}/archive`)).status).toBe(200)
  await page.getByRole('button', { name: 'Registrar compra' }).click()
  await alert().filter({ hasText: 'está arquivado' }).waitFor()
  expect(await page.getByLabel('Fornecedor').inputValue()).toBe('Importadora')
  expect(await page.getByLabel('Custo por caixa').inputValue()).toBe('24,00')
  expect((await bar.owner.post(`/products/${water}/restore`)).status).toBe(200)
  expect(await bar.unitsOf('AGU-500')).toBe(0)
})

it('adds nothing twice when somebody else received the purchase first', async () => {
  const lines = [{ product_id: bar.products.get('AGU-500'), boxes: 1, units: 0, box_cost_cents: 2400 }]
  const made = await bar.owner.post('/purchases', { branch_id: bar.branch_id, status: 'pending', lines })
  await page.goto('/compras')
  await page.getByRole('button', { name: `Compra nº ${made.body.number}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Receber' }).waitFor()
  expect((await bar.owner.post(`/purchases/${made.body.id}/receive`)).status).toBe(200)
  await page.getByRole('dialog').getByRole('button', { name: 'Receber' }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  expect(await bar.unitsOf('AGU-500')).toBe(12)
})

it('gives up a purchase on its way after asking once more, and says why not when it came meanwhile', async () => {
  const lines = [{ product_id: bar.products.get('AGU-500'), boxes: 1, units: 0, box_cost_cents: 2400 }]
  const order = async () =>
    (await bar.owner.post('/purchases', { branch_id: bar.branch_id, status: 'pending', lines })).body
  const open = async ({ number }: { number: number }) => {
    await page.goto('/compras')
    await page.getByRole('button', { name: `Compra nº ${number}` }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancelar a compra' }).click()
  }
  const confirm = (number: number) =>
    page
      .getByRole('region', { name: `Cancelar a compra nº ${number}?` })
      .getByRole('button', { name: 'Cancelar a compra' })
  const [given, came] = [await order(), await order()]
  await open(given)
  await expectAccessible(device)
  await confirm(given.number).click()
  await page.getByText(`Compra nº ${given.number} cancelada; o estoque não mudou.`).waitFor()
  await page
    .getByRole('row')
    .filter({ hasText: `nº ${given.number}` })
    .getByText('Cancelada')
    .waitFor()
  await page.getByRole('button', { name: `Compra nº ${given.number}` }).click()
  await page.getByRole('dialog').getByText('Total').waitFor()
  expect(
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Receber|Cancelar/ })
      .count(),
  ).toBe(0)
  await open(came)
  expect((await bar.owner.post(`/purchases/${came.id}/receive`)).status).toBe(200)
  await confirm(came.number).click()
  await alert()
    .filter({ hasText: `A compra nº ${came.number} já foi recebida e não dá mais para cancelar` })
    .waitFor()
  expect(await bar.unitsOf('AGU-500')).toBe(24)
})

it('refuses to take more than there is to another branch, all or nothing, and takes what there is', async () => {
  await page.goto('/transferencias')
  await pick('original', /Original 600 ml/)
  await pick('heineken', /Heineken 600 ml/)
  await page.getByRole('textbox', { name: 'Caixas: Heineken 600 ml' }).fill('9')
  await page.getByRole('button', { name: 'Transferir' }).click()
  await alert()
    .filter({ hasText: /Heineken|caixa|Disponível/i })
    .waitFor()
  await expectAccessible(device)
  expect([await bar.unitsOf('HEI-600'), await bar.unitsOf('ORI-600')]).toEqual([41, 24])
  expect(await page.getByRole('textbox', { name: 'Caixas: Heineken 600 ml' }).inputValue()).toBe('9')
  await page.getByRole('textbox', { name: 'Caixas: Heineken 600 ml' }).fill('2')
  await page.getByRole('button', { name: 'Transferir' }).click()
  await page.getByText('Transferência registrada.').waitFor()
  expect([await bar.unitsOf('HEI-600'), await bar.unitsOf('ORI-600')]).toEqual([17, 0])
  const there = await bar.owner.get(`/inventory/${bar.products.get('HEI-600')}?branch_id=${varanda}`)
  expect(there.body.total_bottles).toBe(24)
  await page.locator('ol').getByText('Heineken 600 ml').first().waitFor()
  expect(device.errors).toEqual([])
})
