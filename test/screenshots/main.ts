import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { chooseBranch, LAPTOP, openDevice, PHONE, startBrowser } from '../e2e/support/browser.ts'
import { startDemonstration } from '../support/demonstration.ts'

/*
 * Takes the pictures of docs/pictures from a fresh demonstration: the main screens as they are, small enough to be read over a
 * phone's network.
 */
const FOLDER = fileURLToPath(new URL('../../docs/pictures', import.meta.url))
const DAYS = 45
const QUALITY = 80
const LARGEST_BYTES = 200_000

type Picture = {
  readonly name: string
  readonly path: string
  readonly size: typeof PHONE
  readonly isDark?: boolean
  readonly pose?: (page: Page) => Promise<void>
}

const sellSomething = async (page: Page) => {
  const ways = page.getByRole('button', { name: /^Pôr na venda:|^(un|cx)\./ })
  await ways.nth(0).click()
  await ways.nth(0).click()
  await ways.nth(4).click()
  await page.getByRole('button', { name: 'Receber' }).waitFor()
}
const PICTURES: readonly Picture[] = [
  { name: 'painel', path: '/painel', size: LAPTOP },
  { name: 'estoque', path: '/estoque?ordem=days_until_stockout', size: LAPTOP },
  { name: 'estoque-telefone', path: '/estoque', size: PHONE },
  { name: 'vender', path: '/vender', size: PHONE, isDark: true, pose: sellSomething },
  { name: 'movimentacoes', path: '/movimentacoes', size: LAPTOP, isDark: true },
  { name: 'produtos', path: '/produtos', size: LAPTOP },
  { name: 'por-que', path: '/por-que?sku=CER-HEI-330LN', size: LAPTOP },
  { name: 'sincronizacao', path: '/sincronizacao', size: LAPTOP },
  {
    name: 'contagem',
    path: '/contar',
    size: PHONE,
    pose: (page) => page.getByRole('button', { name: 'Começar contagem' }).click(),
  },
]

const demonstration = await startDemonstration(DAYS)
const browser = await startBrowser()
try {
  await mkdir(FOLDER, { recursive: true })
  for (const picture of PICTURES) await take(picture)
} finally {
  await browser.close()
  await demonstration.stop()
}

async function take({ name, path, size, isDark = false, pose }: Picture): Promise<void> {
  const device = await openDevice(browser, { address: demonstration.address, size, isDark })
  const { context, page } = device
  await page.goto('/')
  await page.getByLabel('E-mail').fill(demonstration.email)
  await page.getByLabel('Senha').fill(demonstration.password)
  await page.getByRole('button', { name: 'Entrar' }).click()
  await chooseBranch(device, 'Aurora Pinheiros')
  await page.goto(path)
  await page.waitForLoadState('networkidle')
  await pose?.(page)
  const session = await context.newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY })
  const bytes = Buffer.from(data, 'base64')
  if (bytes.length > LARGEST_BYTES) throw new Error(`${name} has ${bytes.length} bytes`)
  await writeFile(join(FOLDER, `${name}.webp`), bytes)
  console.log(`docs/pictures/${name}.webp: ${Math.round(bytes.length / 1024)} kB`)
  await context.close()
}
