import type { Page } from 'playwright-core'
import { eventually } from '../../support/eventually.ts'

/** More steps than any screen has controls. */
const MOST_STEPS = 120
const NAME = `(() => {
  const { activeElement: at } = document
  return (at?.getAttribute('aria-label') ?? at?.labels?.[0]?.textContent ?? at?.textContent ?? '').trim()
})()`

/** Presses Tab until the control with this name has the focus. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if ((await focused(page)) === name) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`${name} cannot be reached by keyboard`)
}

/** The name of what has the focus: its label, or else its text. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(NAME)
}

/** Waits until the control with this name has the focus. */
export async function untilFocused(page: Page, name: string): Promise<void> {
  await eventually(`the focus is on ${name}`, async () => ((await focused(page)) === name ? true : undefined))
}

/** Goes to a screen as somebody without a mouse does: by the search that is everywhere; `title` is its heading. */
export async function goByKeyboard(page: Page, screen: string, title = screen): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').waitFor()
  await page.keyboard.type(screen)
  await page.getByRole('option', { name: screen }).first().waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
}
