import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Listener, openListener } from '../sites/support/listener.ts'
import { type Device, enter, expectAccessible, openDevice, PHONE, startBrowser } from './support/browser.ts'
import { openSiteShops, type SiteShops } from './support/site-shops.ts'

let shops: SiteShops
let browser: Browser
let phone: Device
let listener: Listener

beforeAll(async () => {
  ;[shops, browser, listener] = await Promise.all([openSiteShops(), startBrowser(), openListener()])
  phone = await openDevice(browser, { address: shops.address, size: PHONE })
  await enter(phone)
})
afterAll(async () => {
  await browser?.close()
  await listener?.close()
  await shops?.close()
})

type Within = Pick<Page, 'getByRole'>
const button = (page: Within, name: string | RegExp) => page.getByRole('button', { name, exact: true })

it('connects a shop only with keys that it takes, and keeps what was typed when it does not', async () => {
  const { page } = phone
  await page.goto('/sites')
  await page.getByRole('heading', { name: 'Nenhum site conectado' }).waitFor()
  await expectAccessible(phone)
  await button(page, 'Conectar site').click()
  const sheet = page.getByRole('dialog', { name: 'Conectar site' })
  await sheet.getByLabel('Como chamar este site').fill(shops.shop.name)
  await sheet.getByLabel('Endereço da loja').fill(shops.shop.address)
  await sheet.getByLabel('Consumer key').fill(shops.shop.consumer_key)
  await sheet.getByLabel('Consumer secret').fill('cs_de_outra_loja')
  await button(sheet, 'Conectar').click()
  await sheet.getByText('O site recusou as chaves').waitFor()
  await expectAccessible(phone)
  expect(await sheet.getByLabel('Endereço da loja').inputValue()).toBe(shops.shop.address)
  await sheet.getByLabel('Consumer secret').fill(shops.shop.consumer_secret)
  await button(sheet, 'Conectar').click()
  await page.getByRole('heading', { name: 'Loja da Ana' }).waitFor()
  await page.getByText('Conectado', { exact: true }).waitFor()
  await page.getByText('Ligados, nenhum ainda').waitFor()
  await page.getByText('Última verificação').waitFor()
  await expectAccessible(phone)
})

it('reads its products and says how many', async () => {
  const { page } = phone
  await page.getByRole('button', { name: /^Ler/ }).first().click()
  await page.getByText('3 produtos lidos').waitFor()
  await page.getByText('Ler tudo de novo').waitFor()
})

it('shows the key of a site written by hand once, and says what another one would undo', async () => {
  const { page } = phone
  await button(page, 'Conectar site').click()
  const sheet = page.getByRole('dialog', { name: 'Conectar site' })
  await sheet.getByText('Site próprio').click()
  await sheet.getByLabel('Como chamar este site').fill('Site do bar')
  await sheet.getByLabel('Endereço que recebe os avisos').fill(listener.url)
  await button(sheet, 'Conectar').click()
  const access = page.getByRole('dialog', { name: 'Chave de API' })
  await button(access, 'Gerar chave').click()
  await access.getByText('Guarde agora: não aparece de novo.').waitFor()
  const key = await access.locator('code').filter({ hasText: /^eus_/ }).innerText()
  await expectAccessible(phone)
  await page.keyboard.press('Escape')
  const answer = await fetch(`${shops.address}/site-api/v1/products`, {
    headers: { authorization: `Bearer ${key}` },
  })
  expect(answer.status).toBe(200)
  await button(page, 'Ações de Site do bar').click()
  await page.getByRole('menuitem', { name: 'Chave de API' }).click()
  await access.getByText('O site já tem uma chave').waitFor()
  expect(await access.getByText(key).count()).toBe(0)
  await page.keyboard.press('Escape')
})

it('offers the sites among the targets of a unified stock', async () => {
  const { page } = phone
  await page.goto(`/estoques-unificados?abrir=${shops.pool_id}`)
  const sheet = page.getByRole('dialog', { name: 'Bebidas' })
  await sheet.getByLabel('Acrescentar destino').selectOption({ label: 'Loja da Ana · site' })
  await button(sheet, 'Salvar').click()
  await page.getByText('Estoque unificado salvo.').waitFor()
  const pool = (await shops.owner.get('/pools')).body.items[0]
  expect(pool.targets.map((one: { name: string }) => one.name)).toContain('Loja da Ana')
})

