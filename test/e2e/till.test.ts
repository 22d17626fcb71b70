import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Bar, HEINEKEN_EAN, openBar } from './support/bar.ts'
import {
  type Device,
  enter,
  expectAccessible,
  LAPTOP,
  openDevice,
  PHONE,
  startBrowser,
} from './support/browser.ts'
import { tabTo, untilFocused } from './support/keyboard.ts'

let bar: Bar
let browser: Browser

beforeAll(async () => {
  ;[bar, browser] = await Promise.all([openBar(), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await bar?.close()
})

async function openTill(size = PHONE): Promise<Device> {
  const device = await openDevice(browser, { address: bar.address, size })
  await enter(device)
  await device.page.goto('/vender')
  await tap(device, 'Heineken 600 ml, unidade').waitFor()
  return device
}
const tap = ({ page }: Device, what: string) =>
  page.getByRole('button', { name: `Pôr na venda: ${what}` }).last()
const receive = async ({ page }: Device) => {
  await page.getByRole('button', { name: 'Receber' }).click()
  await page.getByRole('button', { name: 'Dinheiro' }).click()
}

it('sells a unit, a box, a dose and a pack with one tap each, and takes the sale back', async () => {
  const till = await openTill()
  const before = await unitsOf(['HEI-600', 'ORI-600', 'GIN-750'])
  await tap(till, 'Heineken 600 ml, unidade').click()
  await tap(till, 'Heineken 600 ml, caixa fechada').click()
  await tap(till, 'Original 600 ml, Combo 6').click()
  await tap(till, 'Gin Tanqueray 750 ml, dose').click()
  await till.page
    .getByText(/economia/)
    .first()
    .waitFor()
  await expectAccessible(till)
  await receive(till)
  const receipt = till.page.getByRole('dialog', { name: /Venda nº/ })
  // 18 + 12 × 18 + 45 + 22 reais.
  await receipt.getByText('R$ 301,00').waitFor()
  expect(await unitsOf(['HEI-600', 'ORI-600', 'GIN-750'])).toEqual([
    (before[0] ?? 0) - 13,
    (before[1] ?? 0) - 6,
    (before[2] ?? 0) - 1,
  ])
  await receipt.getByRole('button', { name: 'Cancelar esta venda' }).click()
  await till.page.getByText(/cancelada; o estoque voltou/).waitFor()
  expect((await unitsOf(['HEI-600', 'ORI-600'])).slice(0, 2)).toEqual(before.slice(0, 2))
  expect(till.errors).toEqual([])
  await till.context.close()
})

it('says how much is missing and sells what there is once the person agrees (stock 24, 25)', async () => {
  const till = await openTill()
  const packs = Math.floor((await bar.unitsOf('ORI-600')) / 6) + 1
  await tap(till, 'Original 600 ml, Combo 6').click()
  const quantity = till.page.getByRole('textbox', { name: 'Quantidade de Original 600 ml' })
  await quantity.fill(String(packs))
  await till.page.getByText(/^Faltam \d+/).waitFor()
  await receive(till)
  await till.page.getByRole('alert').waitFor()
  await till.page.getByRole('button', { name: /^Vender \d+$/ }).click()
  await till.page.getByRole('button', { name: 'Pix' }).click()
  await till.page.getByRole('dialog', { name: /Venda nº/ }).waitFor()
  expect(await bar.unitsOf('ORI-600')).toBe(0)
  await till.context.close()
})

it('refuses what is not there and keeps the cart', async () => {
  const till = await openTill()
  await tap(till, 'Água 500 ml, unidade').click()
  await receive(till)
  await till.page.getByRole('alert').waitFor()
  await till.page.getByRole('button', { name: 'Fechar' }).click()
  await till.page.getByRole('textbox', { name: 'Quantidade de Água 500 ml' }).waitFor()
  await till.context.close()
})

/** A reader types a code and the line's end within one breath, however busy the machine is. */
async function read({ page }: Device, code: string): Promise<void> {
  await page.evaluate(`for (const key of ${JSON.stringify([...code, 'Enter'])})
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))`)
}

it('hears a bar code reader that types', async () => {
  const till = await openTill(LAPTOP)
  await till.page.locator('h1').click()
  await read(till, HEINEKEN_EAN)
  await till.page.getByRole('textbox', { name: 'Quantidade de Heineken 600 ml' }).waitFor()
  await read(till, '7890000000000')
  await till.page.getByText('Nenhum produto com o código 7890000000000.').waitFor()
  await till.context.close()
})

it('sells by keyboard alone', async () => {
  const till = await openTill(LAPTOP)
  const before = await bar.unitsOf('HEI-600')
  const { keyboard } = till.page
  await till.page.keyboard.press('Control+k')
  await till.page.getByRole('combobox').waitFor()
  await keyboard.type('vender')
  await keyboard.press('Enter')
  await till.page.getByRole('searchbox', { name: 'Buscar ou ler código' }).focus()
  await keyboard.type('heineken')
  await keyboard.press('Enter')
  await tabTo(till.page, 'Receber')
  await keyboard.press('Enter')
  await tabTo(till.page, 'Pix')
  await keyboard.press('Enter')
  await till.page.getByRole('dialog', { name: /Venda nº/ }).waitFor()
  await untilFocused(till.page, 'Próxima venda')
  await keyboard.press('Enter')
  await till.page.getByRole('dialog').waitFor({ state: 'hidden' })
  expect(await bar.unitsOf('HEI-600')).toBe(before - 1)
  await till.context.close()
})

function unitsOf(skus: readonly string[]): Promise<number[]> {
  return Promise.all(skus.map((sku) => bar.unitsOf(sku)))
}
