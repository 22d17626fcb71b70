import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bar, openBar } from './support/bar.ts'
import {
  chooseBranch,
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
  await bar.owner.post('/branches', { name: 'Depósito' })
  await bar.owner.post('/users', {
    ...{ name: 'Caio', email: 'caio@bar.example', password: 'outra senha bem longa' },
    ...{ role: 'viewer', branch_ids: null },
  })
})
afterAll(async () => {
  await browser?.close()
  await bar?.close()
})

const refusal = (page: Page, text: string) => page.getByRole('alert').filter({ hasText: text }).waitFor()

const LOOKS = [
  { name: 'a phone', size: PHONE, isDark: true },
  { name: 'a laptop', size: LAPTOP, isDark: false },
]
describe.each(LOOKS)('on $name', ({ size, isDark }) => {
  let device: Device
  let page: Page
  beforeAll(async () => {
    device = await openDevice(browser, { address: bar.address, size, isDark })
    await enter(device)
    await chooseBranch(device, 'Matriz')
    page = device.page
  })
  afterAll(() => device?.context.close())

  it('lets in nobody twice, and keeps what was typed of who is there already', async () => {
    await page.goto('/usuarios')
    await page.getByRole('button', { name: 'Nova pessoa' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByText('Criar com senha').click()
    await sheet.getByLabel('Nome').fill('Outro Caio')
    await sheet.getByLabel('E-mail').fill('caio@bar.example')
    await sheet.getByLabel('Senha inicial').fill('uma senha que ninguém usa')
    await sheet.getByRole('button', { name: 'Salvar' }).click()
    await refusal(page, 'Já existe uma pessoa com este e-mail.')
    expect(await sheet.getByLabel('Nome').inputValue()).toBe('Outro Caio')
    await expectAccessible(device)
    await page.keyboard.press('Escape')
  })

  it('leaves no company without an owner', async () => {
    await page.getByRole('button', { name: 'Dona Ana' }).and(page.locator('main button')).click()
    const sheet = page.getByRole('dialog', { name: 'Dona Ana' })
    await sheet.getByLabel('Papel').selectOption({ label: 'Consulta' })
    await sheet.getByRole('button', { name: 'Salvar' }).click()
    await refusal(page, 'A empresa precisa de ao menos uma pessoa proprietária ativa.')
    await page.keyboard.press('Escape')
    expect((await bar.owner.get('/me')).body.role).toBe('owner')
  })

  it('says so when somebody else revoked the key first', async () => {
    const { body } = await bar.owner.post('/api-keys', { name: 'Balança', role: 'viewer' })
    await page.goto('/chaves')
    await page.getByRole('heading', { name: 'Balança' }).waitFor()
    await bar.owner.remove(`/api-keys/${body.id}`)
    await page.getByRole('button', { name: 'Revogar' }).click()
    await refusal(page, 'não existe ou foi removido')
    await page.getByRole('heading', { name: 'Nenhuma chave' }).waitFor()
  })

  it('names no two branches alike, new or renamed, and gives the focus to what is to be typed', async () => {
    await page.goto('/filiais')
    await page.getByLabel('Nova filial').fill('Matriz')
    await page.getByRole('button', { name: 'Criar filial' }).click()
    await refusal(page, 'Já existe um cadastro com o nome Matriz.')
    expect(await page.getByLabel('Nova filial').inputValue()).toBe('Matriz')
    const card = page.locator('main section').filter({ has: page.getByRole('heading', { name: 'Depósito' }) })
    await card.getByRole('button', { name: 'Renomear' }).press('Enter')
    await page.locator('input:focus').fill('Matriz')
    await page.keyboard.press('Enter')
    await page.locator('section').getByRole('alert').filter({ hasText: 'Já existe um cadastro' }).waitFor()
    await expectAccessible(device)
    expect((await bar.owner.get('/branches')).body.items).toHaveLength(2)
  })

  it('keeps settings that cannot be, to be put right, and says which', async () => {
    await page.goto('/configuracoes')
    const days = page.getByLabel('Dias que o estoque deve durar')
    await days.fill('0')
    await page.getByLabel('Nome do pack').fill('Balde')
    await page.getByRole('button', { name: 'Salvar' }).click()
    await page.getByRole('alert').first().waitFor()
    expect(await days.getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByLabel('Nome do pack').inputValue()).toBe('Balde')
    await expectAccessible(device)
    expect((await bar.owner.get('/settings')).body.muntu_label).not.toBe('Balde')
  })

  it('shows who only looks the settings to read, and nothing of people, keys and the audit trail', async () => {
    const other = await openDevice(browser, { address: bar.address, size })
    await other.page.goto('/configuracoes')
    await other.page.getByLabel('E-mail').fill('caio@bar.example')
    await other.page.getByLabel('Senha').fill('outra senha bem longa')
    await other.page.getByRole('button', { name: 'Entrar' }).click()
    await chooseBranch(other, 'Matriz')
    await other.page.getByText('Só quem é proprietário muda estas escolhas.').waitFor()
    expect(await other.page.getByLabel('Nome do pack').isDisabled()).toBe(true)
    expect(await other.page.getByRole('button', { name: 'Salvar' }).count()).toBe(0)
    for (const path of ['/usuarios', '/chaves', '/auditoria']) {
      await other.page.goto(path)
      await other.page.getByRole('heading', { name: 'Seu perfil não abre esta tela' }).waitFor()
    }
    expect(other.errors).toEqual([])
    await other.context.close()
  })
})
