import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
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
import { NAMING, walk } from './support/controls.ts'
import { focused } from './support/keyboard.ts'
import { openWholeCompany, type WholeCompany } from './support/whole-company.ts'

/** Every screen that the app has, read off its own list. */
const PATHS = [...readFileSync('src/web/app/screens.ts', 'utf8').matchAll(/path: '(\/[^']+)'/g)].map(
  ([, path]) => path ?? '',
)
const IS_WHOLE = `document.querySelector('[aria-label="Carregando…"]') === null && document.fonts.status === 'loaded'`
const NARROW = { width: 360, height: 740 }
let company: WholeCompany
let browser: Browser

beforeAll(async () => {
  ;[company, browser] = await Promise.all([openWholeCompany(), startBrowser(NAMING)])
})
afterAll(async () => {
  await browser?.close()
  await company?.close()
})

async function settled({ page }: Device): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await eventually('the screen is whole', async () =>
    (await page.evaluate<boolean>(IS_WHOLE)) ? true : undefined,
  )
}

const LOOKS = [
  { name: 'a phone', size: PHONE, isDark: true },
  { name: 'a laptop', size: LAPTOP, isDark: false },
]
describe.each(LOOKS)('on $name', ({ size, isDark }) => {
  let device: Device
  beforeAll(async () => {
    device = await openDevice(browser, { address: company.address, size, isDark })
    await expectSignIn(device)
    await enter(device)
    await chooseBranch(device, 'Matriz')
  })
  afterAll(() => device?.context.close())

  it.each(PATHS)('%s shows itself, fits and hinders nobody, by keyboard either', async (path) => {
    const { page } = device
    await page.goto(path)
    await settled(device)
    await expectFree(device)
    const tabs = page.getByRole('main').getByRole('tab')
    for (let tab = 1; tab < (await tabs.count()); tab += 1) {
      await tabs.nth(tab - 1).focus()
      await page.keyboard.press('ArrowRight')
      await eventually('the arrow leads to the next view', () =>
        tabs.nth(tab).evaluate((one) => one === one.ownerDocument.activeElement || undefined),
      )
      await page.keyboard.press('Enter')
      await page.locator('[role=tab][aria-selected=true]:focus').waitFor()
      await settled(device)
      await expectFree(device)
    }
  })

  it('leads past the navigation, and through it', async () => {
    const { page } = device
    await page.goto('/painel')
    await settled(device)
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Pular para o conteúdo')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('conteudo')
    await page.evaluate('document.activeElement.blur()')
    const { count, faults } = await walk(page, 'body')
    expect(faults).toEqual([])
    expect(count).toBeGreaterThan(5)
  })

  it('says so when there is no such page', async () => {
    await device.page.goto('/nada-aqui')
    await device.page.getByRole('heading', { name: 'Esta página não existe' }).waitFor()
    await expectAccessible(device)
  })
})

it('fits the narrowest phone', async () => {
  expect(PATHS.length).toBeGreaterThanOrEqual(16)
  const device = await openDevice(browser, { address: company.address, size: NARROW })
  await enter(device)
  await chooseBranch(device, 'Matriz')
  const wide: string[] = []
  for (const path of PATHS) {
    await device.page.goto(path)
    await settled(device)
    if ((await overflow(device)) > 0) wide.push(path)
  }
  expect(wide).toEqual([])
  await device.context.close()
})

it('opens to nobody what a role may not see', async () => {
  const device = await openDevice(browser, { address: company.address })
  await device.page.goto('/')
  await device.page.getByLabel('E-mail').fill('caio@bar.example')
  await device.page.getByLabel('Senha').fill('errada de propósito')
  await device.page.getByRole('button', { name: 'Entrar' }).click()
  await device.page.getByRole('alert').waitFor()
  await device.page.getByLabel('Senha').fill('outra senha bem longa')
  await device.page.getByRole('button', { name: 'Entrar' }).click()
  await chooseBranch(device, 'Depósito')
  await device.page.getByRole('heading', { name: 'Estoque', level: 1 }).waitFor()
  expect(await device.page.getByRole('link', { name: 'Usuários' }).count()).toBe(0)
  await device.page.goto('/usuarios')
  await device.page.getByText('Seu perfil não abre esta tela').waitFor()
  await device.context.close()
})

/** Nothing is wrong, nothing is wider than the device, nothing is out of anybody's reach. */
async function expectFree(device: Device): Promise<void> {
  const { page } = device
  expect(await page.getByRole('alert').allTextContents()).toEqual([])
  expect(await overflow(device)).toBeLessThanOrEqual(0)
  await expectAccessible(device)
  await page.evaluate("document.getElementById('conteudo').focus()")
  expect((await walk(page, '#conteudo')).faults).toEqual([])
}

async function expectSignIn(device: Device): Promise<void> {
  await device.page.goto('/')
  await device.page.getByRole('heading', { name: 'Entrar' }).waitFor()
  await expectAccessible(device)
}

function overflow({ page }: Device): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth')
}
