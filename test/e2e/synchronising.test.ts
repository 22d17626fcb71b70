import pg from 'pg'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import {
  type Device,
  enter,
  expectAccessible,
  LAPTOP,
  openDevice,
  PHONE,
  startBrowser,
} from './support/browser.ts'
import { type ConnectedShops, connectShops, openTwoShops, type TwoShops } from './support/two-shops.ts'

let shops: TwoShops
let made: ConnectedShops
let browser: Browser
let laptop: Device

beforeAll(async () => {
  ;[shops, browser] = await Promise.all([openTwoShops(), startBrowser()])
  made = await connectShops(shops)
  laptop = await openDevice(browser, { address: shops.address, size: LAPTOP })
  await enter(laptop)
})
afterAll(async () => {
  await browser?.close()
  await shops?.close()
})

/** Sets a balance on Bling's own stock screen. */
function setInBling(sku: string, deposit_id: number, quantity: number): void {
  const { company_id } = shops.w
  const product = shops.sandbox.control.state(company_id).products.find((one) => one.sku === sku)
  const move = { product_id: product?.id ?? 0, deposit_id, operation: 'B' as const, quantity }
  shops.sandbox.control.move(company_id, move)
}

/** Waits until nothing is looked at: a look that began before a plan is agreed to would write some of its lines first. */
async function isQuiet(): Promise<void> {
  await eventually('nothing is due', async () => {
    const { backlog } = (await shops.owner.get('/sync/status')).body
    return backlog.due_skus + backlog.running_skus === 0 ? true : undefined
  })
}

/** As if one event had failed as often as events are tried. */
async function giveUpOneEvent(): Promise<void> {
  const owner = new pg.Client(shops.database.connection)
  await owner.connect()
  await owner.query(`update bling_inbox set state = 'dead', error = 'não deu', settled_at = null
    where id = (select id from bling_inbox where event = 'stock.created' limit 1)`)
  await owner.end()
}

it('agrees to a plan, skips what changed since it was made, and says which', async () => {
  const { page } = laptop
  await page.goto('/sincronizacao')
  await page.getByText('Espera o primeiro plano').waitFor()
  await isQuiet()
  await page.getByRole('link', { name: 'Simular' }).click()
  await page.getByRole('button', { name: 'Fazer plano' }).click()
  await page.getByText('Simulação · Aberto').waitFor()
  await page.getByText('Parados (2)').waitFor()
  await expectAccessible(laptop)
  shops.sandbox.control.setFaults([{ kind: 'webhook_drop' }])
  setInBling('AGU-500', made.shared.w, 7)
  shops.sandbox.control.setFaults()
  await page.getByRole('button', { name: 'Aprovar e gravar' }).click()
  // It is written at the pace that Bling allows, after whatever this company's workers are at.
  await page.getByText('5 gravadas, 1 não gravada').waitFor({ timeout: 45_000 })
  await page.getByLabel('Só o que não foi gravado').check()
  const row = page.getByRole('row').filter({ hasText: 'AGU-500' })
  await row.filter({ hasText: 'Pulado' }).filter({ hasText: 'o saldo já era 7' }).waitFor()
  await expectAccessible(laptop)
})

it('draws why a number is what it is, and follows a change in Bling while one looks', async () => {
  const { page } = laptop
  await page.goto('/por-que?sku=ORI-600')
  const drawing = page.getByRole('region', { name: 'Bebidas' })
  await drawing.getByText('52 − 2 de segurança').waitFor()
  await drawing.getByText('no pior caso vendem 50 a mais').waitFor()
  await expectAccessible(laptop)
  setInBling('ORI-600', shops.w.deposit_id, 30)
  await drawing.getByText('44 − 2 de segurança').waitFor()
  await page
    .getByRole('row')
    .filter({ hasText: 'Aviso do Bling' })
    .filter({ hasText: '50' })
    .first()
    .waitFor()
  expect(shops.shows(shops.y, made.shared.y, 'ORI-600')).toBe(42)
})

it('is found by name from anywhere, and from the stock table', async () => {
  const { page } = laptop
  await page.goto('/estoque')
  await page.getByRole('navigation', { name: 'Navegação principal' }).filter({ visible: true }).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('heineken')
  await page.getByRole('option', { name: 'Onde aparece e por quê? Heineken 600 ml' }).click()
  await page.getByRole('heading', { name: 'Heineken 600 ml HEI-600' }).waitFor()
  const { items } = (await shops.owner.get('/products?search=HEI-600')).body
  await page.goto(`/estoque?busca=HEI-600&porque=${items[0].id}`)
  await page.getByRole('link', { name: 'Ver nas contas e canais' }).click()
  await page.getByRole('heading', { name: 'Heineken 600 ml HEI-600' }).waitFor()
})

