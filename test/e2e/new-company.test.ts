import type { Browser, Route } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../support/test-app.ts'
import { type Device, enter, openDevice, PHONE, startBrowser } from './support/browser.ts'

/** Where a company without anything is led, and by what. */
const WAYS_ON = [
  ['/vender', 'Cadastrar produtos', '/produtos'],
  ['/estoque', 'Cadastrar produtos', '/produtos'],
  ['/contar', 'Cadastrar produtos', '/produtos'],
  ['/vendas', 'Vender', '/vender'],
  ['/pedidos', 'Ver sites', '/sites'],
  ['/produtos-dos-sites', 'Ver sites', '/sites'],
  ['/depositos', 'Conectar conta', '/contas-bling'],
  ['/sincronizacao', 'Conectar conta', '/contas-bling'],
  ['/transferencias', 'Ver filiais', '/filiais'],
] as const
/** Screens that ask the server for what they show, from their first moment on. */
const ASKING = [
  ...['/vender', '/estoque', '/painel', '/movimentacoes', '/vendas', '/contar', '/produtos', '/divergencias'],
  ...['/auditoria', '/chaves', '/usuarios', '/compras', '/filiais', '/contas-bling', '/sites', '/pedidos'],
  ...['/depositos', '/estoques-unificados', '/sincronizacao', '/vinculos', '/produtos-dos-sites'],
]
const ANSWERS = /\/api\/v1\/(?!me\b|settings\b)/
let company: TestApp
let browser: Browser
let device: Device

beforeAll(async () => {
  ;[company, browser] = await Promise.all([startTestApp(), startBrowser()])
  const address = await company.app.http.listen({ host: '127.0.0.1', port: 0 })
  device = await openDevice(browser, { address, size: PHONE })
  await enter(device)
})
afterAll(async () => {
  await browser?.close()
  await company?.close()
})

it.each(WAYS_ON)('has nothing on %s yet, and leads on by “%s”', async (path, name, target) => {
  const { page } = device
  await page.goto(path)
  await page.getByRole('main').getByRole('link', { name, exact: true }).press('Enter')
  await page.waitForURL(`**${target}`)
})

it.each(ASKING)(
  'says on %s that it could not be read, and reads all of it when asked again',
  async (path) => {
    const { page } = device
    const pressed = Promise.withResolvers<void>()
    let answer = (route: Route): Promise<void> => route.fulfill({ status: 500, body: 'fora' })
    await page.route(ANSWERS, (route) => answer(route))
    await page.goto(path)
    const again = page.getByRole('button', { name: 'Tentar de novo' })
    await again.waitFor()
    // Screens also look by themselves: what they ask before the button is pressed gets its answer after it.
    answer = async (route) => {
      await pressed.promise
      await route.continue()
    }
    await again.press('Enter')
    pressed.resolve()
    await page.getByRole('alert').first().waitFor({ state: 'detached' })
    await page.getByRole('status', { name: 'Carregando…' }).first().waitFor({ state: 'detached' })
    expect(await page.getByRole('alert').count()).toBe(0)
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    expect(device.errors).toEqual([])
  },
)

it('keeps what was read when it cannot be read again, says so, and tries once more when asked', async () => {
  const { page } = device
  await page.goto('/sincronizacao')
  const read = page.getByRole('main').getByRole('link', { name: 'Conectar conta', exact: true })
  await read.waitFor()
  await page.route(ANSWERS, (route) => route.fulfill({ status: 500, body: 'fora' }))
  const again = page.getByRole('button', { name: 'Sem resposta: números de antes' })
  await again.waitFor()
  expect(await read.isVisible()).toBe(true)
  expect(await page.getByRole('alert').count()).toBe(0)
  await page.unroute(ANSWERS)
  await again.press('Enter')
  await again.waitFor({ state: 'detached' })
  expect(await read.isVisible()).toBe(true)
  expect(device.errors).toEqual([])
})
