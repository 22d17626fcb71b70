import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The sizes at which every screen is tried. */
export const PHONE = { width: 390, height: 844 }
export const LAPTOP = { width: 1440, height: 900 }

/** Starts the system's Chromium, with `flags` of its own; CHROMIUM_PATH names another one. */
export async function startBrowser(flags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args: [...FLAGS, ...flags] })
}

/** Where Chromium is; Debian's is installed when there is none. */
export function chromiumPath(): string {
  const given = process.env['CHROMIUM_PATH']
  const found = [given, ...CHROMIUM].find((path) => path !== undefined && existsSync(path))
  if (found !== undefined) return found
  if (process.getuid?.() !== 0) throw new Error('Chromium is missing: install it or name it in CHROMIUM_PATH')
  execFileSync('apt-get', ['update', '-q'], { stdio: 'ignore' })
  execFileSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { stdio: 'ignore' })
  return '/usr/bin/chromium'
}

/** A device of its own: own storage, own cookies, and the errors that its pages had. */
export type Device = { readonly context: BrowserContext; readonly page: Page; readonly errors: string[] }

/** Opens a device. */
export async function openDevice(
  browser: Browser,
  options: { readonly address: string; readonly size?: typeof PHONE; readonly isDark?: boolean },
): Promise<Device> {
  const context = await browser.newContext({
    viewport: options.size ?? LAPTOP,
    baseURL: options.address,
    locale: 'pt-BR',
    timezoneId: 'America/Sao_Paulo',
    colorScheme: options.isDark === true ? 'dark' : 'light',
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  return { context, page, errors }
}

/** Enters as the owner that every test company has. */
export async function enter(device: Device): Promise<void> {
  const { page } = device
  await page.goto('/')
  await page.getByLabel('E-mail').fill('ana@bar.example')
  await page.getByLabel('Senha').fill('uma senha bem longa')
  await page.getByRole('button', { name: 'Entrar' }).click()
  await page.getByRole('navigation', { name: 'Navegação principal' }).filter({ visible: true }).waitFor()
}

/** Answers where a new device works, which it is asked where there are several branches. */
export async function chooseBranch({ page }: Pick<Device, 'page'>, name: string): Promise<void> {
  await page.getByRole('heading', { name: 'Em qual filial este aparelho trabalha?' }).waitFor()
  await page.getByRole('button', { name, exact: true }).click()
}

/** Nothing serious that axe finds, on the page or within the last of what `within` selects, and nothing thrown. */
export async function expectAccessible(device: Device, within = 'html'): Promise<void> {
  const { page, errors } = device
  // The policy forbids scripts from elsewhere; this one comes through the browser's own door.
  const { source } = await import('axe-core')
  const found = await page.evaluate(
    async ([axeSource = '', selector]) => {
      // biome-ignore lint/security/noGlobalEval: axe is brought into the page under test
      if (!('axe' in globalThis)) globalThis.eval(axeSource)
      const { axe, document } = globalThis as unknown as {
        axe: { run(element: unknown): Promise<{ violations: Violation[] }> }
        document: { querySelectorAll(selector: string | undefined): Iterable<unknown> }
      }
      type Violation = { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }
      const { violations } = await axe.run([...document.querySelectorAll(selector)].at(-1))
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`)
    },
    [source, within],
  )
  expect(found).toEqual([])
  expect(errors).toEqual([])
}
