import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Browser } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Bar, openBar } from './support/bar.ts'
import { type Device, enter, openDevice, startBrowser } from './support/browser.ts'

const FOLDERS = ['src/web', 'src/domain', 'src/contract', 'src/client']
const SOURCES = [...FOLDERS, 'vite.config.ts', 'tsconfig.json', 'package.json']
/** A language of one file: every sentence in brackets, numbers and dates as in the United States. */
const OTHER = `
import type { Messages } from './messages.ts'
import { messages as ptBR } from './pt-br.ts'
const said = (thing: unknown): unknown => {
  if (typeof thing === 'string') return '[' + thing + ']'
  if (typeof thing === 'function') return (...facts: unknown[]) => said(thing(...facts))
  if (typeof thing !== 'object' || thing === null) return thing
  return Object.fromEntries(Object.entries(thing).map(([name, value]) => [name, said(value)]))
}
export const messages = { ...(said(ptBR) as Messages), locale: 'en-US' }
`
const INITIAL = /(?:src|href)="\/(assets\/[^"]+\.js)"/g

let bar: Bar
let browser: Browser
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'estoqueuni-language-'))
  for (const source of SOURCES) await cp(source, join(folder, source), { recursive: true })
  await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
  await writeFile(join(folder, 'src/web/messages/en-us.ts'), OTHER)
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  await build({
    root: join(folder, 'src/web'),
    configFile: join(folder, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: join(folder, 'dist'), minify: false },
  })
  process.env['NODE_ENV'] = before
  ;[bar, browser] = await Promise.all([openBar(), startBrowser()])
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await bar?.close()
  await rm(folder, { recursive: true, force: true })
})

/** Gives the device the screens of the other build; the API stays the bar's own. */
async function showOtherBuild({ context }: Device): Promise<void> {
  await context.route(
    ({ pathname }) => !pathname.startsWith('/api/'),
    async (route) => {
      const { pathname } = new URL(route.request().url())
      const isFile = /\.\w+$/.test(pathname)
      await route.fulfill({ path: join(folder, 'dist', isFile ? pathname : 'index.html') })
    },
  )
}

it('is one more file: chosen by the person, spoken by the screens, fetched by nobody else', async () => {
  const index = await readFile(join(folder, 'dist/index.html'), 'utf8')
  const first = [...index.matchAll(INITIAL)].map(([, file]) => basename(file ?? ''))
  expect(first.filter((file) => file.startsWith('en-us'))).toEqual([])
  const device = await openDevice(browser, { address: bar.address })
  const fetched: string[] = []
  device.page.on('request', (request) => fetched.push(basename(new URL(request.url()).pathname)))
  await showOtherBuild(device)
  await enter(device)
  const { page } = device
  await page.goto('/produtos')
  await page.getByRole('heading', { level: 1, name: 'Produtos', exact: true }).waitFor()
  expect(fetched.some((file) => file.startsWith('en-us'))).toBe(false)
  await page.getByRole('button', { name: 'Dona Ana' }).click()
  await page.getByLabel('Idioma').selectOption({ label: 'American English' })
  await page.getByRole('heading', { level: 1, name: '[Produtos]' }).waitFor()
  expect(await page.evaluate('document.documentElement.lang')).toBe('en-US')
  await page.getByRole('row').filter({ hasText: 'Gin' }).getByText('R$320.00').waitFor()
  await page.goto('/compras')
  await page
    .getByText(/^\[\[?(hoje|agora)/)
    .first()
    .waitFor()
  expect(await page.getByRole('link', { name: '[Estoque]' }).isVisible()).toBe(true)
  await page.getByRole('button', { name: 'Dona Ana' }).click()
  await page.getByLabel('[Idioma]').selectOption({ label: 'português (Brasil)' })
  await page.getByRole('heading', { level: 1, name: 'Compras', exact: true }).waitFor()
  expect(device.errors).toEqual([])
  await device.context.close()
})

it('is no choice while there is only one', async () => {
  const device = await openDevice(browser, { address: bar.address })
  await enter(device)
  await device.page.getByRole('button', { name: 'Dona Ana' }).click()
  await device.page.getByRole('dialog').getByText('Aparência').waitFor()
  expect(await device.page.getByLabel('Idioma').count()).toBe(0)
  await device.context.close()
})
