import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { chooseBranch, type Device, enter, openDevice, startBrowser } from './support/browser.ts'
import { openSiteShops, type SiteShops } from './support/site-shops.ts'

/** The width of a sheet of A4 between its margins, upright and lying, in pixels of CSS. */
const PORTRAIT = { width: 718, height: 1047 }
const LANDSCAPE = { width: 1047, height: 718 }
const LOSSES = 60

let shops: SiteShops
let browser: Browser
let device: Device
let page: Page
let site_id: string

beforeAll(async () => {
  ;[shops, browser] = await Promise.all([openSiteShops(), startBrowser()])
  const { owner, branch_id, accounts, pool_id } = shops
  site_id = await shops.connectShop()
  await owner.put(`/sites/${site_id}/field-owners`, { account_id: accounts.w })
  await owner.post(`/sites/${site_id}/products/imports`, {})
  await owner.post('/sync/plans', { pool_id })
  const varanda = (await owner.post('/branches', { name: 'Varanda' })).body.id
  const product_id = (await owner.get('/products?search=HEI-600')).body.items[0].id
  const lines = [{ product_id, boxes: 0, units: 200, unit_cost_cents: 500 }]
  await owner.post('/purchases', { branch_id, supplier: 'Distribuidora Sul', lines })
  await owner.post('/sales', { branch_id, lines: [{ product_id, quantity: 2 }] })
  await owner.post('/transfers', {
    from_branch_id: branch_id,
    to_branch_id: varanda,
    lines: [{ product_id, boxes: 0, units: 3 }],
  })
  for (let loss = 0; loss < LOSSES; loss += 1)
    await owner.post('/inventory/losses', { branch_id, product_id, quantity: 1, reason: 'Vencido' })
  shops.buy('original')
  shops.buy('novidade')
  await eventually(
    'both orders are here',
    async () => ((await owner.get('/orders')).body.items.length === 2 ? true : undefined),
    60_000,
  )
  device = await openDevice(browser, { address: shops.address, isDark: true })
  page = device.page
  // The printer's dialog would wait for somebody.
  await page.addInitScript('window.print = () => {}')
  await enter(device)
  await chooseBranch(device, 'Matriz')
}, 180_000)
// Whatever a test left printed.
afterEach(() => page.emulateMedia({ media: 'screen' }))
afterAll(async () => {
  await browser?.close()
  await shops?.close()
})

/** What stands on the paper and around it, as the printer sees it. */
const LOOK = `(() => {
  const paper = document.querySelector('.paper')
  const all = [...paper.querySelectorAll('*')]
  const style = (one) => getComputedStyle(one)
  const cells = [...paper.querySelectorAll('th, td')]
  return {
    head: paper.querySelector('header').innerText,
    title: paper.querySelector('h1').innerText,
    rows: paper.querySelectorAll('tbody tr').length,
    text: paper.innerText,
    isAlone: [...document.body.children].every((one) => one === paper || style(one).display === 'none'),
    hasButtons: all.some((one) => one.tagName === 'BUTTON' && style(one).display !== 'none'),
    inks: [...new Set(cells.map((one) => style(one).color))],
    ground: style(document.documentElement).backgroundColor,
    headRepeats: style(paper.querySelector('thead')).display,
    overflow: document.documentElement.scrollWidth - innerWidth,
    cut: cells.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.innerText),
  }
})()`
type Look = {
  readonly head: string
  readonly title: string
  readonly rows: number
  readonly text: string
  readonly cut: readonly string[]
}
const IN_ORDER = {
  isAlone: true,
  hasButtons: false,
  inks: ['rgb(0, 0, 0)'],
  ground: 'rgb(255, 255, 255)',
  headRepeats: 'table-header-group',
  overflow: 0,
  cut: [],
}

/** Prints by the screen's own button, looks at the paper upright and lying, and puts it away. */
async function print(path: string): Promise<Look> {
  await page.goto(path)
  await page.getByRole('button', { name: 'Imprimir' }).click()
  await page.locator('.paper').waitFor({ state: 'attached' })
  return lookAndPutAway()
}

async function lookAndPutAway(): Promise<Look> {
  const before = page.viewportSize()
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize(LANDSCAPE)
  expect(await page.evaluate(LOOK)).toMatchObject(IN_ORDER)
  await page.setViewportSize(PORTRAIT)
  const look = await page.evaluate<Look>(LOOK)
  expect(look).toMatchObject(IN_ORDER)
  await page.evaluate("dispatchEvent(new Event('afterprint'))")
  await page.emulateMedia({ media: 'screen' })
  if (before !== null) await page.setViewportSize(before)
  expect(await page.locator('.paper').count()).toBe(0)
  return look
}

