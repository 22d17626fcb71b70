import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'
import { chooseBranch, chromiumPath } from '../../test/e2e/support/browser.ts'

/** Chromium with somebody signed in, and the port of its debugger for tools that bring their own eyes. */
export type SignedInBrowser = {
  readonly context: BrowserContext
  readonly port: number
  close(): Promise<void>
}

/** Starts Chromium on a profile that goes with it and signs `who` in at `address`, to work in `branch` where there are several. */
export async function signIn(
  address: string,
  who: { readonly email: string; readonly password: string; readonly branch?: string },
): Promise<SignedInBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'estoqueuni-chromium-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--remote-debugging-port=0'],
    baseURL: address,
    locale: 'pt-BR',
    timezoneId: 'America/Sao_Paulo',
    viewport: { width: 1440, height: 900 },
  })
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto('/')
  await page.getByLabel('E-mail').fill(who.email)
  await page.getByLabel('Senha').fill(who.password)
  await page.getByRole('button', { name: 'Entrar' }).click()
  await page.getByRole('navigation', { name: 'Navegação principal' }).filter({ visible: true }).waitFor()
  if (who.branch !== undefined) await chooseBranch({ page }, who.branch)
  const [port] = (await readFile(join(profile, 'DevToolsActivePort'), 'utf8')).split('\n')
  return {
    context,
    port: Number(port),
    async close() {
      await context.close()
      await rm(profile, { recursive: true, force: true })
    },
  }
}