it('explains what it does not know: a SKU that nobody synchronises, and one that waits for a link', async () => {
  const { page } = laptop
  await page.goto('/por-que?sku=NADA')
  await page.getByRole('heading', { name: 'A sincronização ainda não viu este SKU' }).waitFor()
  await page.goto('/por-que?sku=ABR-1')
  await page.getByText('mais de um produto serve').first().waitFor()
  await page.getByRole('link', { name: 'Escolher em Vínculos' }).click()
  const card = page.locator('section').filter({ hasText: 'Mais de um produto ativo desta conta serve' })
  await card.getByRole('button', { name: 'É este: Abridor de aço, ABR-1' }).click()
  await card.waitFor({ state: 'detached' })
  await page.getByText('O código só difere em maiúsculas ou espaços.').waitFor()
  await expectAccessible(laptop)
  await page.getByRole('tab', { name: 'Vinculados' }).click()
  await page.getByRole('row').filter({ hasText: 'Abridor de aço' }).getByText('escolhido').waitFor()
  await expectAccessible(laptop)
})

it('synchronises some SKUs now, shows how far it got, and finds it in the history with its writes', async () => {
  const { page } = laptop
  await page.goto('/sincronizacao')
  await page.getByText('Avisos chegam').first().waitFor()
  await expectAccessible(laptop)
  await page.getByRole('button', { name: 'Sincronizar agora' }).click()
  const sheet = page.getByRole('dialog', { name: 'Sincronizar agora' })
  await sheet.getByLabel('SKUs', { exact: true }).fill('ORI-600, HEI-600')
  await sheet.getByRole('button', { name: 'Sincronizar', exact: true }).click()
  await page.getByText('2 de 2 SKUs').waitFor()
  await page.getByRole('tab', { name: 'Histórico' }).click()
  await page.getByLabel('Origem').selectOption({ label: 'Aviso do Bling' })
  await page.getByLabel('SKU').fill('ORI-600')
  await page.getByLabel('Resultado').selectOption({ label: 'Gravado' })
  await page.getByRole('button', { name: 'ORI-600' }).first().click()
  const run = page.getByRole('dialog', { name: 'ORI-600' })
  await run.getByText('Bling confirmou').first().waitFor()
  await run.getByText('50 → 42').first().waitFor()
  await run.getByText('lida', { exact: true }).first().waitFor()
  await expectAccessible(laptop)
  await page.keyboard.press('Escape')
  await page.getByLabel('SKU').fill('NADA')
  await page.getByRole('heading', { name: 'Nada aconteceu com estes filtros' }).waitFor()
  await page.getByRole('button', { name: 'Limpar filtros' }).click()
  await page.getByRole('row').filter({ hasText: 'Vários SKUs' }).first().waitFor()
  await expectAccessible(laptop)
})

it('shows the inbox and the alerts, and brings a dead event back', async () => {
  const { page } = laptop
  await page.goto('/sincronizacao?aba=inbox')
  await page.getByRole('row').filter({ hasText: 'Saldo lançado' }).first().waitFor()
  await expectAccessible(laptop)
  await page.getByRole('button', { name: 'Precisa de você' }).click()
  await page.getByRole('heading', { name: 'Nenhum aviso com estes filtros' }).waitFor()
  await giveUpOneEvent()
  await page.getByRole('button', { name: /^Tentar de novo/ }).click()
  await page.getByText('Aviso de volta à fila.').waitFor()
  await page.getByRole('heading', { name: 'Nenhum aviso com estes filtros' }).waitFor()
  await page.getByRole('tab', { name: 'Alertas' }).click()
  await page.getByRole('heading', { name: 'Nenhum alerta' }).waitFor()
  await expectAccessible(laptop)
})

