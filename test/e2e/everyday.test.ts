import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bar, openBar } from './support/bar.ts'
import {
  type Device,
  enter,
  expectAccessible,
  LAPTOP,
  openDevice,
  PHONE,
  startBrowser,
} from './support/browser.ts'

let bar: Bar
let browser: Browser

beforeAll(async () => {
  ;[bar, browser] = await Promise.all([openBar(), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await bar?.close()
})

const sellOne = async (): Promise<{ id: string; number: number }> => {
  const { body } = await bar.owner.post('/sales', {
    branch_id: bar.branch_id,
    lines: [{ product_id: bar.products.get('HEI-600'), quantity: 1 }],
  })
  return body
}

const LOOKS = [
  { name: 'a phone', size: PHONE, isDark: true },
  { name: 'a laptop', size: LAPTOP, isDark: false },
]
describe.each(LOOKS)('on $name', ({ size, isDark }) => {
  let device: Device
  beforeAll(async () => {
    device = await openDevice(browser, { address: bar.address, size, isDark })
    await enter(device)
  })
  afterAll(() => device?.context.close())

  const open = async (number: number) => {
    await device.page.goto('/vendas')
    await device.page.getByRole('button', { name: `Venda nº ${number}` }).click()
    return device.page.getByRole('dialog', { name: `Venda nº ${number}` })
  }

  it('takes a sale of the list back, and says so when somebody else was first', async () => {
    const [before, sale, other] = [await bar.unitsOf('HEI-600'), await sellOne(), await sellOne()]
    const dialog = await open(sale.number)
    await expectAccessible(device)
    await dialog.getByRole('button', { name: 'Cancelar venda' }).click()
    await device.page.getByText(`Venda nº ${sale.number} cancelada; o estoque voltou.`).waitFor()
    expect(await bar.unitsOf('HEI-600')).toBe(before - 1)
    const row = device.page.getByRole('row', { name: new RegExp(`Venda nº ${sale.number}\\b`) })
    await row.getByText('Cancelada').waitFor()

    const late = await open(other.number)
    await late.getByRole('button', { name: 'Cancelar venda' }).waitFor()
    await bar.owner.post(`/sales/${other.id}/cancel`)
    await late.getByRole('button', { name: 'Cancelar venda' }).click()
    await late.getByRole('alert').waitFor()
    expect(await bar.unitsOf('HEI-600')).toBe(before)
  })

  it('keeps how the screens look for good', async () => {
    await device.page.goto('/estoque')
    const person = device.page.getByRole('button', { name: /Dona Ana/ })
    await (size === PHONE ? device.page.getByRole('button', { name: 'Mais', exact: true }) : person).click()
    const dialog = device.page.getByRole('dialog')
    const wanted = isDark ? 'Clara' : 'Escura'
    await dialog.getByText(wanted, { exact: true }).click()
    await expectAccessible(device)
    await device.page.reload()
    await device.page.getByRole('heading', { level: 1, name: 'Estoque' }).waitFor()
    const scheme = await device.page.evaluate('getComputedStyle(document.documentElement).colorScheme')
    expect(scheme).toBe(isDark ? 'light' : 'dark')
    await expectAccessible(device)
  })
})

it('changes a password only for who knows the old one, and the audit trail tells of it', async () => {
  const [old, chosen] = ['outra senha bem longa', 'uma senha nova e comprida']
  const made = await bar.owner.post('/users', {
    name: 'Caio Lima',
    email: 'caio@bar.example',
    password: old,
    role: 'manager',
    branch_ids: null,
  })
  const { page, ...device } = await openDevice(browser, { address: bar.address, size: PHONE })
  const signIn = async (password: string) => {
    await page.getByLabel('E-mail').fill('caio@bar.example')
    await page.getByLabel('Senha').fill(password)
    await page.getByRole('button', { name: 'Entrar' }).click()
  }
  await page.goto('/')
  await signIn(old)
  await page.getByRole('button', { name: 'Mais', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Trocar minha senha').click()
  await dialog.getByLabel('Senha atual').fill('não é esta senha')
  await dialog.getByLabel('Senha nova').fill(chosen)
  await dialog.getByRole('button', { name: 'Salvar' }).click()
  await dialog.getByRole('alert').waitFor()
  expect(await dialog.getByLabel('Senha nova').inputValue()).toBe(chosen)
  await dialog.getByLabel('Senha atual').fill(old)
  await dialog.getByRole('button', { name: 'Salvar' }).click()
  await page.getByText('Senha trocada. Entre de novo com a nova.').waitFor()
  await signIn(old)
  await page.getByRole('alert').waitFor()
  await signIn(chosen)
  await page.getByRole('navigation', { name: 'Navegação principal' }).waitFor()
  // Everybody is sent out elsewhere: the next thing that is asked leads to the door.
  await bar.owner.patch(`/users/${made.body.id}`, { password: 'a terceira senha comprida' })
  await page.goto('/estoque')
  await page.getByRole('heading', { name: 'Entrar' }).waitFor()
  expect(device.errors).toEqual([])
  await device.context.close()

  const owner = await openDevice(browser, { address: bar.address })
  await enter(owner)
  await owner.page.goto('/auditoria')
  const rows = owner.page.getByRole('row').filter({ hasText: 'Caio Lima' })
  await rows.filter({ hasText: 'Trocou a senha' }).waitFor()
  await owner.page.getByRole('row').filter({ hasText: 'Tentou entrar e foi recusado' }).first().waitFor()
  await owner.context.close()
})
