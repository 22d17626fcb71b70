import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Bar, openBar } from './support/bar.ts'
import { type Device, enter, expectAccessible, openDevice, PHONE, startBrowser } from './support/browser.ts'
import { allSent, readDevice, writeDevice } from './support/device-stores.ts'

let bar: Bar
let browser: Browser

beforeAll(async () => {
  ;[bar, browser] = await Promise.all([openBar(), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await bar?.close()
})

/** A phone that has looked at the shelf once, and nothing else: what it needs without network it has kept by itself. */
async function openShelf(): Promise<Device> {
  const device = await openDevice(browser, { address: bar.address, size: PHONE })
  await enter(device)
  await device.page.goto('/estoque')
  await device.page.getByRole('heading', { name: 'Heineken 600 ml' }).waitFor()
  await device.page.waitForFunction('navigator.serviceWorker.ready')
  await eventually('the branch on the device', async () =>
    (await readDevice(device.page)).snapshots.length > 0 ? true : undefined,
  )
  return device
}

async function register(page: Page, product: string, action: string, quantity: number): Promise<void> {
  await page.getByRole('button', { name: `Ações de ${product}` }).click()
  await page.getByRole('menuitem', { name: action }).click()
  const dialog = page.getByRole('dialog', { name: action })
  await dialog.getByRole('textbox', { name: 'Quantidade' }).fill(String(quantity))
  await dialog.getByRole('button', { name: action }).click()
  await page.getByText('guardado neste aparelho').first().waitFor()
  await dialog.waitFor({ state: 'hidden' })
}

async function sell(page: Page, name: string, quantity: number, title: RegExp): Promise<void> {
  await page.goto('/vender')
  await page
    .getByRole('button', { name: `Pôr na venda: ${name}, unidade` })
    .first()
    .click()
  await page.getByRole('textbox', { name: `Quantidade de ${name}` }).fill(String(quantity))
  await page.getByRole('button', { name: 'Receber' }).click()
  await page.getByRole('button', { name: 'Pix' }).click()
  await page.getByRole('dialog', { name: title }).waitFor()
  await page.getByRole('button', { name: 'Próxima venda' }).click()
}

/** The quantities of a product's movements of one kind, the oldest first. */
async function movements(sku: string, type: string): Promise<number[]> {
  const query = `product_id=${bar.products.get(sku)}&type=${type}`
  const { items } = (await bar.owner.get(`/movements?${query}`)).body
  return items.map(({ quantity }: { quantity: number }) => quantity).toReversed()
}

const total = (page: Page, name: string) =>
  page.getByRole('button', { name: new RegExp(`de onde vem este número\\? ${name}`) })

it('registers losses and breakages without network, also after a reload, and sends each once in its order', async () => {
  const shelf = await openShelf()
  const { page, context } = shelf
  await context.setOffline(true)
  await register(page, 'Heineken 600 ml', 'Registrar perda', 2)
  await page.reload()
  await page.getByText(/Sem internet: estoque como estava/).waitFor()
  // 24 less the loss of before the reload.
  await total(page, 'Heineken').filter({ hasText: '22' }).waitFor()
  await expectAccessible(shelf)
  await register(page, 'Heineken 600 ml', 'Registrar quebra', 3)
  await total(page, 'Heineken').filter({ hasText: '19' }).waitFor()
  await page.getByRole('searchbox').fill('agua')
  await page.getByRole('heading', { name: 'Água 500 ml' }).waitFor()
  expect(await page.getByRole('heading', { name: 'Heineken 600 ml' }).count()).toBe(0)
  await sell(page, 'Heineken 600 ml', 1, /guardada neste aparelho/)
  await page.goto('/neste-aparelho')
  await page.getByRole('heading', { name: 'Venda' }).waitFor()
  expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual(['Perda', 'Quebra', 'Venda'])
  expect(await bar.unitsOf('HEI-600')).toBe(24)
  await page.close()

  await context.setOffline(false)
  for (const _round of [1, 2]) {
    const again = await context.newPage()
    await again.goto('/estoque')
    await again.getByRole('heading', { name: 'Heineken 600 ml' }).waitFor()
    await eventually('18 units', async () => (await bar.unitsOf('HEI-600')) === 18 || undefined)
    await total(again, 'Heineken').filter({ hasText: '18' }).waitFor()
    expect(await again.getByText(/Sem internet: estoque/).count()).toBe(0)
    await again.close()
  }
  expect(await movements('HEI-600', 'loss')).toEqual([-2])
  expect(await movements('HEI-600', 'breakage')).toEqual([-3])
  expect(await movements('HEI-600', 'sale')).toEqual([-1])
  await context.close()
})

it('counts without network after a reload and is killed before it is sent: counted once', async () => {
  const { page, context } = await openShelf()
  await context.setOffline(true)
  await page.goto('/contar')
  await page.getByRole('button', { name: 'Começar contagem' }).click()
  await page.reload()
  await page.getByRole('textbox', { name: 'Caixas fechadas: Heineken 600 ml' }).fill('1')
  await page.getByRole('textbox', { name: 'Na caixa aberta: Heineken 600 ml' }).fill('5')
  await page.getByRole('button', { name: 'Conferir e gravar' }).click()
  await page.getByRole('button', { name: 'Gravar contagem' }).click()
  await page.getByText(/Contagem guardada neste aparelho/).waitFor()
  await page.close()
  await context.setOffline(false)
  for (const _round of [1, 2]) {
    const again = await context.newPage()
    await again.goto('/estoque')
    await eventually('17 units', async () => (await bar.unitsOf('HEI-600')) === 17 || undefined)
    await allSent(again)
    await again.close()
  }
  expect(await movements('HEI-600', 'count')).toEqual([-1])
  await context.close()
})

it('takes what two devices sold of the same units at once, and shows the divergence with both (stock 77)', async () => {
  const devices = [await openShelf(), await openShelf()]
  for (const { context } of devices) await context.setOffline(true)
  for (const { page } of devices) {
    await page.reload()
    await sell(page, 'Original 600 ml', 15, /guardada neste aparelho/)
  }
  for (const { context } of devices) await context.setOffline(false)
  await eventually('24 less 30', async () => (await bar.unitsOf('ORI-600')) === -6 || undefined)
  expect(await movements('ORI-600', 'sale')).toEqual([-15, -15])
  const [first, second] = devices
  await first?.page.goto('/estoque?situacao=divergent')
  await first?.page.getByText('Divergência').filter({ visible: true }).last().waitFor()
  await first?.page.goto('/divergencias')
  await first?.page.getByText('Saiu mais do que havia').waitFor()
  await first?.page.getByText('Movimentações em volta').click()
  expect(await first?.page.locator('details li').filter({ hasText: '−15' }).count()).toBe(2)
  for (const device of [first, second]) await device?.context.close()
})

it('makes a task of a request that was refused while nobody looked, and registers it once a person says so', async () => {
  const { page, context } = await openShelf()
  // The page is killed while its request is under way and never arrives.
  await context.route('**/api/v1/sales', () => undefined)
  await page.goto('/vender')
  await page.getByRole('button', { name: 'Pôr na venda: Água 500 ml, unidade' }).first().click()
  await page.getByRole('button', { name: 'Receber' }).click()
  await page.getByRole('button', { name: 'Pix' }).click()
  await eventually('it is written down', async () =>
    (await readDevice(page)).outbox.length === 1 ? true : undefined,
  )
  const kept = await readDevice(page)
  await page.goto('about:blank')
  await context.unroute('**/api/v1/sales')
  await page.goto('/neste-aparelho')
  // A minute later: what was under way then is not any more.
  const asked = kept.outbox.map((entry) => ({
    ...entry,
    occurred_at: new Date(Date.now() - 60_000).toISOString(),
  }))
  await writeDevice(page, { ...kept, outbox: asked })
  await page.reload()
  await page.getByText(/O servidor não aceitou: .*Disponível: 0/).waitFor()
  await page.getByText('1 operação precisa de você').filter({ visible: true }).waitFor()
  expect(await bar.unitsOf('AGU-500')).toBe(0)
  await page.getByRole('button', { name: 'Aconteceu, registrar' }).click()
  await page.getByRole('heading', { name: 'Tudo enviado' }).waitFor()
  expect(await bar.unitsOf('AGU-500')).toBe(-1)
  await context.close()
})

it('keeps for the owner what the server cannot apply, until its cause is gone', async () => {
  const { page, context } = await openShelf()
  await context.setOffline(true)
  await register(page, 'Heineken 600 ml', 'Registrar quebra', 1)
  await bar.owner.patch(`/branches/${bar.branch_id}`, { is_active: false })
  await context.setOffline(false)
  await page.goto('/neste-aparelho')
  await page.getByText(/Esperando quem administra: Esta filial está inativa/).waitFor()
  await page.getByText('1 operação precisa de você').filter({ visible: true }).waitFor()
  await page.goto('/divergencias')
  await page.getByRole('heading', { name: 'Operações que o servidor guardou' }).waitFor()
  await page.getByRole('button', { name: 'Tentar de novo' }).click()
  await page.getByText('Ainda não dá para aplicar.').waitFor()
  expect(await movements('HEI-600', 'breakage')).toEqual([-3])
  await bar.owner.patch(`/branches/${bar.branch_id}`, { is_active: true })
  await page.getByRole('button', { name: 'Tentar de novo' }).click()
  await page.getByText('Operação aplicada.').waitFor()
  expect(await movements('HEI-600', 'breakage')).toEqual([-3, -1])
  await page.goto('/neste-aparelho')
  await page.getByRole('button', { name: 'Entendi' }).click()
  await page.getByRole('heading', { name: 'Tudo enviado' }).waitFor()
  expect(await movements('HEI-600', 'breakage')).toEqual([-3, -1])
  await context.close()
})