it('shows what pausing an account does before it does it', async () => {
  const { page } = laptop
  await page.goto('/contas-bling')
  const menu = () => page.getByRole('button', { name: 'Ações de Loja Y' }).click()
  await menu()
  await page.getByRole('menuitem', { name: 'Pausar ou retomar' }).click()
  const sheet = page.getByRole('dialog', { name: 'Como esta conta participa' })
  await sheet.getByText(/SKUs ficam parados/).waitFor()
  await sheet.getByText('Deixar fora da soma').first().click()
  await sheet.getByText(/SKUs mudam/).waitFor()
  await expectAccessible(laptop)
  await sheet.getByRole('button', { name: 'Deixar fora da soma' }).click()
  await page.getByText('Fora da soma', { exact: true }).waitFor()
  // 30 in Loja W alone, less 2 for safety.
  await eventually('Loja W shows what it has itself', async () =>
    shops.shows(shops.w, made.shared.w, 'ORI-600') === 28 ? true : undefined,
  )
  await menu()
  await page.getByRole('menuitem', { name: 'Remover' }).click()
  const removing = page.getByRole('dialog', { name: 'Remover a conta' })
  await removing.getByText('O depósito Geral (Loja Y) em Bebidas').waitFor()
  await removing.getByText('vínculos de produtos').waitFor()
  await expectAccessible(laptop)
  await page.keyboard.press('Escape')
  await menu()
  await page.getByRole('menuitem', { name: 'Renomear' }).click()
  await page.getByLabel('Como chamar esta conta').fill('Loja Y (site)')
  await page.getByRole('button', { name: 'Salvar' }).click()
  await page.getByRole('heading', { name: 'Loja Y (site)' }).waitFor()
})

it('works on a phone in the dark: every screen of it, none wider than the phone', async () => {
  const phone = await openDevice(browser, { address: shops.address, size: PHONE, isDark: true })
  await enter(phone)
  await phone.page.getByRole('link', { name: 'Sincronização', exact: true }).click()
  for (const [path, text] of [
    ['/sincronizacao', 'Bebidas'],
    ['/sincronizacao?aba=history', 'ORI-600'],
    ['/sincronizacao?aba=inbox', 'Saldo lançado'],
    ['/por-que?sku=ORI-600', 'Disponível agora'],
    ['/depositos', 'Compartilhado'],
    ['/estoques-unificados', 'Bebidas'],
    ['/contas-bling', 'Loja W'],
    ['/vinculos?aba=linked', 'ORI-600'],
  ] as const) {
    await phone.page.goto(path)
    await phone.page.getByText(text).filter({ visible: true }).first().waitFor()
    await expectAccessible(phone)
    const over = await phone.page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    expect([path, over]).toEqual([path, 0])
  }
  await phone.context.close()
})

it('is shown to nobody who may not look', async () => {
  const { status } = await shops.owner.post('/users', {
    name: 'Caixa',
    email: 'caixa@bar.example',
    password: 'uma senha bem longa',
    role: 'cashier',
    branch_ids: null,
  })
  expect(status).toBe(201)
  const device = await openDevice(browser, { address: shops.address, size: PHONE })
  await device.page.goto('/sincronizacao')
  await device.page.getByLabel('E-mail').fill('caixa@bar.example')
  await device.page.getByLabel('Senha').fill('uma senha bem longa')
  await device.page.getByRole('button', { name: 'Entrar' }).click()
  await device.page.getByRole('heading', { name: 'Seu perfil não abre esta tela' }).waitFor()
  expect(await device.page.getByRole('link', { name: 'Sincronização' }).count()).toBe(0)
  await device.context.close()
})

it('names an account that lost its access, on every screen, and brings it back', async () => {
  const { page } = laptop
  shops.sandbox.control.revokeTokens({ company_id: shops.w.company_id })
  await shops.owner.post('/sync/runs', { skus: ['HEI-600'] })
  await eventually('the access is lost', async () => {
    const { items } = (await shops.owner.get('/bling/accounts')).body
    return items.find((one: { name: string }) => one.name === 'Loja W')?.state === 'reauthorize' || undefined
  })
  await page.goto('/painel')
  await page.getByRole('link', { name: 'Loja W: sem acesso' }).waitFor()
  await expectAccessible(laptop)
  await page.getByRole('link', { name: /Loja W precisa de você/ }).click()
  await page.getByText('O acesso se perdeu.').waitFor()
  await page.getByRole('button', { name: 'Reconectar' }).click()
  await page.getByRole('radio', { name: 'Loja Y' }).check()
  await page.getByRole('button', { name: 'Autorizar' }).click()
  await page.getByText('A autorização veio da empresa Loja Y, mas esta conta é Loja W').waitFor()
  await page.getByRole('button', { name: 'Reconectar' }).click()
  await page.getByRole('radio', { name: 'Loja W' }).check()
  await page.getByRole('button', { name: 'Autorizar' }).click()
  await page.getByText('Loja W está conectada.').waitFor()
})
