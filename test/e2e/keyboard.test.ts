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

it('keeps for the search what is typed after Ctrl+K, before there is a search or even a frame', async () => {
  const early = await openDevice(browser, { address: bar.address })
  await early.context.addCookies(await device.context.cookies())
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await early.context.route(/\/api\/v1\/me|frame-dialogs/, async (route) => {
    await held
    await route.continue()
  })
  await early.page.goto('/')
  await early.page.getByRole('status', { name: 'Carregando…' }).waitFor({ state: 'attached' })
  await early.page.keyboard.press('Control+k')
  await early.page.keyboard.type('contat')
  await early.page.keyboard.press('Backspace')
  release()
  await untilFocused(early.page, 'Buscar produto ou ação')
  await early.page.keyboard.type('r')
  expect(await early.page.getByRole('combobox').inputValue()).toBe('contar')
  await early.page.getByRole('option', { name: 'Contar' }).first().waitFor()
  await early.page.keyboard.press('Enter')
  await early.page.getByRole('heading', { level: 1, name: 'Contagem' }).waitFor()
  expect(early.errors).toEqual([])
  await early.context.close()
})

it('brings the rest of a list, tells of a page that did not come, and keeps its place', async () => {
  const rest = Array.from({ length: 60 }, (_, at) => `REST-${at},Resto ${String(at).padStart(2, '0')},100`)
  await bar.owner.post('/products/import', { csv: ['sku,name,unit_price_cents', ...rest].join('\n') })
  await page.goto('/produtos')
  const rows = page.locator('tbody tr')
  await rows.first().waitFor()
  expect(await rows.count()).toBe(50)
  const refuse = { status: 500, contentType: 'application/problem+json', body: '{}' }
  await page.route(/products\?.*cursor=/, (route) => route.fulfill(refuse))
  await press('Mostrar mais')
  await page.getByRole('alert').waitFor()
  expect(await rows.count()).toBe(50)
  expect(await focused(page)).toBe('Mostrar mais')
  await page.unroute(/products\?.*cursor=/)
  await page.keyboard.press('Enter')
  await untilFocused(page, 'Isto é tudo.')
  const names = await rows.locator('th').allTextContents()
  expect([names.length, new Set(names).size]).toEqual([64, 64])
  expect(await page.getByRole('alert').count()).toBe(0)
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
