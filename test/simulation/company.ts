import type { Random } from '../../src/sandbox/kernel/random.ts'
import type { Sandbox } from '../../src/sandbox/server.ts'
import type { App } from '../../src/server/app.ts'
import { eventually } from '../support/eventually.ts'
import { type Caller, callerOf, type Reply } from '../support/test-app.ts'
import type { Habit, KitShape, Shape, ShopShape } from './shape.ts'
import type { Site } from './sites.ts'
import type { Truth } from './truth.ts'

/** A deposit: Bling's number and ours. */
export type Deposit = { readonly bling_id: number; readonly id: string }

/** A company in the sandbox, connected as an account. */
export type Shop = {
  readonly name: string
  readonly habit: Habit
  readonly shape: ShopShape
  readonly account_id: string
  readonly company_id: string
  /** Bling's product by SKU. */
  readonly products: ReadonlyMap<string, number>
  readonly mains: readonly Deposit[]
  readonly shared: Deposit
}

/** Our own place: products by SKU and the branch that may be a source. */
export type Branch = { readonly branch_id: string; readonly products: ReadonlyMap<string, string> }

/** The situation in which an order has left, and the one in which it is off. */
export const SHIPPED = 9
export const CANCELLED = 12

/** Sets the company up, with its catalogue. */
export async function openBranch(app: App, shape: Shape): Promise<{ token: string; branch: Branch }> {
  const setup = await ok(
    callerOf(app, '').post('/setup', {
      company_name: 'Bar da Simulação',
      owner_name: 'Dona Ana',
      email: 'ana@bar.example',
      password: 'uma senha bem longa',
    }),
  )
  const caller = callerOf(app, setup.body.token)
  const me = await ok(caller.get('/me'))
  const products = new Map<string, string>()
  for (const sku of shape.skus)
    products.set(
      sku,
      (await ok(caller.post('/products', { sku, name: `Produto ${sku}`, unit_price_cents: 1000 }))).body.id,
    )
  if (shape.kit !== null)
    await ok(
      caller.post('/products', {
        sku: shape.kit.sku,
        name: `Kit de ${[...shape.kit.parts.keys()].join(' e ')}`,
        unit_price_cents: 2500,
      }),
    )
  return { token: setup.body.token, branch: { branch_id: me.body.branches[0].id, products } }
}

/** Founds a company with goods in its deposits and connects it, the way a person does. */
export async function openShop(
  of: {
    readonly app: App
    readonly caller: Caller
    readonly control: Sandbox['control']
    readonly random: Random
    readonly truth: Truth
    readonly kit: KitShape | null
  },
  shape: ShopShape,
): Promise<Shop> {
  const { control, caller, random, truth } = of
  const { company_id, deposit_id } = control.addCompany({
    name: `Loja ${shape.name}`,
    settings: {
      virtual_delay_ms: shape.reservation_ms,
      balance_delay_ms: shape.balance_ms,
      reserves_stock: shape.habit !== 'nowhere',
      transitions: [
        { from: null, to: SHIPPED, actions: ['lancarEstoque'] },
        { from: SHIPPED, to: CANCELLED, actions: ['estornarEstoque'] },
      ],
    },
  })
  const ids = new Map([['P1', deposit_id]])
  control.patchDeposit(company_id, deposit_id, { name: 'P1' })
  for (const name of [...shape.mains.slice(1), 'C'])
    ids.set(name, control.addDeposit(company_id, { name }).deposit_id)
  if (shape.habit === 'shared')
    control.patchCompany(company_id, { settings: { reserve_deposit_id: ids.get('C') ?? null } })
  const products = new Map<string, number>()
  for (const sku of shape.skus) {
    const stock = shape.mains.map((name) => ({
      deposit_id: ids.get(name) ?? 0,
      quantity: random.int('stock', { min: 0, max: 12 }),
    }))
    for (const { quantity } of stock) truth.moved(sku, quantity)
    const { product_id } = control.addProduct(company_id, { name: sku, sku, price: 10, stock })
    products.set(sku, product_id)
  }
  if (of.kit !== null) {
    const { sku, parts } = of.kit
    const componentes = [...parts].map(([part, quantidade]) => ({
      produto: { id: products.get(part) ?? 0 },
      quantidade,
    }))
    control.addProduct(company_id, {
      ...{ name: sku, sku, price: 25, format: 'E' },
      structure: { tipoEstoque: 'V', componentes },
    })
  }
  const account_id = await connect({ ...of, onPage: (answer) => answer }, company_id)
  await ok(caller.post(`/bling/accounts/${account_id}/products/imports`, { scope: 'everything' }))
  await eventually('the products are copied', async () => {
    const imports = await caller.get(`/bling/accounts/${account_id}/products/imports`)
    return imports.body.items[0]?.state === 'complete' ? true : undefined
  })
  const known = await ok(caller.get(`/bling/accounts/${account_id}/deposits`))
  const rows: { id: string; bling_id: string; name: string }[] = known.body.items
  const deposit = (name: string): Deposit => {
    const row = rows.find((one) => one.name === name)
    if (row === undefined) throw new Error(`no deposit ${name}`)
    return { id: row.id, bling_id: Number(row.bling_id) }
  }
  return {
    ...{ name: shape.name, habit: shape.habit, shape, account_id, company_id, products },
    mains: shape.mains.map(deposit),
    shared: deposit('C'),
  }
}

