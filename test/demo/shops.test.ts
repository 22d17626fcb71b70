import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, it } from 'vitest'
import { createClient } from '../../src/client/estoqueuni-client.ts'
import { emailOf } from '../../src/demo/company.ts'
import { eventually } from '../support/eventually.ts'
import { endDemos, startDemo, welcomeOf } from './support/demo-process.ts'

const SKU = 'CER-HEI-330LN'
/** A reservation shows in Bling after 9 to 22 seconds, and what was written may be looked at once more after it. */
const SEEN_MS = 60_000
const folder = mkdtempSync(join(tmpdir(), 'estoqueuni-demo-shops-'))

afterEach(endDemos)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type State = {
  products: { id: number; sku: string }[]
  deposits: { id: number; name: string }[]
  balances: { product_id: number; deposit_id: number; virtual: number }[]
}

type SiteState = { products: { sku: string; stock_quantity?: number; available?: number }[] }

/** The demonstration's Bling as its control page sees it. */
function controlOf(bling: string) {
  const call = async <Answer>(path: string, body?: unknown): Promise<Answer> => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    const answer = await fetch(`${bling}/_sandbox${path}`, {
      headers: { 'content-type': 'application/json' },
      ...init,
    })
    if (!answer.ok) throw new Error(await answer.text())
    return (await answer.json()) as Answer
  }
  const companies = async () =>
    (await call<{ items: { company_id: string; name: string }[] }>('/companies')).items
  const idOf = (state: State) => state.products.find((one) => one.sku === SKU)?.id ?? 0
  return {
    companies,
    /** What each shop shows of the product. */
    async shown(): Promise<Record<string, number>> {
      const rows = (await companies()).map(async ({ company_id, name }) => {
        const state = await call<State>(`/companies/${company_id}/state`)
        const showcase = state.deposits.find((one) => one.name === 'Vitrine')?.id
        const balance = state.balances.find(
          (one) => one.deposit_id === showcase && one.product_id === idOf(state),
        )
        return [name, balance?.virtual ?? Number.NaN] as const
      })
      return Object.fromEntries(await Promise.all(rows))
    },
    /** What the two sales sites show of the product. */
    async atSites(): Promise<Record<string, number>> {
      const own = await call<{ items: { site_id: string; name: string }[] }>('/sites')
      const woo = await call<{ items: { shop_id: string; name: string }[] }>('/shops')
      const paths = [
        ...woo.items.map(({ shop_id, name }) => [name, `/shops/${shop_id}/state`] as const),
        ...own.items.map(({ site_id, name }) => [name, `/sites/${site_id}/state`] as const),
      ]
      const rows = paths.map(async ([name, path]) => {
        const { products } = await call<SiteState>(path)
        const one = products.find(({ sku }) => sku === SKU)
        return [name, one?.stock_quantity ?? one?.available ?? Number.NaN] as const
      })
      return Object.fromEntries(await Promise.all(rows))
    },
    /** A customer buys at the site written by hand. */
    async buy(quantity: number): Promise<void> {
      const own = await call<{ items: { site_id: string }[] }>('/sites')
      await call(`/sites/${own.items[0]?.site_id}/orders`, { lines: [{ sku: SKU, quantity }] })
    },
    async order(shop: string, quantity: number): Promise<void> {
      const company_id = (await companies()).find(({ name }) => name === shop)?.company_id
      const state = await call<State>(`/companies/${company_id}/state`)
      await call(`/companies/${company_id}/orders`, { items: [{ product_id: idOf(state), quantity }] })
    },
  }
}

const atSites = (units: number) => ({ 'Aurora Presentes': units, 'Clube Aurora': units - 2 })
const everywhere = (units: number) => ({
  'Aurora Loja Virtual': units,
  'Aurora Mercado': units,
  'Aurora Empório': units - 3,
})

it('shows one stock in three shops and two sites, moved by counter and orders alike, and goes on after a restart', async () => {
  const first = startDemo({ DATA_DIR: folder })
  const { address, password, bling } = await welcomeOf(first)
  expect(new URL(bling).hostname).toBe('127.0.0.1')
  const control = controlOf(bling)
  const units = (await control.shown())['Aurora Loja Virtual'] ?? 0
  expect(await control.shown()).toEqual(everywhere(units))

  const seen = (left: number, bling_: ReturnType<typeof controlOf>) =>
    eventually(
      `every shop shows ${left}`,
      async () =>
        JSON.stringify([await bling_.shown(), await bling_.atSites()]) ===
        JSON.stringify([everywhere(left), atSites(left)])
          ? true
          : undefined,
      SEEN_MS,
    )
  const client = createClient({ address })
  await client.auth.signIn({ email: emailOf('marina'), password })
  const [branch] = (await client.auth.me()).branches
  const branch_id = branch?.id ?? ''
  await client.sales.record({ branch_id, lines: [{ sku: SKU, quantity: 2 }] })
  await seen(units - 2, control)
  await control.order('Aurora Mercado', 3)
  await seen(units - 5, control)
  await control.buy(1)
  await seen(units - 6, control)
  expect(await first.end('SIGINT')).toBe(0)

  const second = startDemo({ DATA_DIR: folder })
  const again = await welcomeOf(second)
  expect(again.password).toBe(password)
  const after = controlOf(again.bling)
  expect(await after.companies()).toHaveLength(3)
  await seen(units - 6, after)
  const returning = createClient({ address: again.address })
  await returning.auth.signIn({ email: emailOf('marina'), password })
  await returning.sales.record({ branch_id, lines: [{ sku: SKU, quantity: 1 }] })
  await seen(units - 7, after)
  await after.order('Aurora Loja Virtual', 1)
  await seen(units - 8, after)
  await after.buy(1)
  await seen(units - 9, after)
}, 300_000)

it('has orders arrive by themselves', async () => {
  const demo = startDemo({ DATA_DIR: folder, DEMO_LIVE: '1' })
  const { address, password, bling } = await welcomeOf(demo)
  const announced = async () => {
    const answer = await fetch(`${bling}/_sandbox/webhooks?event=order.created`)
    const { items } = (await answer.json()) as { items: { state: string }[] }
    return items.some(({ state }) => state === 'delivered') ? true : undefined
  }
  expect(await eventually('an order has been announced to the product', announced, SEEN_MS)).toBe(true)
  const client = createClient({ address })
  const { token } = await client.auth.signIn({ email: emailOf('marina'), password })
  const ours = async () => {
    const answer = await fetch(`${address}/api/v1/orders`, { headers: { authorization: `Bearer ${token}` } })
    const { items } = (await answer.json()) as { items: { bling_number: string | null }[] }
    return items.some(({ bling_number }) => bling_number !== null) ? true : undefined
  }
  expect(await eventually('an order of a site is in Bling', ours, SEEN_MS)).toBe(true)
}, 120_000)
