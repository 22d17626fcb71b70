import type { Browser } from 'playwright-core'
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
/** The till that was there when the bar had one branch. */
let till: Device

beforeAll(async () => {
  ;[bar, browser] = await Promise.all([openBar(), startBrowser()])
  till = await openDevice(browser, { address: bar.address, size: PHONE })
  await enter(till)
  await till.page.goto('/vender')
  await headed(till, 'Matriz').waitFor()
})
afterAll(async () => {
  await browser?.close()
  await bar?.close()
})

const question = ({ page }: Device) =>
  page.getByRole('heading', { name: 'Em qual filial este aparelho trabalha?' })
const headed = ({ page }: Device, branch: string) =>
  page.locator('main header').getByText(branch, { exact: true })

async function sell({ page }: Device): Promise<void> {
  await page.getByRole('button', { name: 'Pôr na venda: Heineken 600 ml, unidade' }).first().click()
  await page.getByRole('button', { name: 'Receber' }).click()
  await page.getByRole('button', { name: 'Pix' }).click()
  await page.getByRole('dialog', { name: /Venda nº/ }).waitFor()
  await page.getByRole('button', { name: 'Próxima venda' }).click()
}

it('stays in the branch it began with when a new one comes first by name', async () => {
  await bar.owner.post('/branches', { name: 'Adega' })
  await till.page.reload()
  await headed(till, 'Matriz').waitFor()
  await sell(till)
  expect(await bar.unitsOf('HEI-600')).toBe(23)
  expect(await question(till).count()).toBe(0)
})

it('asks a new device once where it works, and nothing can be sold before', async () => {
  const device = await openDevice(browser, { address: bar.address, size: PHONE })
  await enter(device)
  await question(device).waitFor()
  await device.page.goto('/vender')
  await question(device).waitFor()
  expect(await device.page.getByRole('button', { name: /Pôr na venda/ }).count()).toBe(0)
  await expectAccessible(device)
  await chooseBranch(device, 'Adega')
  await headed(device, 'Adega').waitFor()
  await device.page.reload()
  await headed(device, 'Adega').waitFor()
  expect(await question(device).count()).toBe(0)
  await device.context.close()
})

it('says that its branch is gone, also in the middle of a sale, and goes nowhere by itself', async () => {
  await bar.owner.patch(`/branches/${bar.branch_id}`, { is_active: false })
  await till.page.getByRole('button', { name: 'Pôr na venda: Heineken 600 ml, unidade' }).first().click()
  await till.page.getByRole('button', { name: 'Receber' }).click()
  await till.page.getByRole('button', { name: 'Pix' }).click()
  await till.page.getByText('A filial Matriz não recebe mais movimentações.').waitFor()
  await question(till).waitFor()
  await expectAccessible(till)
  await till.page.reload()
  await question(till).waitFor()
  expect(await bar.unitsOf('HEI-600')).toBe(23)
})

it('keeps the sale whose branch is gone, and moves it to another branch or throws it away', async () => {
  const kept = till.page.getByText('A venda começada em Matriz, com 1 item, está guardada neste aparelho.')
  await kept.waitFor()
  await chooseBranch(till, 'Adega')
  await headed(till, 'Adega').waitFor()
  await kept.waitFor()
  await expectAccessible(till)
  await till.page.getByRole('button', { name: 'Continuar em Adega' }).click()
  await kept.waitFor({ state: 'hidden' })
  const quantity = till.page.getByRole('textbox', { name: 'Quantidade de Heineken 600 ml' })
  expect(await quantity.inputValue()).toBe('1')
  // Nothing stands in Adega: it is refused there, and stays.
  await till.page.getByRole('button', { name: 'Receber' }).click()
  await till.page.getByRole('button', { name: 'Pix' }).click()
  await till.page.getByRole('dialog').getByRole('alert').waitFor()
  await till.page.reload()
  await quantity.waitFor()
  const { body: branches } = await bar.owner.get('/branches')
  const adega = branches.items.find((branch: { name: string }) => branch.name === 'Adega')
  await bar.owner.post('/branches', { name: 'Terraço' })
  await bar.owner.patch(`/branches/${adega.id}`, { is_active: false })
  await till.page.reload()
  await question(till).waitFor()
  await till.page.getByText('A venda começada em Adega, com 1 item,').waitFor()
  await till.page.getByRole('button', { name: 'Descartar esta venda' }).click()
  await bar.owner.patch(`/branches/${adega.id}`, { is_active: true })
  await till.page.reload()
  await headed(till, 'Adega').waitFor()
  await till.page
    .getByRole('button', { name: /Pôr na venda/ })
    .first()
    .waitFor()
  expect(await till.page.getByRole('region', { name: 'Venda' }).count()).toBe(0)
  expect(await till.page.getByText(/está guardada neste aparelho/).count()).toBe(0)
  expect(till.errors).toEqual([])
})

it('gives a sale that was begun back after other screens and a reload, and never after it was made', async () => {
  const device = await openDevice(browser, { address: bar.address, size: PHONE })
  await enter(device)
  await chooseBranch(device, 'Adega')
  await device.page.goto('/vender')
  await device.page.getByRole('button', { name: 'Pôr na venda: Gin Tanqueray 750 ml, dose' }).last().click()
  await device.page.getByRole('link', { name: 'Estoque', exact: true }).click()
  await device.page.getByRole('heading', { level: 1, name: 'Estoque' }).waitFor()
  await device.page.reload()
  await device.page.getByRole('link', { name: 'Vender', exact: true }).click()
  await device.page.getByRole('textbox', { name: 'Quantidade de Gin Tanqueray 750 ml' }).waitFor()
  const window = await device.context.newPage()
  await window.goto('/vender')
  await window.getByRole('textbox', { name: 'Quantidade de Gin Tanqueray 750 ml' }).waitFor()
  await device.context.setOffline(true)
  await device.page.getByRole('button', { name: 'Receber' }).click()
  await device.page.getByRole('button', { name: 'Pix' }).click()
  await device.page.getByRole('dialog', { name: 'Venda guardada neste aparelho' }).waitFor()
  await window.getByRole('region', { name: 'Venda' }).waitFor({ state: 'detached' })
  await device.context.close()
})

it('opens without network in the branch that it has', async () => {
  await till.page.waitForFunction('navigator.serviceWorker.ready')
  await till.context.setOffline(true)
  await till.page.reload()
  await headed(till, 'Adega').waitFor()
  await till.context.setOffline(false)
})

it('asks whoever may not work where the device does', async () => {
  const made = await bar.owner.post('/branches', { name: 'Varanda' })
  await bar.owner.post('/users', {
    name: 'Caio',
    email: 'caio@bar.example',
    password: 'outra senha bem longa',
    role: 'cashier',
    branch_ids: [made.body.id],
  })
  await till.page.getByRole('button', { name: 'Mais', exact: true }).click()
  await till.page.getByRole('button', { name: 'Sair' }).click()
  await till.page.getByLabel('E-mail').fill('caio@bar.example')
  await till.page.getByLabel('Senha').fill('outra senha bem longa')
  await till.page.getByRole('button', { name: 'Entrar' }).click()
  await till.page.getByText('A filial deste aparelho não está entre as suas.').waitFor()
  await chooseBranch(till, 'Varanda')
  await headed(till, 'Varanda').waitFor()
  expect(till.errors).toEqual([])
})
