import type { Browser } from 'playwright-core'
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
    await page.route(ANSWERS, (route) => route.fulfill({ status: 500, body: 'fora' }))
    await page.goto(path)
    const again = page.getByRole('button', { name: 'Tentar de novo' })
    await again.waitFor()
    await page.unroute(ANSWERS)
    await again.press('Enter')
    await page.getByRole('alert').first().waitFor({ state: 'detached' })
    await page.getByRole('status', { name: 'Carregando…' }).first().waitFor({ state: 'detached' })
    expect(await page.getByRole('alert').count()).toBe(0)
    expect(device.errors).toEqual([])
  },
)
