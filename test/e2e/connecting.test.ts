import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Device, enter, expectAccessible, openDevice, PHONE, startBrowser } from './support/browser.ts'
import { consent, openTwoShops, type TwoShops } from './support/two-shops.ts'

let shops: TwoShops
let browser: Browser
let phone: Device

beforeAll(async () => {
  ;[shops, browser] = await Promise.all([openTwoShops(), startBrowser()])
  phone = await openDevice(browser, { address: shops.address, size: PHONE })
  await enter(phone)
})
afterAll(async () => {
  await browser?.close()
  await shops?.close()
})

const button = (page: Pick<Page, 'getByRole'>, name: string | RegExp) => page.getByRole('button', { name })

it('registers the application, and keeps what was typed when it is refused', async () => {
  const { page } = phone
  await page.goto('/sincronizacao')
  await page.getByRole('link', { name: 'Conectar conta' }).click()
  await button(page, 'Cadastrar aplicativo').click()
  await page.getByLabel('Client id').fill('curto')
  await page.getByLabel('Client secret').fill(shops.app_keys.client_secret)
  await button(page, 'Salvar').click()
  await page.getByRole('alert').first().waitFor()
  expect(await page.getByLabel('Client secret').inputValue()).toBe(shops.app_keys.client_secret)
  await page.getByLabel('Client id').fill(shops.app_keys.client_id)
  await button(page, 'Salvar').click()
  await page.getByText(`${shops.address}/api/v1/bling/callback`).waitFor()
  await page.getByText(`${shops.address}/webhooks/bling`).waitFor()
  await expectAccessible(phone)
})

it('connects two companies on Bling’s own page, and says it clearly when the person says no', async () => {
  const { page } = phone
  await button(page, 'Conectar conta').click()
  await consent(page, 'Loja W', 'Negar')
  await page.getByText('a autorização foi negada na página do Bling').waitFor()
  expect(new URL(page.url()).pathname).toBe('/contas-bling')
  for (const name of ['Loja W', 'Loja Y']) {
    await button(page, 'Conectar conta').click()
    await consent(page, name, 'Autorizar')
    await page.getByText(`${name} está conectada.`).waitFor()
  }
  await page.getByRole('heading', { name: 'Loja W' }).waitFor()
  await page.getByText('de 120.000').first().waitFor()
  await expectAccessible(phone)
  // The same company a second time is told by its name.
  await button(page, 'Conectar conta').click()
  await consent(page, 'Loja Y', 'Autorizar')
  await page.getByText('Esta empresa do Bling já está conectada como Loja Y').waitFor()
})

it('says whether events arrive while the person looks', async () => {
  const { page } = phone
  await button(page, 'Ligar os avisos').click()
  const sheet = page.getByRole('dialog', { name: 'Avisos do Bling' })
  await sheet.getByText('Esperando o primeiro aviso…').first().waitFor()
  const { company_id, deposit_id } = shops.w
  const [product] = shops.sandbox.control.state(company_id).products
  shops.sandbox.control.move(company_id, {
    product_id: product?.id ?? 0,
    deposit_id,
    operation: 'E',
    quantity: 1,
  })
  await sheet.getByText('Chegam', { exact: true }).waitFor()
  await expectAccessible(phone)
  await page.keyboard.press('Escape')
})

it('creates a shared deposit in each account, and refuses a name that is there', async () => {
  const { page } = phone
  await page.goto('/depositos')
  for (const [account, name] of [
    ['Loja W', 'Compartilhado W'],
    ['Loja Y', 'Compartilhado Y'],
  ] as const) {
    await button(page, account).click()
    await button(page, 'Criar depósito').click()
    const sheet = page.getByRole('dialog', { name: 'Novo depósito no Bling' })
    await sheet.getByLabel('Nome').fill('Geral')
    await button(sheet, 'Criar depósito').click()
    await sheet.getByRole('alert').first().waitFor()
    expect(await sheet.getByLabel('Nome').inputValue()).toBe('Geral')
    await sheet.getByLabel('Nome').fill(name)
    await button(sheet, 'Criar depósito').click()
    await page.getByRole('rowheader', { name }).waitFor()
  }
  await expectAccessible(phone)
})

it('reads the products of both and brings them into the catalogue', async () => {
  const { page } = phone
  await page.goto('/vinculos?aba=products')
  const read = page.getByRole('button', { name: 'Ler produtos' })
  await read.first().click()
  await page.getByText('5 produtos lidos').waitFor()
  await read.first().click()
  await page.getByText('6 produtos lidos').waitFor()
  await button(page, 'Trazer para o catálogo').first().click()
  const sheet = page.getByRole('dialog', { name: 'Trazer para o catálogo' })
  await sheet.getByText('5 produtos novos').waitFor()
  await expectAccessible(phone)
  await sheet.getByRole('button', { name: 'Trazer' }).click()
  await page.getByText('5 produtos criados').waitFor()
  expect((await shops.owner.get('/products')).body.items).toHaveLength(5)
})

it('makes a unified stock: what would grow without end cannot be saved, what can oversell is said while choosing', async () => {
  const { page } = phone
  await page.goto('/estoques-unificados')
  await button(page, 'Novo estoque unificado').click()
  const sheet = page.getByRole('dialog', { name: 'Novo estoque unificado' })
  await sheet.getByLabel('Nome').fill('Bebidas')
  for (const source of ['Geral · Loja W', 'Geral · Loja Y'])
    await sheet.getByLabel('Acrescentar origem').selectOption({ label: source })
  const target = sheet.getByLabel('Acrescentar destino')
  await target.selectOption({ label: 'Geral · Loja W' })
  await sheet.getByText('não pode ser principal e compartilhado ao mesmo tempo').waitFor()
  expect(await sheet.getByRole('button', { name: 'Salvar' }).isDisabled()).toBe(true)
  await sheet.getByRole('group', { name: 'Geral' }).getByRole('button', { name: 'Tirar Geral' }).click()
  await target.selectOption({ label: 'Compartilhado W · Loja W' })
  await sheet.getByText('Os canais juntos nunca mostram mais do que existe.').waitFor()
  await target.selectOption({ label: 'Compartilhado Y · Loja Y' })
  await sheet.getByText('Mostrando assim em 2 lugares, no pior caso vendem 100 a mais').waitFor()
  await sheet.getByRole('button', { name: 'Repartir igualmente' }).click()
  await sheet.getByText('Os canais juntos nunca mostram mais do que existe.').waitFor()
  await expectAccessible(phone)
  await sheet.getByRole('button', { name: 'Salvar' }).click()
  await page.getByRole('heading', { name: 'Sincronização' }).waitFor()
})

it('shows the first plan, and writes only after the person agreed', async () => {
  const { page } = phone
  await button(page, 'Fazer plano').click()
  await page.getByText('Simulação · Aberto').waitFor()
  const row = page.getByRole('row').filter({ hasText: 'ORI-600' }).filter({ hasText: 'Compartilhado W' })
  // 38 + 14, plus what one of them got in the test before, divided in two.
  expect(await row.innerText()).toMatch(/\+2[67]/)
  expect(shops.sandbox.calls().filter(({ operation }) => operation === 'POST /estoques')).toEqual([])
  await expectAccessible(phone)
  await button(page, 'Aprovar e gravar').click()
  await page.getByText('6 gravadas, 0 não gravadas').waitFor()
  expect(shops.sandbox.calls().filter(({ operation }) => operation === 'POST /estoques')).toHaveLength(6)
  await page.goto('/estoques-unificados')
  await page.getByText('Em operação').waitFor()
})
