import type { Page } from 'playwright-core'
import { type Sandbox, startSandbox } from '../../../src/sandbox/server.ts'
import { eventually } from '../../support/eventually.ts'
import { startTestApp, type TestApp } from '../../support/test-app.ts'

/** Two companies in the sandbox and the product beside it, both on the real clock; nothing is connected yet. */
export type TwoShops = TestApp & {
  readonly address: string
  readonly sandbox: Sandbox
  readonly app_keys: { readonly client_id: string; readonly client_secret: string }
  readonly w: Shop
  readonly y: Shop
  /** What a deposit of a company really shows of a product, by its code. */
  shows(shop: Shop, deposit_id: number, sku: string): number | undefined
}
/** A company as Bling has it. */
export type Shop = { readonly name: string; readonly company_id: string; readonly deposit_id: number }

/** What both companies sell, with what each has of it. */
const GOODS = [
  { sku: 'ORI-600', name: 'Original 600 ml', w: 38, y: 14 },
  { sku: 'HEI-600', name: 'Heineken 600 ml', w: 24, y: 12 },
  { sku: 'AGU-500', name: 'Água 500 ml', w: 60, y: 0 },
] as const

/** Opens both. */
export async function openTwoShops(): Promise<TwoShops> {
  const sandbox = await startSandbox({ seed: 'screens' })
  const { control } = sandbox
  control.setLimits({ per_second: 0, per_day: 0, ip_rules: false })
  const url = `${sandbox.url}/Api/v3`
  const app = await startTestApp({ bling: { apiUrl: url, authUrl: url, tokenCallsPerMinute: 1000 } })
  const address = await app.app.http.listen({ host: '127.0.0.1', port: 0 })
  app.app.background.start()
  app.app.sync.engine.start()
  const app_keys = control.addApp({
    name: 'EstoqueUni',
    redirect_uri: `${address}/api/v1/bling/callback`,
    webhook_url: `${address}/webhooks/bling`,
  })
  const found = (name: string, amount: 'w' | 'y'): Shop => {
    const made = control.addCompany({ name, settings: { virtual_delay_ms: { min: 0, max: 0 } } })
    for (const { sku, name: product, ...amounts } of GOODS) {
      const stock = [{ deposit_id: made.deposit_id, quantity: amounts[amount] }]
      control.addProduct(made.company_id, { name: product, sku, price: 9, stock })
    }
    return { name, ...made }
  }
  const [w, y] = [found('Loja W', 'w'), found('Loja Y', 'y')]
  // What nobody can link by itself: a code that only resembles, and one that two products have.
  control.addProduct(w.company_id, { name: 'Caneca azul', sku: 'CANECA-AZUL', price: 30 })
  control.addProduct(y.company_id, { name: 'Caneca azul', sku: 'caneca-azul', price: 30 })
  control.addProduct(w.company_id, { name: 'Abridor', sku: 'ABR-1', price: 5 })
  control.addProduct(y.company_id, { name: 'Abridor de aço', sku: 'ABR-1', price: 5 })
  control.addProduct(y.company_id, { name: 'Abridor antigo', sku: 'ABR-1', price: 5 })
  return {
    ...app,
    address,
    sandbox,
    app_keys,
    w,
    y,
    shows({ company_id }, deposit_id, sku) {
      const { balances, products } = control.state(company_id)
      const product = products.find((one) => one.sku === sku)
      return balances.find((one) => one.product_id === product?.id && one.deposit_id === deposit_id)?.virtual
    },
    async close() {
      await app.close()
      await sandbox.close()
    },
  }
}

/** Both companies connected, their products in the catalogue, a shared deposit in each, and one unified stock over all of it. */
export type ConnectedShops = {
  readonly accounts: { readonly w: string; readonly y: string }
  readonly shared: { readonly w: number; readonly y: number }
  readonly pool_id: string
}

/** Does by the API what people do on the screens of set-up; the plan is not approved yet. */
export async function connectShops(shops: TwoShops): Promise<ConnectedShops> {
  const { owner, w, y, app_keys } = shops
  await good(owner.post('/bling/apps', app_keys))
  const connect = async (shop: Shop) => {
    const begun = await good(owner.post('/bling/accounts/authorize', {}))
    const asked = new URL(begun.url)
    const answer = await fetch(`${asked.origin}${asked.pathname}`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({
        client_id: app_keys.client_id,
        state: asked.searchParams.get('state') ?? '',
        company_id: shop.company_id,
        decision: 'allow',
      }),
    })
    const headers = { authorization: `Bearer ${owner.token}`, accept: 'application/json' }
    const account = await (await fetch(answer.headers.get('location') ?? '', { headers })).json()
    return (account as { id: string }).id
  }
  const accounts = { w: await connect(w), y: await connect(y) }
  const made = { w: 0, y: 0 }
  const places: Record<'w' | 'y', { main: string; shared: string }> = {
    w: { main: '', shared: '' },
    y: { main: '', shared: '' },
  }
  for (const key of ['w', 'y'] as const) {
    const account = accounts[key]
    await good(owner.post(`/bling/accounts/${account}/products/imports`, {}))
    await eventually('the products are read', async () => {
      const { items } = await good(owner.get(`/bling/accounts/${account}/products/imports`))
      return items[0]?.state === 'complete' || undefined
    })
    const shared = await good(owner.post(`/bling/accounts/${account}/deposits`, { name: 'Compartilhado' }))
    const deposits = await good(owner.get(`/bling/accounts/${account}/deposits`))
    const main = deposits.items.find((one: { is_default: boolean }) => one.is_default)
    places[key] = { main: main.id, shared: shared.id }
    made[key] = Number(shared.bling_id)
  }
  await good(owner.post(`/bling/accounts/${accounts.w}/products/catalog`, {}))
  const pool = await good(
    owner.post('/pools', {
      name: 'Bebidas',
      safety_stock: 2,
      sources: [
        { branch_id: shops.branch_id, priority: 1 },
        { deposit_id: places.w.main, priority: 2 },
        { deposit_id: places.y.main, priority: 3 },
      ],
      targets: [{ deposit_id: places.w.shared }, { deposit_id: places.y.shared }],
    }),
  )
  return { accounts, shared: made, pool_id: pool.id }
}

/** What a person does on Bling's own page. */
export async function consent(page: Page, company: string, decision: 'Autorizar' | 'Negar'): Promise<void> {
  await page.getByRole('heading', { name: 'Autorizar aplicativo' }).waitFor()
  await page.getByRole('radio', { name: company }).check()
  await page.getByRole('button', { name: decision }).click()
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape; a wrong look fails the test
async function good(call: Promise<{ status: number; body: any }>): Promise<any> {
  const { status, body } = await call
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body
}
