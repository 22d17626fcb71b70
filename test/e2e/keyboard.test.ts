import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Bar, openBar } from './support/bar.ts'
import { type Device, enter, openDevice, startBrowser } from './support/browser.ts'
import { focused, goByKeyboard, tabTo, untilFocused } from './support/keyboard.ts'

let bar: Bar
let browser: Browser
let device: Device
let page: Page

beforeAll(async () => {
  ;[bar, browser] = await Promise.all([openBar(), startBrowser()])
  device = await openDevice(browser, { address: bar.address })
  await enter(device)
  page = device.page
})
afterAll(async () => {
  await browser?.close()
  await bar?.close()
})

it('receives a purchase', async () => {
  const before = await bar.unitsOf('HEI-600')
  await goByKeyboard(page, 'Compras')
  await press('Nova compra')
  await page.getByRole('dialog').waitFor()
  await type('Fornecedor', 'Distribuidora')
  await type('Escolher produto', 'heineken')
  await page.getByRole('button', { name: /^Heineken 600 ml/ }).waitFor()
  await page.keyboard.press('Enter')
  await type('Caixas: Heineken 600 ml', '2')
  await type('Custo por caixa', '96,00')
  await press('Registrar compra')
  await page.getByText(/^Compra nº \d+ registrada\.$/).waitFor()
  expect(await bar.unitsOf('HEI-600')).toBe(before + 24)
  await untilFocused(page, 'Nova compra')
})

it('counts the shelf, and keeps the place in the list', async () => {
  await goByKeyboard(page, 'Contar', 'Contagem')
  await tabTo(page, 'Cego')
  await page.keyboard.press('ArrowRight')
  await press('Começar contagem')
  await type('Caixas fechadas: Original 600 ml', '1')
  await type('Na caixa aberta: Original 600 ml', '3')
  await untilFocused(page, 'Na caixa aberta: Original 600 ml')
  await tabTo(page, 'Caixas fechadas: Água 500 ml')
  await press('Confere')
  await untilFocused(page, 'Refazer')
  await page.keyboard.press('Enter')
  await untilFocused(page, 'Não tem')
  await page.keyboard.press('Enter')
  await untilFocused(page, 'Refazer')
  await press('Conferir e gravar')
  await page.getByRole('dialog').waitFor()
  await press('Gravar contagem')
  await page.getByRole('heading', { name: 'Contagem gravada' }).waitFor()
  expect(await bar.unitsOf('ORI-600')).toBe(27)
})

it('writes a loss off and comes back to the row', async () => {
  const before = await bar.unitsOf('HEI-600')
  await goByKeyboard(page, 'Estoque')
  await choose('Heineken 600 ml', 'Registrar perda')
  await type('Quantidade', '2')
  await tabTo(page, 'Motivo')
  await page.keyboard.press('ArrowDown')
  await press('Registrar perda')
  await page.getByText('Perda registrada.').waitFor()
  expect(await bar.unitsOf('HEI-600')).toBe(before - 2)
  await untilFocused(page, 'Ações de Heineken 600 ml')
})

it('opens a box and comes back to the row', async () => {
  const { product_id, closed_boxes } = await levelOf('GIN-750')
  await choose('Gin Tanqueray 750 ml', 'Abrir caixa')
  await press('Abrir uma caixa')
  await page.getByText('Caixa aberta.', { exact: true }).waitFor()
  expect(await levelOf('GIN-750')).toMatchObject({ product_id, closed_boxes: closed_boxes - 1 })
  await untilFocused(page, 'Ações de Gin Tanqueray 750 ml')
})

it('brings into sight what the arrows choose in the search', async () => {
  await page.keyboard.press('Control+k')
  const options = page.getByRole('option')
  await options.first().waitFor()
  await page.keyboard.press('ArrowUp')
  const last = page.getByRole('option', { selected: true })
  expect(await last.textContent()).toBe(await options.last().textContent())
  await eventually('the last place is in sight', async () => {
    const list = await page.getByRole('listbox').boundingBox()
    const box = await last.boundingBox()
    if (list === null || box === null) return undefined
    return box.y + box.height <= list.y + list.height || undefined
  })
  await page.keyboard.press('Escape')
})

/** Goes to a control and presses it. */
async function press(name: string): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.press('Enter')
}

/** Goes to a field and fills it in. */
async function type(name: string, text: string): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.type(text)
}

/** Opens the menu of a row and goes down to one of its actions. */
async function choose(product: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Ações de ${product}` }).waitFor()
  await press(`Ações de ${product}`)
  await eventually('the menu has the focus', async () =>
    (await page.evaluate<boolean>(`document.activeElement.closest('[role=menu]') !== null`))
      ? true
      : undefined,
  )
  for (let at = await focused(page); at !== action; ) {
    await page.keyboard.press('ArrowDown')
    const before = at
    at = await eventually(`the arrow leads on to ${action}`, async () => {
      const now = await focused(page)
      return now === before ? undefined : now
    })
  }
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
}

async function levelOf(sku: string): Promise<{ product_id: string; closed_boxes: number }> {
  const { body } = await bar.owner.get(`/inventory/${bar.products.get(sku)}?branch_id=${bar.branch_id}`)
  return body
}
