import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
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

/** Every screen that the app has, read off its own list. */
const PATHS = [...readFileSync('src/web/app/screens.ts', 'utf8').matchAll(/path: '(\/[^']+)'/g)].map(
  ([, path]) => path ?? '',
)
const IS_WHOLE = `document.querySelector('[aria-label="Carregando…"]') === null && document.fonts.status === 'loaded'`
const NARROW = { width: 360, height: 740 }
let bar: Bar
let browser: Browser

beforeAll(async () => {
  ;[bar, browser] = await Promise.all([openBar(), startBrowser()])
  await bar.owner.post('/branches', { name: 'Depósito' })
  await bar.owner.post('/inventory/losses', {
    branch_id: bar.branch_id,
    product_id: bar.products.get('HEI-600'),
    quantity: 1,
    reason: 'Vencido',
  })
  await bar.owner.post('/sales', {
    branch_id: bar.branch_id,
    lines: [{ product_id: bar.products.get('HEI-600'), quantity: 2 }],
  })
})
afterAll(async () => {
  await browser?.close()
  await bar?.close()
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
    device = await openDevice(browser, { address: bar.address, size, isDark })
    await expectSignIn(device)
    await enter(device)
    await chooseBranch(device, 'Matriz')
  })
  afterAll(() => device?.context.close())

  it.each(PATHS)('%s shows itself, fits and hinders nobody', async (path) => {
    await device.page.goto(path)
    await settled(device)
    expect(await device.page.getByRole('alert').allTextContents()).toEqual([])
    expect(await overflow(device)).toBeLessThanOrEqual(0)
    await expectAccessible(device)
  })

  it('says so when there is no such page', async () => {
    await device.page.goto('/nada-aqui')
    await device.page.getByRole('heading', { name: 'Esta página não existe' }).waitFor()
    await expectAccessible(device)
  })
})

it('fits the narrowest phone', async () => {
  expect(PATHS.length).toBeGreaterThanOrEqual(16)
  const device = await openDevice(browser, { address: bar.address, size: NARROW })
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
  await bar.owner.post('/users', {
    name: 'Caio',
    email: 'caio@bar.example',
    password: 'outra senha bem longa',
    role: 'viewer',
    branch_ids: null,
  })
  const device = await openDevice(browser, { address: bar.address })
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

async function expectSignIn(device: Device): Promise<void> {
  await device.page.goto('/')
  await device.page.getByRole('heading', { name: 'Entrar' }).waitFor()
  await expectAccessible(device)
}

function overflow({ page }: Device): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth')
}
