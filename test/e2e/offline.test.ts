import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Bar, openBar } from './support/bar.ts'
import { type Device, enter, openDevice, PHONE, startBrowser } from './support/browser.ts'
import { allSent, readDevice, writeDevice } from './support/device-stores.ts'

let bar: Bar
let browser: Browser

beforeAll(async () => {
  ;[bar, browser] = await Promise.all([openBar(), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await bar?.close()
})

async function openTill(): Promise<Device> {
  const device = await openDevice(browser, { address: bar.address, size: PHONE })
  await enter(device)
  await device.page.goto('/vender')
  await device.page.getByRole('button', { name: 'Pôr na venda: Heineken 600 ml, unidade' }).first().waitFor()
  // The app itself must lie on the device before its network may go.
  await device.page.waitForFunction('navigator.serviceWorker.ready')
  return device
}

async function sell({ page }: Device, name: string, title: RegExp): Promise<void> {
  await page
    .getByRole('button', { name: `Pôr na venda: ${name}, unidade` })
    .first()
    .click()
  await page.getByRole('button', { name: 'Receber' }).click()
  await page.getByRole('button', { name: 'Pix' }).click()
  await page.getByRole('dialog', { name: title }).waitFor()
  await page.getByRole('button', { name: 'Próxima venda' }).click()
}

it('keeps sales of two devices through reloads and killed pages, each exactly once (stock 75, 76)', async () => {
  const [one, other] = [await openTill(), await openTill()]
  await sell(one, 'Heineken 600 ml', /Venda nº/)
  expect(await bar.unitsOf('HEI-600')).toBe(23)

  for (const device of [one, other]) await device.context.setOffline(true)
  await sell(one, 'Heineken 600 ml', /guardada neste aparelho/)
  await sell(other, 'Heineken 600 ml', /guardada neste aparelho/)
  await one.page.reload()
  await one.page.getByText('1 operação esperando a internet').filter({ visible: true }).waitFor()
  await one.page.getByText('1 cx + 10 un').first().waitFor()
  await sell(one, 'Heineken 600 ml', /guardada neste aparelho/)
  await one.page.close()
  expect(await bar.unitsOf('HEI-600')).toBe(23)

  for (const device of [one, other]) await device.context.setOffline(false)
  for (const round of [1, 2]) {
    const page = await one.context.newPage()
    await page.goto('/vender')
    await allSent(page)
    await eventually(
      `round ${round}: 20 units`,
      async () => (await bar.unitsOf('HEI-600')) === 20 || undefined,
    )
    await page.close()
  }
  expect(await bar.sales()).toBe(4)
  await other.context.close()
  await one.context.close()
})

it('sends a sale whose answer was lost again under its key: once', async () => {
  const till = await openTill()
  const before = { units: await bar.unitsOf('ORI-600'), sales: await bar.sales() }
  await till.context.route('**/api/v1/sales', async (route) => {
    await route.fetch()
    await route.abort('connectionreset')
  })
  await sell(till, 'Original 600 ml', /guardada neste aparelho/)
  expect(await bar.unitsOf('ORI-600')).toBe(before.units - 1)
  await till.context.unroute('**/api/v1/sales')
  await till.page.reload()
  await till.page.getByText('1 operação enviada.').waitFor()
  expect(await bar.unitsOf('ORI-600')).toBe(before.units - 1)
  expect(await bar.sales()).toBe(before.sales + 1)
  await till.context.close()
})

it('takes an offline sale of what is not there as a fact and shows a divergence (stock 77)', async () => {
  const till = await openTill()
  await till.context.setOffline(true)
  await sell(till, 'Água 500 ml', /guardada neste aparelho/)
  await till.context.setOffline(false)
  await eventually('the debt', async () => (await bar.unitsOf('AGU-500')) === -1 || undefined)
  const { items } = (await bar.owner.get('/divergences')).body
  expect(items).toMatchObject([{ kind: 'negative_stock', sku: 'AGU-500' }])
  await till.context.close()
})

it('shows what the server has and what waits here on top of it (stock 79)', async () => {
  const till = await openTill()
  const before = await bar.unitsOf('HEI-600')
  await till.context.setOffline(true)
  for (let sold = 0; sold < 5; sold += 1) await sell(till, 'Heineken 600 ml', /guardada neste aparelho/)
  // The device hears the server again, which does not take its operations yet.
  await till.context.route('**/api/v1/offline/operations', (route) => route.abort('connectionreset'))
  await bar.owner.post('/sales', {
    branch_id: bar.branch_id,
    lines: [{ product_id: bar.products.get('HEI-600'), quantity: 2 }],
  })
  await till.context.setOffline(false)
  await till.page.reload()
  await till.page.getByText('5 operações esperando a internet').filter({ visible: true }).waitFor()
  const left = before - 7
  const shown = [left >= 12 ? `${Math.floor(left / 12)} cx` : '', left % 12 > 0 ? `${left % 12} un` : '']
  await till.page.getByText(shown.filter(Boolean).join(' + '), { exact: true }).first().waitFor()
  expect(await bar.unitsOf('HEI-600')).toBe(before - 2)
  await refusesAnotherPacking(till.page)
  await till.context.unroute('**/api/v1/offline/operations')
  await till.page.reload()
  await eventually('all seven', async () => (await bar.unitsOf('HEI-600')) === left || undefined)
  await till.context.close()
})

/** While five sales of Heineken wait on the device (stock 51). */
async function refusesAnotherPacking(page: Page): Promise<void> {
  await page.goto('/produtos')
  await page.getByText('Heineken 600 ml').filter({ visible: true }).first().click()
  const save = page.getByRole('button', { name: 'Salvar' })
  await page.getByLabel('Unidades por caixa').fill('24')
  await page.getByText(/5 operações deste aparelho ainda não chegaram ao servidor/).waitFor()
  expect(await save.isDisabled()).toBe(true)
  await page.getByLabel('Unidades por caixa').fill('12')
  expect(await save.isEnabled()).toBe(true)
}

it('does nothing twice when a device is put back to an old backup, and asks for everything anew (stock 82)', async () => {
  const till = await openTill()
  await till.context.setOffline(true)
  await sell(till, 'Heineken 600 ml', /guardada neste aparelho/)
  const backup = await readDevice(till.page)
  const before = { units: await bar.unitsOf('HEI-600'), sales: await bar.sales() }
  await till.context.setOffline(false)
  await till.page.reload()
  await till.page.getByText('1 operação enviada.').waitFor()
  expect(await bar.unitsOf('HEI-600')).toBe(before.units - 1)

  await writeDevice(till.page, backup)
  await till.page.reload()
  await till.page.getByText('1 operação enviada.').waitFor()
  expect(await bar.unitsOf('HEI-600')).toBe(before.units - 1)
  expect(await bar.sales()).toBe(before.sales + 1)
  const kept = await readDevice(till.page)
  expect(kept.outbox).toEqual([])
  expect(kept.snapshots[0]?.ledger_seq).toBeGreaterThan(backup.snapshots[0]?.ledger_seq ?? 0)
  await till.context.close()
})

it('keeps losses, breakages and counts through a reload without network', async () => {
  const till = await openTill()
  await till.page.goto('/contar')
  await till.page.getByRole('button', { name: 'Começar contagem' }).click()
  await till.context.setOffline(true)
  await till.page.reload()
  await till.page
    .getByRole('textbox', { name: 'Unidades: Água 500 ml' })
    .or(till.page.getByRole('textbox', { name: 'Na caixa aberta: Água 500 ml' }))
    .fill('3')
  await till.page.getByRole('button', { name: 'Conferir e gravar' }).click()
  await till.page.getByRole('button', { name: 'Gravar contagem' }).click()
  await till.page.getByText(/Contagem guardada neste aparelho/).waitFor()
  await till.page.goto('/neste-aparelho')
  await till.page.getByRole('heading', { name: 'Contagem' }).waitFor()
  await till.context.setOffline(false)
  await eventually('the count', async () => (await bar.unitsOf('AGU-500')) === 3 || undefined)
  await till.context.close()
})