/** The way over Bling's page, and back with a code: `onPage` waits for the page. An account that is named gets its access back. */
export async function connect(
  by: {
    readonly app: App
    readonly caller: Caller
    readonly onPage: (answer: Promise<Response>) => Promise<Response>
  },
  company_id: string,
  account_id?: string,
): Promise<string> {
  const { app, caller, onPage } = by
  const begun = await ok(caller.post('/bling/accounts/authorize', { account_id }))
  const asked = new URL(begun.body.url)
  const response = await onPage(
    fetch(`${asked.origin}${asked.pathname}`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({
        client_id: asked.searchParams.get('client_id') ?? '',
        state: asked.searchParams.get('state') ?? '',
        company_id,
        decision: 'allow',
      }),
    }),
  )
  const back = new URL(response.headers.get('location') ?? '')
  const answer = await app.http.inject({
    method: 'GET',
    url: `${back.pathname}${back.search}`,
    headers: { authorization: `Bearer ${caller.token}`, accept: 'application/json' },
  })
  if (answer.statusCode >= 300) throw new Error(`not connected: ${answer.body}`)
  return answer.json<{ id: string }>().id
}

/** One stock over all main deposits, and the counter's if it takes part, shown by every shop. */
export async function connectPool(of: {
  readonly caller: Caller
  readonly shape: Shape
  readonly shops: readonly Shop[]
  readonly sites: readonly Site[]
  readonly branch: Branch
  readonly truth: Truth
  readonly random: Random
}): Promise<void> {
  const { caller, shape, shops, sites, branch } = of
  const deposits = shops.flatMap(({ mains }) => mains.map(({ id }) => id))
  const sources = deposits.map((deposit_id, index) => ({ deposit_id, priority: index + 1 }))
  const counter = { branch_id: branch.branch_id, priority: sources.length + 1 }
  if (shape.has_counter) await stockCounter(of)
  await ok(
    caller.post('/pools', {
      name: 'Estoque único',
      safety_stock: shape.safety_stock,
      write_mode: shape.write_mode,
      sources: shape.has_counter ? [...sources, counter] : sources,
      targets: [
        ...shops.map(({ shared, shape: { policy } }) => ({ deposit_id: shared.id, policy })),
        ...sites.map(({ site_id, shape: { policy } }) => ({ site_id, policy })),
      ],
    }),
  )
}

async function stockCounter(of: Parameters<typeof connectPool>[0]): Promise<void> {
  for (const [sku, product_id] of of.branch.products) {
    const units = of.random.int('stock', { min: 1, max: 15 })
    const lines = [{ product_id, units }]
    await ok(of.caller.post('/purchases', { branch_id: of.branch.branch_id, lines }))
    of.truth.moved(sku, units)
  }
}

/** The reply, unless it is a refusal. */
export async function ok(call: Promise<Reply>): Promise<Reply> {
  const reply = await call
  if (reply.status >= 300) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`)
  return reply
}