/** A list: its screen, its title on paper, how many rows the API has of it, and what else its head says. */
const LISTS: readonly {
  readonly path: string
  readonly title: string
  readonly from: () => string | number
  readonly says?: string
}[] = [
  {
    path: '/estoque',
    title: 'Estoque',
    from: () => `/inventory?branch_id=${shops.branch_id}`,
    says: 'Matriz',
  },
  { path: '/estoque?busca=heineken', title: 'Estoque', from: () => 1, says: 'Busca: heineken' },
  {
    path: '/movimentacoes?tipo=loss',
    title: 'Movimentações',
    from: () => LOSSES,
    says: 'Tipo: Perda',
  },
  { path: '/vendas', title: 'Vendas', from: () => '/sales', says: 'Matriz' },
  { path: '/produtos', title: 'Produtos', from: () => '/products?is_active=true', says: 'Só: Ativos' },
  { path: '/compras', title: 'Compras', from: () => '/purchases', says: 'Matriz' },
  { path: '/transferencias', title: 'Transferências', from: () => 1, says: 'Matriz' },
  { path: '/filiais', title: 'Filiais', from: () => '/branches', says: 'Sem filtro' },
  { path: '/pedidos', title: 'Pedidos', from: () => 2, says: 'Sem filtro' },
  { path: '/auditoria', title: 'Auditoria', from: () => '/audit' },
  { path: '/usuarios', title: 'Usuários', from: () => 1 },
  { path: '/chaves', title: 'Chaves de API', from: () => '/api-keys' },
  { path: '/divergencias', title: 'Divergências', from: () => 0, says: 'Só: Abertas' },
  { path: '/vinculos?aba=linked', title: 'Vínculos · Vinculados', from: () => '/product-links' },
  {
    path: '/vinculos?aba=choose',
    title: 'Vínculos · Para escolher',
    from: () => '/product-links/suggestions',
  },
  { path: '/depositos', title: 'Depósitos', from: () => 2, says: 'Loja W' },
  { path: '/sincronizacao?aba=history', title: 'Sincronização · Histórico', from: () => '/sync/runs' },
  { path: '/sincronizacao?aba=plans', title: 'Sincronização · Planos', from: () => '/sync/plans' },
  {
    path: '/sincronizacao?aba=alerts',
    title: 'Sincronização · Alertas',
    from: () => '/alerts?open=true',
    says: 'Só: Abertos',
  },
  { path: '/sincronizacao?aba=inbox', title: 'Avisos do Bling', from: () => '/inbox' },
  {
    path: '/produtos-dos-sites',
    title: 'Produtos dos sites · Diferenças',
    from: () => `/sites/${site_id}/product-plan`,
    says: 'Loja da Ana',
  },
]

async function rowsOf(from: string | number): Promise<number> {
  if (typeof from === 'number') return from
  const { body } = await shops.owner.get(`${from}${from.includes('?') ? '&' : '?'}limit=200`)
  return body.items.length
}

it.each(LISTS)(
  'prints $path whole, in black on white, upright and lying',
  async ({ path, title, from, says }) => {
    const before = await rowsOf(from())
    const look = await print(path)
    expect(look.title).toBe(title)
    expect(look.head).toContain('Bar do Teste')
    expect(look.head).toMatch(new RegExp(`Impresso .*de ${new Date().getFullYear()}.*\\d\\d:\\d\\d:\\d\\d`))
    if (says !== undefined) expect(look.head).toContain(says)
    // Synchronisation goes on meanwhile.
    expect(look.rows).toBeGreaterThanOrEqual(before)
    expect(look.rows).toBeLessThanOrEqual(await rowsOf(from()))
    expect(look.head).not.toContain('A lista continua')
  },
)

it('prints every line of a plan, whatever the screen shows of it', async () => {
  const [plan] = (await shops.owner.get('/sync/plans')).body.items
  const { lines } = (await shops.owner.get(`/sync/plans/${plan.id}`)).body
  const look = await print(`/sincronizacao?aba=plans&plano=${plan.id}`)
  expect([look.title, look.rows]).toEqual(['Sincronização · Plano', lines.length])
})

it('prints by the browser’s own command what is loaded, and says that there is more', async () => {
  await page.goto('/movimentacoes?tipo=loss')
  await page.locator('tbody tr').nth(49).waitFor()
  await page.evaluate("dispatchEvent(new Event('beforeprint'))")
  const look = await lookAndPutAway()
  expect(look.rows).toBe(50)
  expect(look.head).toContain('A lista continua: aqui estão só as primeiras 50 linhas')
  expect(look.text).toMatch(/\d\d\/\d\d\/\d{4}, \d\d:\d\d/)
  expect(look.text).not.toMatch(/\b(hoje|agora|ontem)\b/)
})

it('stops when one no longer waits for the rows', async () => {
  let reached = () => {}
  const isReached = new Promise<void>((resolve) => {
    reached = resolve
  })
  let go = () => {}
  await page.goto('/movimentacoes?tipo=loss')
  await page.locator('tbody tr').nth(49).waitFor()
  await page.route('**/movements?**limit=200**', async (route) => {
    reached()
    await new Promise<void>((resolve) => {
      go = resolve
    })
    await route.continue()
  })
  await page.getByRole('button', { name: 'Imprimir' }).click()
  await isReached
  await page.getByRole('button', { name: 'Parar (0 linhas lidas)' }).click()
  go()
  await page.getByRole('button', { name: 'Imprimir' }).waitFor()
  expect(await page.locator('.paper').count()).toBe(0)
  await page.unrouteAll()
})

it('prints the shelf to write on while one counts, and from the review its differences alone', async () => {
  await page.goto('/contar')
  await page.getByRole('button', { name: 'Começar contagem' }).click()
  const beer = page.getByRole('listitem').filter({ hasText: 'Heineken 600 ml' })
  await beer.getByRole('textbox').fill('7')
  await page.getByRole('button', { name: 'Imprimir' }).click()
  const shelf = await lookAndPutAway()
  expect(shelf).toMatchObject({
    title: 'Contagem',
    rows: await rowsOf(`/inventory?branch_id=${shops.branch_id}`),
  })
  expect(shelf.head).toContain('Modo: Cego')
  expect(shelf.text).not.toContain('Sistema')
  await page.getByRole('button', { name: 'Conferir e gravar' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Imprimir' }).click()
  const review = await lookAndPutAway()
  expect(review).toMatchObject({ title: 'Conferir a contagem', rows: 1 })
  expect(review.text).toMatch(/Heineken 600 ml\s+135\s+7\s+−128/)
  expect(device.errors).toEqual([])
})
