import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Bar, openBar } from './support/bar.ts'
import { type Device, enter, openDevice, PHONE, startBrowser } from './support/browser.ts'
import { readDevice } from './support/device-stores.ts'

let bar: Bar
let browser: Browser
let device: Device

beforeAll(async () => {
  ;[bar, browser] = await Promise.all([openBar(), startBrowser()])
  device = await openDevice(browser, { address: bar.address, size: PHONE })
  await enter(device)
  await device.page.goto('/vender')
  await unit().waitFor()
})
afterAll(async () => {
  await browser?.close()
  await bar?.close()
})

const unit = () => device.page.getByRole('button', { name: 'Pôr na venda: Heineken 600 ml, unidade' }).first()
const sell = async () => {
  await unit().click()
  await device.page.getByRole('button', { name: 'Receber' }).click()
  await device.page.getByRole('button', { name: 'Pix' }).click()
}

/** Holds the answer to who is there back until it is let go. */
async function holdWho({ page }: Device): Promise<() => void> {
  const held = Promise.withResolvers<void>()
  await page.route('**/api/v1/me', async (route) => {
    await held.promise
    await route.continue()
  })
  return held.resolve
}

it('shows the screen while the server is still asked who is there, and sells as soon as it says so', async () => {
  const letGo = await holdWho(device)
  await device.page.reload()
  await unit().waitFor()
  await sell()
  await device.page.getByText('Registrando…').waitFor()
  expect(await bar.sales()).toBe(0)
  letGo()
  await device.page.getByRole('dialog', { name: /Venda nº/ }).waitFor()
  expect(await bar.sales()).toBe(1)
  await device.page.getByRole('button', { name: 'Próxima venda' }).click()
  await device.page.unrouteAll()
})

it('keeps a sale for the company it was made in when the server means another one', async () => {
  const letGo = await holdWho(device)
  const asAnother = `(() => {
    const kept = JSON.parse(localStorage.getItem('estoqueuni.session'))
    kept.me.tenant.id = '00000000-0000-4000-8000-000000000000'
    localStorage.setItem('estoqueuni.session', JSON.stringify(kept))
  })()`
  await device.page.evaluate(asAnother)
  await device.page.reload()
  await sell()
  letGo()
  await device.page.getByRole('dialog', { name: 'Venda guardada neste aparelho' }).waitFor()
  await device.page.unrouteAll()
  await device.page.reload()
  await sell()
  await device.page.getByRole('dialog', { name: /Venda nº/ }).waitFor()
  expect(await bar.sales()).toBe(2)
  expect((await readDevice(device.page)).outbox).toHaveLength(1)
})

it('opens the door when the session has ended, and shows the next person nothing of the one before', async () => {
  await bar.owner.post('/users', {
    name: 'Caio Lima',
    email: 'caio@bar.example',
    password: 'outra senha bem longa',
    role: 'viewer',
    branch_ids: null,
  })
  await device.context.clearCookies()
  await device.page.reload()
  await device.page.getByRole('heading', { name: 'Entrar' }).waitFor()
  await device.page.getByLabel('E-mail').fill('caio@bar.example')
  await device.page.getByLabel('Senha').fill('outra senha bem longa')
  await device.page.getByRole('button', { name: 'Entrar' }).click()
  await device.page.getByRole('button', { name: 'Mais', exact: true }).click()
  await device.page.getByRole('dialog').getByText('Caio Lima').waitFor()
  expect(await device.page.getByText('Dona Ana').count()).toBe(0)
  expect(device.errors).toEqual([])
})
