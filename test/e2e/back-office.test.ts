import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Bar, openBar } from './support/bar.ts'
import {
  chooseBranch,
  type Device,
  enter,
  expectAccessible,
  openDevice,
  PHONE,
  startBrowser,
} from './support/browser.ts'

let bar: Bar
let browser: Browser
let device: Device
let page: Page

beforeAll(async () => {
  ;[bar, browser] = await Promise.all([openBar(), startBrowser()])
  device = await openDevice(browser, { address: bar.address })
  await enter(device)
  page = device.page
})
afterAll(async () => {
  await browser?.close()
  await bar?.close()
})

const rows = () => page.locator('tbody th[scope=row]')
const act = async (name: string, action: string) => {
  await page.getByRole('button', { name: `Ações de ${name}` }).click()
  await page.getByRole('menuitem', { name: action }).click()
}

/** Names of columns that are cut, or that reach with their arrow into the next one. */
const CRAMPED = `(() => {
  const buttons = [...document.querySelectorAll('thead th button')]
  const isCut = (button) => [button, ...button.children].some((part) => part.scrollWidth > part.clientWidth + 1
    && getComputedStyle(part).overflow !== 'visible')
  const reach = (button) => Math.max(...[button, ...button.children].map((part) => part.getBoundingClientRect().right))
  return buttons
    .filter((button, index) => isCut(button) || reach(button) > (buttons[index + 1]?.getBoundingClientRect().left ?? innerWidth))
    .map((button) => button.textContent)
})()`