it('says to which account orders go, and keeps what was typed when a rule is refused', async () => {
  const { page } = phone
  await page.goto('/sites')
  await page.getByRole('link', { name: 'Regras dos pedidos' }).first().click()
  await page.getByLabel('Conta do Bling').selectOption({ label: 'Loja W' })
  await page.getByLabel('Prefixo do número').fill('com espaço')
  await button(page, 'Salvar').first().click()
  await page.getByRole('alert').first().waitFor()
  expect(await page.getByLabel('Prefixo do número').inputValue()).toBe('com espaço')
  await page.getByLabel('Prefixo do número').fill('ANA-')
  await button(page, 'Nova forma').click()
  await page.getByRole('textbox', { name: 'Palavra do site, linha 1' }).fill('pix')
  await page.getByRole('combobox', { name: 'Forma no Bling, linha 1' }).selectOption({ label: 'PIX' })
  await page.getByText('Ao aprovar o pagamento').click()
  await page.getByText('sem ninguém conferir').waitFor()
  await page.getByText('Quando alguém pedir').click()
  await expectAccessible(phone)
  await button(page, 'Salvar').first().click()
  await page.getByText('Regras salvas.').waitFor()
  const [site] = (await shops.owner.get('/sites')).body.items
  const { body } = await shops.owner.get(`/bling/accounts/${shops.accounts.w}/order-choices`)
  const pix = body.payment_methods.find((one: { name: string }) => one.name === 'PIX')
  expect((await shops.owner.get(`/sites/${site.id}/order-route`)).body).toMatchObject({
    ...{ account_id: shops.accounts.w, number_prefix: 'ANA-', payment_methods: { pix: pix.id } },
    invoice_rule: 'by_person',
  })
})

it('teaches a word of the shop, and only what differs from the usual is kept', async () => {
  const { page } = phone
  const [site] = (await shops.owner.get('/sites')).body.items
  await page.getByLabel('Outra palavra do site').fill('completed')
  await page.getByText('Esta palavra já está na lista.').waitFor()
  await page.getByLabel('Outra palavra do site').fill('em-separacao')
  await page.keyboard.press('Enter')
  await page.getByLabel('Andamento de “em-separacao”').selectOption({ label: 'em preparação' })
  await page.getByLabel('Pagamento de “failed”').selectOption({ label: 'não muda' })
  await button(page, 'Voltar ao usual: failed').click()
  await page.getByLabel('Enviado').fill('despachado')
  await page.getByRole('combobox', { name: 'Atendido' }).selectOption({ label: 'Verificado' })
  await expectAccessible(phone)
  await button(page, 'Salvar').last().click()
  await page.getByText('Palavras salvas.').waitFor()
  expect((await shops.owner.get(`/sites/${site.id}/status-mapping`)).body.overrides).toEqual({
    from_site: { 'em-separacao': { progress: 'preparing' } },
    to_site: { shipped: 'despachado' },
    to_bling: { fulfilled: '24' },
  })
})

it('takes ids where Bling does not answer with names, and only numbers', async () => {
  const { page } = phone
  shops.sandbox.control.setFaults([{ kind: 'bad_gateway_before', operation: 'GET /formas-pagamentos' }])
  await page.reload()
  await page.getByText('O Bling não respondeu com os nomes agora').waitFor({ timeout: 60_000 })
  await page.getByRole('textbox', { name: 'Atendido' }).fill('nove')
  await button(page, 'Salvar').last().click()
  await page.getByText('Só números.').waitFor()
  await expectAccessible(phone)
  shops.sandbox.control.setFaults()
  await button(page, 'Tentar de novo').click()
  await page.getByRole('combobox', { name: 'Atendido' }).waitFor({ timeout: 60_000 })
})

it('names a scope that is missing, takes ids in its place, and lets the rest be chosen', async () => {
  const { page } = phone
  const { control } = shops.sandbox
  const [bling] = control.apps()
  const scopes = bling?.scopes ?? []
  const withScopes = (some: readonly string[]) => {
    control.patchApp(bling?.client_id ?? '', { scopes: [...some] })
    control.expireTokens({})
  }
  withScopes(scopes.filter((scope) => scope !== 'Situacoes'))
  await page.reload()
  await page.getByText('não tem no Bling a permissão “Situações”').waitFor({ timeout: 60_000 })
  await page.getByRole('textbox', { name: 'Atendido' }).waitFor()
  await page.getByRole('combobox', { name: 'Forma no Bling, linha 1' }).waitFor()
  await expectAccessible(phone)
  withScopes(scopes)
})

