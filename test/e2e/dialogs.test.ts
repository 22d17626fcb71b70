import { globSync, readFileSync } from 'node:fs'
import type { Browser, Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import {
  chooseBranch,
  type Device,
  enter,
  expectAccessible,
  LAPTOP,
  openDevice,
  PHONE,
  startBrowser,
} from './support/browser.ts'
import { NAMING, walk } from './support/controls.ts'
import { SEARCH_KEY, WAYS, type Way } from './support/dialogs.ts'
import { openWholeCompany, type WholeCompany } from './support/whole-company.ts'

const OVERLAY = '[role=dialog], [role=menu]'
const DIALOGS = /<(?:Sheet|Menu|RemovalSheet|ScanSheet|Dialog\.Root|DropdownMenu\.Root)\b/
/** What only a screen as wide as a laptop's has. */
const WIDE_ONLY = ['features/stock/column-menu.tsx']
let company: WholeCompany
let browser: Browser

beforeAll(async () => {
  ;[company, browser] = await Promise.all([openWholeCompany(), startBrowser(NAMING)])
})
afterAll(async () => {
  await browser?.close()
  await company?.close()
})

it('are all known, with the way to each', () => {
  const written = globSync('{app,features}/**/*.tsx', { cwd: 'src/web' }).filter((file) =>
    DIALOGS.test(readFileSync(`src/web/${file}`, 'utf8')),
  )
  expect(WAYS.map(({ file }) => file).toSorted()).toEqual(written.toSorted())
})

const LOOKS = [
  { name: 'a phone in the dark', size: PHONE, isDark: true },
  { name: 'a laptop', size: LAPTOP, isDark: false },
]
describe.each(LOOKS)('on $name', ({ size, isDark }) => {
  let device: Device
  beforeAll(async () => {
    device = await openDevice(browser, { address: company.address, size, isDark })
    await enter(device)
    await chooseBranch(device, 'Matriz')
  })
  afterAll(() => device?.context.close())

  it.each(WAYS.filter(({ file }) => size === LAPTOP || !WIDE_ONLY.includes(file)))(
    '$file opens, is walked through and closes by keyboard',
    async (way) => {
      await arrive(device, way)
      for (const step of way.through) await press(device, step)
      const overlay = device.page.locator(OVERLAY).last()
      await overlay.waitFor()
      await eventually('it has the focus', () => isIn(device, OVERLAY))
      await settled(device)
      await expectAccessible(device, OVERLAY)
      if ((await overlay.getAttribute('role')) === 'dialog')
        expect((await walk(device.page, OVERLAY)).faults).toEqual([])
      await device.page.keyboard.press('Escape')
      await overlay.waitFor({ state: 'detached' })
      await eventually('the focus is back', async () =>
        (await device.page.evaluate<boolean>(WHERE_NOW)) ? true : undefined,
      )
      expect(device.errors).toEqual([])
    },
  )
})

const NAME = `(one) => one.getAttribute('aria-label') ?? one.textContent`
/** Remembers what has the focus as the opener of what comes next. */
const REMEMBER = 'globalThis.opener = document.activeElement'
/** Whether the focus is back on the opener, or on the content of the screen when there was none or it is gone. */
const WHERE_NOW = `(() => {
  const name = ${NAME}
  const { activeElement: now } = document
  const isBack = now === opener || name(now) === name(opener)
  return isBack || ((!opener.isConnected || opener === document.body) && now.id === 'conteudo')
})()`

async function arrive({ page }: Device, { at }: Way): Promise<void> {
  const isOpen = (await page.locator(OVERLAY).count()) > 0
  if (page.url().endsWith(at) && !isOpen) return
  await page.goto(at)
  await page.getByRole('heading', { level: 1 }).waitFor()
}

/** Nothing that opens is still on its way. */
async function settled({ page }: Device): Promise<void> {
  await eventually('it is whole', async () =>
    (await page.evaluate<boolean>(
      `document.querySelector('[role=dialog] [aria-label="Carregando…"]') === null`,
    ))
      ? true
      : undefined,
  )
}

async function isIn({ page }: Device, selector: string): Promise<true | undefined> {
  return (await page.evaluate<boolean>(`document.activeElement.closest('${selector}') !== null`)) || undefined
}

/** Puts the focus on a control and presses Enter; in a menu the arrows lead there. */
async function press(device: Device, step: string | RegExp): Promise<void> {
  const { page } = device
  const isOpen = (await page.locator(OVERLAY).count()) > 0
  if (step === SEARCH_KEY) {
    await page.evaluate(REMEMBER)
    return page.keyboard.press(SEARCH_KEY)
  }
  const isMenu = (await page.locator('[role=menu]').count()) > 0
  const scope = isOpen ? page.locator(OVERLAY).last() : page.locator('body')
  const control = scope.getByRole(isMenu ? 'menuitem' : 'button', { name: step, exact: true }).first()
  await control.waitFor()
  if (isMenu) await goDown(device, control)
  else await control.focus()
  if (!isOpen) await page.evaluate(REMEMBER)
  await page.keyboard.press('Enter')
  if (isMenu) await page.locator('[role=menu]').waitFor({ state: 'detached' })
}

/** Each press waits for the focus to have moved: it does so a moment later, and the next press would go past the item. */
async function goDown(device: Device, item: Locator): Promise<void> {
  const { page } = device
  const focused = () => page.evaluate<string>('document.activeElement.textContent')
  const hasFocus = () => item.evaluate((one) => one === one.ownerDocument.activeElement)
  await eventually('the menu has the focus', () => isIn(device, '[role=menu]'))
  for (let step = 0; step < 12 && !(await hasFocus()); step += 1) {
    const before = await focused()
    await page.keyboard.press('ArrowDown')
    await eventually('the focus moves on', async () => ((await focused()) === before ? undefined : true))
  }
  expect(await hasFocus()).toBe(true)
}
