import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { startApp } from './support/app-under-load.ts'
import { BAR_OWNER, openBar } from './support/bar.ts'
import { print } from './support/figures.ts'
import { awaitingLists, painted, printInteraction, watchInteractions } from './support/interactions.ts'
import { type SignedInBrowser, signIn } from './support/signed-in-browser.ts'

/*
 * How Estoque and Vender answer to the hand with ten thousand products: key presses in the search, clicks on a column and on a status,
 * turns of the wheel, taps on products and on the sale. Each waits for the rows that the one before asked for, so that what is measured
 * is the screen and not the queue.
 */
const { values } = parseArgs({
  options: { products: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '5' } },
})
const products = Number(values.products)
const rounds = Number(values.rounds)
const TYPED = 'produto 77'
const TURNS = 40
const TURN_PX = 700
const DIFFERENT_TAPS = 4

print('load of the machine before', loadavg()[0] ?? 0)
const app = await startApp('embedded')
try {
  await openBar(app, products)
  const browser = await signIn(app.address, BAR_OWNER)
  try {
    await stock(browser)
    await till(browser)
  } finally {
    await browser.close()
  }
} finally {
  await app.stop()
}

/** Estoque: search, columns, statuses, the wheel. */
async function stock(browser: SignedInBrowser): Promise<void> {
  const page = await browser.context.newPage()
  await page.goto('/estoque')
  await page.getByRole('row').nth(5).waitFor()
  await watchInteractions(page)
  const settled = awaitingLists(page)
  const search = page.getByRole('searchbox')
  await search.focus()
  await printInteraction(page, 'key in the search', rounds * TYPED.length, async (round) => {
    const at = round % TYPED.length
    if (at === 0) await search.fill('')
    await page.keyboard.press(TYPED[at] ?? '')
    await settled()
  })
  await search.fill('')
  await settled()
  const columns = ['Total', 'Produto', 'Caixas fechadas', 'Situação']
  await printInteraction(page, 'click on a column', rounds * columns.length, async (round) => {
    const name = columns[round % columns.length] ?? ''
    await page.getByRole('columnheader', { name }).getByRole('button').click()
    await settled()
  })
  const statuses = ['Normal', 'Todos']
  await printInteraction(page, 'click on a status', rounds * statuses.length, async (round) => {
    const name = statuses[round % statuses.length] ?? ''
    await page.getByRole('button', { name: new RegExp(`^${name}`) }).click()
    await settled()
  })
  await page.mouse.move(700, 600)
  await printInteraction(page, 'turn of the wheel', TURNS, async () => {
    await page.mouse.wheel(0, TURN_PX)
    await painted(page)
  })
  await page.close()
}

/** Vender, with every product of the branch on the device: search, taps on products, the sale's steppers. */
async function till(browser: SignedInBrowser): Promise<void> {
  const page = await browser.context.newPage()
  await page.goto('/vender')
  const add = page.getByRole('button', { name: /^Pôr na venda/ })
  await add.first().waitFor({ timeout: 120_000 })
  await watchInteractions(page)
  const search = page.getByRole('searchbox')
  await search.focus()
  await printInteraction(page, 'key in the search of the till', rounds * TYPED.length, async (round) => {
    const at = round % TYPED.length
    if (at === 0) await search.fill('')
    await page.keyboard.press(TYPED[at] ?? '')
    await painted(page)
  })
  await search.fill('')
  await printInteraction(page, 'tap on a product', rounds * DIFFERENT_TAPS, async (round) => {
    await add.nth(2 * (round % DIFFERENT_TAPS)).click()
    await painted(page)
  })
  const more = page.getByRole('region', { name: 'Venda' }).getByRole('button', { name: /^Mais/ })
  await printInteraction(page, 'tap on a stepper of the sale', rounds * DIFFERENT_TAPS, async (round) => {
    await more.nth(round % DIFFERENT_TAPS).click()
    await painted(page)
  })
  await page.close()
}