it('shows what a shop told, and what came of it', async () => {
  const { page } = phone
  const number = shops.buy('heineken')
  await page.goto('/sites?aba=inbox')
  await page
    .getByRole('rowheader', { name: `Pedido ${number}` })
    .first()
    .waitFor()
  await page.getByText('Tratado').last().waitFor()
  await page.getByRole('button', { name: 'Precisa de você' }).click()
  await page.getByRole('heading', { name: 'Nenhum aviso' }).waitFor()
  await expectAccessible(phone)
})

it('shows what a site written by hand was told, and tells it again', async () => {
  const { page } = phone
  const site = (await shops.owner.get('/sites')).body.items.find(
    (one: { kind: string }) => one.kind === 'generic',
  )
  const { order } = await shops.app.orders.take(shops.tenant_id, site.id, {
    ...{ site_order_id: 'P-1', number: 'P-1', word: 'awaiting_payment', placed_at: new Date() },
    ...{ items: [], discount_cents: 0, freight_cents: 0, other_cents: 0, total_cents: 0, instalments: 1 },
    ...{ payment_method: 'pix', customer: null },
  })
  await shops.owner.post(`/orders/${order.id}/cancel`)
  await page.goto('/sites?aba=deliveries')
  const row = page.getByRole('row').filter({ hasText: 'Pedido P-1: Cancelado' })
  await row.getByText('Entregue', { exact: true }).waitFor()
  const before = listener.delivered.length
  await row.getByRole('button', { name: 'Reenviar: Pedido P-1: Cancelado' }).click()
  await page.getByText('O aviso será enviado de novo agora.').waitFor()
  await expect.poll(() => listener.delivered.length).toBe(before + 1)
  await expectAccessible(phone)
})

it('fits the narrowest phone with all of that on it', async () => {
  const { page } = phone
  await page.setViewportSize({ width: 360, height: 740 })
  const wide: string[] = []
  for (const [tab, seen] of [
    ['list', 'produtos lidos'],
    ['rules', 'Palavras e situações'],
    ['inbox', 'Tratado'],
    ['deliveries', 'Pedido P-1'],
  ] as const) {
    await page.goto(`/sites?aba=${tab}`)
    await page.getByText(seen).last().waitFor()
    if (await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')) wide.push(tab)
  }
  expect(wide).toEqual([])
  await page.setViewportSize(PHONE)
})

it('lets a shop rest after saying what that means, and take part again', async () => {
  const { page } = phone
  await page.goto('/sites')
  await button(page, 'Ações de Loja da Ana').click()
  await page.getByRole('menuitem', { name: 'Pausar' }).click()
  const sheet = page.getByRole('dialog', { name: 'Pausar o site' })
  await sheet.getByText('pode vender o que não existe mais').waitFor()
  await expectAccessible(phone)
  await button(sheet, 'Pausar').click()
  await page.getByText('Pausado', { exact: true }).waitFor()
  await button(page, 'Retomar').click()
  await button(page.getByRole('dialog', { name: 'Retomar o site' }), 'Retomar').click()
  await page.getByText('Site retomado.').waitFor()
})

it('takes other keys only when the shop takes them', async () => {
  const { page } = phone
  await button(page, 'Ações de Loja da Ana').click()
  await page.getByRole('menuitem', { name: 'Trocar as chaves' }).click()
  const sheet = page.getByRole('dialog', { name: 'Trocar as chaves' })
  await sheet.getByLabel('Consumer key').fill(shops.shop.consumer_key)
  await sheet.getByLabel('Consumer secret').fill('cs_de_outra_loja')
  await button(sheet, 'Trocar as chaves').click()
  await sheet.getByText('O site recusou as chaves').waitFor()
  await sheet.getByLabel('Consumer secret').fill(shops.shop.consumer_secret)
  await button(sheet, 'Trocar as chaves').click()
  await page.getByText('Chaves trocadas.').waitFor()
})

it('disconnects a site only after showing what goes away with it, and keeps its orders', async () => {
  const { page } = phone
  await page.goto('/sites')
  await button(page, 'Ações de Loja da Ana').click()
  await page.getByRole('menuitem', { name: 'Desconectar' }).click()
  const sheet = page.getByRole('dialog', { name: 'Desconectar o site' })
  await sheet.getByText('o site sai dos destinos').waitFor()
  await sheet.getByText('1 pedido em andamento').waitFor()
  await expectAccessible(phone)
  await button(sheet, 'Desconectar').click()
  await page.getByText('Site desconectado.').waitFor()
  expect(await page.getByRole('heading', { name: 'Loja da Ana' }).count()).toBe(0)
  expect((await shops.owner.get('/pools')).body.items[0].targets).toHaveLength(2)
  await page.goto('/pedidos')
  await page.getByText('Site desconectado', { exact: false }).first().waitFor()
})
