import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Bar, openBar } from './support/bar.ts'
import { type Device, enter, openDevice, startBrowser } from './support/browser.ts'

let bar: Bar
let browser: Browser
let device: Device
/** Far below the time after which a screen without events looks by itself. */
const SOON_MS = 8_000
const EVENTS = '**/api/v1/events'

beforeAll(async () => {
  ;[bar, browser] = await Promise.all([openBar(), startBrowser()])
})
beforeEach(async () => {
  device = await openDevice(browser, { address: bar.address })
  await enter(device)
  return () => device.context.close()
})
afterAll(async () => {
  await browser?.close()
  await bar?.close()
})

const sellOne = () =>
  bar.owner.post('/sales', {
    branch_id: bar.branch_id,
    lines: [{ product_id: bar.products.get('HEI-600'), quantity: 1 }],
  })
/** What the panel says was sold today, in cents. */
const soldToday = async (): Promise<number> => {
  const fact = device.page.locator('dl > div').filter({ hasText: 'Vendido hoje' })
  return Number((await fact.locator('dd').filter({ hasText: 'R$' }).innerText()).replace(/\D/g, ''))
}
const sold = (cents: number) =>
  eventually(`${cents} cents sold`, async () => (await soldToday()) === cents || undefined, SOON_MS)
const goTo = (name: string) => device.page.getByRole('link', { name, exact: true }).click()

it('shows a sale of another till on the open panel and in the list of sales', async () => {
  await goTo('Painel')
  const before = await soldToday()
  await sellOne()
  await sold(before + 1800)
  await goTo('Vendas')
  await device.page.getByText('Venda nº 1', { exact: true }).waitFor()
  await sellOne()
  await device.page.getByText('Venda nº 2', { exact: true }).waitFor({ timeout: SOON_MS })
})

it('misses nothing that was sold between its first look and the opening of the events', async () => {
  const asked = Promise.withResolvers<void>()
  const sale = Promise.withResolvers<void>()
  await device.context.route(EVENTS, async (route) => {
    asked.resolve()
    await sale.promise
    await route.continue()
  })
  await device.page.goto('/painel')
  const before = await soldToday()
  await asked.promise
  await sellOne()
  sale.resolve()
  await sold(before + 1800)
})

it('shows its own sale on the panel at once, even where events do not come through', async () => {
  await device.context.route(EVENTS, (route) => route.abort())
  await device.page.goto('/painel')
  const before = await soldToday()
  await goTo('Vender')
  await device.page.getByRole('button', { name: 'Pôr na venda: Heineken 600 ml, unidade' }).first().click()
  await device.page.getByRole('button', { name: 'Receber' }).click()
  await device.page.getByRole('button', { name: 'Pix' }).click()
  await device.page.getByRole('dialog', { name: /Venda nº/ }).waitFor()
  await device.page.keyboard.press('Escape')
  await goTo('Painel')
  await sold(before + 1800)
  expect(device.errors).toEqual([])
})

it('comes back to events after the server turned it away', async () => {
  await device.context.route(EVENTS, (route) => route.fulfill({ status: 503 }))
  await device.page.goto('/painel')
  const before = await soldToday()
  await device.context.unroute(EVENTS)
  await device.page.waitForResponse(
    (response) => response.url().includes('/api/v1/events') && response.ok(),
    {
      timeout: 40_000,
    },
  )
  await sellOne()
  await sold(before + 1800)
})