it('sorts by every column and says so, filters, searches, hides columns for good', async () => {
  await page.goto('/estoque')
  await rows().first().waitFor()
  const headers = [
    'Caixas fechadas',
    'Caixa aberta',
    'Total',
    'Consumo médio',
    'Acaba em',
    'Repor',
    'Situação',
  ]
  for (const name of headers) {
    await page.getByRole('columnheader', { name }).getByRole('button').click()
    await page.locator('th[aria-sort=ascending]').filter({ hasText: name }).waitFor()
    expect(await page.locator('th[aria-sort=ascending], th[aria-sort=descending]').count()).toBe(1)
    expect(await page.evaluate(CRAMPED)).toEqual([])
  }
  await page.getByRole('columnheader', { name: 'Total' }).getByRole('button').click()
  await page.getByRole('columnheader', { name: 'Total' }).getByRole('button').click()
  await rows()
    .first()
    .filter({ hasText: /Heineken|Original/ })
    .waitFor()
  await page.getByRole('button', { name: /^Sem estoque/ }).click()
  await rows().first().filter({ hasText: 'Água' }).waitFor()
  expect(await rows().count()).toBe(1)
  await page.getByRole('searchbox', { name: /Buscar por produto/ }).fill('gin')
  await page.getByText('Nada com esse filtro').waitFor()
  await page.getByRole('button', { name: 'Limpar filtros' }).click()
  await page.getByRole('button', { name: 'Colunas' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Repor' }).click()
  await page.keyboard.press('Escape')
  await page.reload()
  await rows().first().waitFor()
  expect(await page.getByRole('columnheader', { name: 'Repor' }).count()).toBe(0)
  expect(await page.getByRole('columnheader', { name: 'Acaba em' }).count()).toBe(1)
})

it('shows cards where nine columns would stand in each other’s way, and prints the columns all the same', async () => {
  const usual = page.viewportSize()
  await page.setViewportSize({ width: 1024, height: 768 })
  await page.goto('/estoque')
  await page.getByRole('heading', { level: 2, name: 'Heineken 600 ml' }).waitFor()
  expect(await page.getByRole('table').count()).toBe(0)
  await page.getByLabel('Ordenar por').selectOption('Total')
  await page.waitForURL(/ordem=total_bottles/)
  await page.emulateMedia({ media: 'print' })
  await page.getByRole('table').waitFor()
  await page.emulateMedia({ media: null })
  if (usual !== null) await page.setViewportSize(usual)
})

it('acts in place, shows what it will leave, and refuses before it is sent', async () => {
  await page.goto('/estoque')
  await act('Heineken 600 ml', 'Registrar perda')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Quantidade' }).fill('999')
  await dialog.getByText(/Disponível: 24/).waitFor()
  expect(await dialog.getByRole('button', { name: 'Registrar perda' }).isDisabled()).toBe(true)
  await dialog.getByRole('textbox', { name: 'Quantidade' }).fill('2')
  await dialog.getByText('1 cx + 10 un').waitFor()
  await expectAccessible(device)
  await dialog.getByRole('button', { name: 'Registrar perda' }).click()
  await page.getByText('Perda registrada.').waitFor()
  expect(await bar.unitsOf('HEI-600')).toBe(22)
  await act('Heineken 600 ml', 'Ajustar')
  await dialog.getByText('Entrou').click()
  await dialog.getByRole('button', { name: 'Ajustar' }).click()
  await page.getByText('Ajuste registrado.').waitFor()
  expect(await bar.unitsOf('HEI-600')).toBe(23)
  await act('Heineken 600 ml', 'Abrir caixa')
  await dialog.getByText(/já há caixa aberta/i).waitFor()
  await page.keyboard.press('Escape')
})

it('lets a branch have an alert of its own and take it back (stock 72)', async () => {
  await page.goto('/estoque')
  const status = (text: string) =>
    page.getByRole('row').filter({ hasText: 'Heineken 600 ml' }).getByText(text).first().waitFor()
  await status('Normal')
  for (const [typed, shown] of [
    ['30', 'Estoque baixo'],
    ['', 'Normal'],
  ] as const) {
    await act('Heineken 600 ml', 'Alerta desta filial')
    await page.getByText('Vazio: vale o do produto (5).').waitFor()
    await page.getByLabel('Avisar com até').fill(typed)
    await page.getByRole('button', { name: 'Salvar' }).click()
    await status(shown)
  }
})

it('explains a number down to its first movement', async () => {
  await page.goto('/estoque')
  await page.getByRole('button', { name: /de onde vem este número\? Heineken/ }).click()
  await page.getByText(/Começa do zero/).waitFor()
  await expectAccessible(device)
  await page.keyboard.press('Escape')
})

it('narrows the ledger, and leads from a row to its cause', async () => {
  await page.goto('/movimentacoes')
  await page.getByLabel('Tipo').selectOption('purchase')
  await page.waitForURL(/tipo=purchase/)
  await page.getByRole('button', { name: 'Heineken 600 ml' }).first().click()
  await page.getByRole('link', { name: 'Ver a compra' }).click()
  await page
    .getByRole('dialog', { name: /Compra nº/ })
    .getByText('Heineken 600 ml')
    .waitFor()
  await page.goto('/movimentacoes?tipo=loss')
  await page.getByRole('button', { name: 'Heineken 600 ml' }).first().click()
  await page.getByRole('link', { name: 'Tudo deste produto' }).click()
  await page.getByRole('button', { name: /Só um produto/ }).waitFor()
  await page.getByLabel('Período').selectOption('custom')
  await page.getByLabel('Até').fill('2020-01-01')
  await page.getByText('Nada com esses filtros').waitFor()
  await page.getByRole('button', { name: 'Limpar filtros' }).last().click()
  await page.getByRole('button', { name: 'Heineken 600 ml' }).first().waitFor()
})

it('takes a filter and what is typed as fast as they come, each on top of the other', async () => {
  await page.goto('/movimentacoes')
  await page.getByRole('button', { name: 'Heineken 600 ml' }).first().waitFor()
  // Two choices of one moment, as quick hands or a slow device make them: the second must not forget the first.
  await page.evaluate(`(() => {
    const type = [...document.querySelectorAll('main select')].find(({ options }) =>
      [...options].some(({ value }) => value === 'purchase'))
    type.value = 'purchase'
    type.dispatchEvent(new Event('change', { bubbles: true }))
    document.querySelector('main input[type=checkbox]').click()
  })()`)
  await page.getByText('Nada com esses filtros').waitFor()
  await page.waitForURL(/tipo=purchase&automaticas=1/)
  expect(await page.getByLabel('Só aberturas automáticas').isChecked()).toBe(true)
  await page.getByRole('button', { name: 'Limpar filtros' }).last().click()
  await page.getByLabel('Tipo').selectOption('breakage')
  await page.getByLabel('Só aberturas automáticas').check()
  await page.getByText('Nada com esses filtros').waitFor()
  await page.getByRole('button', { name: 'Limpar filtros' }).last().click()
  const search = page.getByRole('searchbox', { name: /Buscar por produto/ })
  await search.pressSequentially('heineken seiscentos')
  expect(await search.inputValue()).toBe('heineken seiscentos')
  await page.waitForURL(/busca=heineken(\+|%20)seiscentos/)
})

it('counts blind, is left and taken up, and shows the differences before they are applied (stock 48)', async () => {
  const phone = await openDevice(browser, { address: bar.address, size: PHONE })
  await enter(phone)
  await phone.page.goto('/contar')
  await phone.page.getByRole('button', { name: 'Começar contagem' }).click()
  await phone.page.getByRole('heading', { name: 'Heineken 600 ml' }).waitFor()
  expect(await phone.page.getByText('Sistema:').count()).toBe(0)
  await phone.page.getByRole('textbox', { name: 'Caixas fechadas: Heineken 600 ml' }).fill('1')
  await phone.page.getByRole('textbox', { name: 'Na caixa aberta: Heineken 600 ml' }).fill('4')
  await phone.page.getByText('1 de 4 produtos contados').waitFor()
  await phone.page.reload()
  await phone.page.getByText('1 de 4 produtos contados').waitFor()
  await phone.page.getByRole('button', { name: 'Conferir e gravar' }).click()
  const review = phone.page.getByRole('dialog', { name: 'Conferir a contagem' })
  await review.getByText('sistema 23 · contado 16').waitFor()
  expect(await bar.unitsOf('HEI-600')).toBe(23)
  await expectAccessible(phone)
  await review.getByRole('button', { name: 'Gravar contagem' }).click()
  await phone.page.getByText('Contagem gravada').waitFor()
  expect(await bar.unitsOf('HEI-600')).toBe(16)
  await phone.context.close()
})

it('makes a product, refuses a bad one, and previews a spreadsheet before it changes anything', async () => {
  await page.goto('/produtos')
  await page.getByRole('button', { name: 'Novo produto' }).click()
  await page.getByLabel('Nome', { exact: true }).fill('Cerveja Nova')
  await page.getByLabel('Código SKU').fill('HEI-600')
  await page.getByLabel('Preço de venda unitário').fill('doze')
  await page.getByText('Digite um valor, como 12,50.').waitFor()
  await page.getByLabel('Preço de venda unitário').fill('10')
  await page.getByLabel('Vender em pack promocional').check()
  await page.getByLabel('Unidades no pack').fill('6')
  await page.getByLabel('Preço do pack').fill('54')
  await page.getByText(/Economia para o cliente: R\$\s6,00/).waitFor()
  await page.getByRole('button', { name: 'Salvar' }).click()
  await page.getByRole('alert').first().waitFor()
  await page.getByLabel('Código SKU').fill('NOVA-1')
  await page.getByRole('button', { name: 'Salvar' }).click()
  await page.getByText('Produto salvo.').waitFor()
  await page.getByRole('button', { name: 'Importar planilha' }).click()
  await page.locator('input[type=file]').setInputFiles({
    name: 'produtos.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('sku,name,unit_price_cents\nNOVA-2,Tônica,900\n,sem código,100\n'),
  })
  await page.getByText(/1 novo · .* · 1 recusado/).waitFor()
  await expectAccessible(device)
  expect((await bar.owner.get('/products?search=NOVA-2')).body.items).toEqual([])
  await page.getByRole('button', { name: 'Importar', exact: true }).click()
  await page.getByText('Importação concluída.').waitFor()
  expect((await bar.owner.get('/products?search=NOVA-2')).body.items).toHaveLength(1)
})

it('receives a purchase that was on its way, once', async () => {
  const before = await bar.unitsOf('AGU-500')
  await page.goto('/compras')
  await page.getByRole('button', { name: 'Nova compra' }).click()
  await page.getByText('Está a caminho', { exact: true }).click()
  await page.getByRole('searchbox', { name: 'Escolher produto' }).fill('água')
  await page.getByRole('button', { name: /Água 500 ml/ }).click()
  await page.getByLabel('Custo por caixa').fill('24,00')
  await page.getByRole('button', { name: 'Registrar compra' }).click()
  const told = await page.getByText(/Compra nº \d+ registrada/).innerText()
  expect(await bar.unitsOf('AGU-500')).toBe(before)
  await page.getByRole('button', { name: /Compra nº \d+/.exec(told)?.[0] ?? '', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Receber' }).click()
  await page.getByText(/recebida; o estoque aumentou/).waitFor()
  expect(await bar.unitsOf('AGU-500')).toBe(before + 12)
})

it('moves goods to a branch that was just made', async () => {
  await page.goto('/filiais')
  await page.getByLabel('Nova filial').fill('Varanda')
  await page.getByRole('button', { name: 'Criar filial' }).click()
  await page.getByText('Filial salva.').waitFor()
  await page.goto('/transferencias')
  await page.getByRole('searchbox', { name: 'Escolher produto' }).fill('gin')
  await page.getByRole('button', { name: /Gin Tanqueray/ }).click()
  await page.getByRole('button', { name: 'Transferir' }).click()
  await page.getByText('Transferência registrada.').waitFor()
  expect(await bar.unitsOf('GIN-750')).toBe(0)
})

it('lets people in by a link that is shown once, and keeps a key as secret', async () => {
  await page.goto('/usuarios')
  await page.getByRole('button', { name: 'Nova pessoa' }).click()
  await page.getByLabel('E-mail').fill('duda@bar.example')
  await page.getByRole('button', { name: 'Convidar por link' }).click()
  const link = await page.getByRole('dialog').locator('code').textContent()
  expect(link).toContain('/convite#')
  const guest = await openDevice(browser, { address: bar.address, size: PHONE })
  await guest.page.goto(`/convite#${link?.split('#')[1]}`)
  await guest.page.getByLabel('Seu nome').fill('Duda')
  await guest.page.getByLabel('Senha').fill('mais uma senha longa')
  await expectAccessible(guest)
  await guest.page.getByRole('button', { name: 'Aceitar e entrar' }).click()
  await chooseBranch(guest, 'Varanda')
  await guest.page.getByRole('heading', { name: 'Vender' }).waitFor()
  await guest.context.close()
  await page.goto('/chaves')
  await page.getByRole('button', { name: 'Nova chave' }).first().click()
  await page.getByLabel('Para que serve').fill('Site')
  await page.getByRole('button', { name: 'Criar chave' }).click()
  await page.getByText('Copie agora').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Revogar' }).click()
  await page.getByText('Chave revogada.').waitFor()
})

it('keeps settings, and shows them after a reload', async () => {
  await page.goto('/configuracoes')
  await page.getByLabel('Nome do pack').fill('Balde')
  await page.getByRole('button', { name: 'Salvar' }).click()
  await page.getByText('Configurações salvas.').waitFor()
  await page.goto('/vender')
  await page.getByRole('button', { name: /Original 600 ml, Balde 6/ }).waitFor()
  await page.goto('/auditoria')
  await page.getByText('Mudou configurações').first().waitFor()
  expect(device.errors).toEqual([])
})
