import type * as z from 'zod'
import { createClient, type EstoqueUniClient, everyItem } from '../../client/estoqueuni-client.ts'
import type { newPool } from '../../contract/sync.ts'
import type { Sandbox } from '../../sandbox/server.ts'
import { emailOf } from '../company.ts'
import { aimSitesAt, connectSite } from './connect-sites.ts'
import { foundShops, type ShopGood } from './found-shops.ts'
import { type Office, openOffice } from './office.ts'
import { whereTo } from './open-sandbox.ts'
import { isSoldInShops, POOL_NAME, SHOPS, type Shop, SITES } from './shops.ts'

/** A product that is up, with nothing connected to it yet. */
export type Unconnected = {
  readonly address: string
  readonly password: string
  readonly sandbox: Sandbox
  /** Told, in pt-BR, what a person is waiting for. */
  readonly onStep: (step: string) => void
}

type Pooled = z.input<typeof newPool>

/**
 * Founds the shops in the demonstration's Bling and has the owner connect them by the product's own doors: application, access, products,
 * one pool over branches and main deposits, and its first plan, agreed to and carried out.
 */
export async function connectShops({ address, password, sandbox, onStep }: Unconnected): Promise<void> {
  const client = createClient({ address })
  const { token } = await client.auth.signIn({ email: emailOf('marina'), password })
  onStep('Abrindo três lojas no Bling de testes')
  const { branches } = await client.auth.me()
  const goods = await goodsOf(
    client,
    branches.map(({ id }) => id),
  )
  foundShops(sandbox.control, goods)
  const office = openOffice({ address, token })
  await office.registerApp(sandbox.control.addApp({ name: 'EstoqueUni', ...whereTo(address) }))
  onStep('Conectando as lojas e lendo os produtos delas')
  const ids = companyIds(sandbox)
  const parts = await Promise.all(SHOPS.map((shop) => connectShop(office, shop, ids.get(shop.name) ?? '')))
  onStep('Conectando os sites de venda')
  const accounts = new Map(parts.map(({ name, account_id }) => [name, account_id]))
  const sites = await Promise.all(
    SITES.map((site) => connectSite({ office, sandbox, address, accounts, goods }, site)),
  )
  onStep('Unificando o estoque: plano, aprovação e primeira gravação')
  const pool = await office.makePool({
    name: POOL_NAME,
    sources: [
      ...parts.flatMap(({ sources }) => sources).map((source, index) => ({ ...source, priority: index + 1 })),
      ...branches.map(({ id }) => ({ branch_id: id, priority: 10 })),
    ],
    targets: [...withMirrors(parts), ...sites],
  })
  await office.putInOperation(pool.id)
  await client.auth.signOut()
}

/** Has browsers and events of what was connected earlier come to where the product is now, and the product ask where its shops are now. */
export async function aimAt({ address, password, sandbox }: Omit<Unconnected, 'onStep'>): Promise<void> {
  const { control } = sandbox
  for (const { client_id } of control.apps()) control.patchApp(client_id, whereTo(address))
  const client = createClient({ address })
  const { token } = await client.auth.signIn({ email: emailOf('marina'), password })
  await aimSitesAt(openOffice({ address, token }), sandbox, address)
  await client.auth.signOut()
}

function companyIds({ control }: Sandbox): Map<string, string> {
  return new Map(control.companies().map(({ name, company_id }) => [name, company_id]))
}

type Part = {
  readonly name: string
  readonly account_id: string
  readonly sources: NonNullable<Pooled['sources']>
  readonly targets: NonNullable<Pooled['targets']>
  /** Deposits that are copies of a main one. */
  readonly mirrors: readonly string[]
}

async function connectShop(office: Office, shop: Shop, company_id: string): Promise<Part> {
  const account = await office.connect(company_id)
  await office.sayWhereOrdersReserve(account.id)
  const known = new Map((await office.deposits(account.id)).map(({ name, id }) => [name, id]))
  await office.readProducts(account.id)
  const idsOf = (role: string) =>
    shop.deposits.filter((deposit) => deposit.role === role).flatMap(({ name }) => known.get(name) ?? [])
  return {
    ...{ name: shop.name, account_id: account.id },
    sources: idsOf('main').map((deposit_id) => ({ deposit_id })),
    targets: idsOf('shared').map((deposit_id) => ({ deposit_id, policy: shop.policy })),
    mirrors: idsOf('mirror'),
  }
}

/** Mirrors copy the first main deposit of all. */
function withMirrors(parts: readonly Part[]): NonNullable<Pooled['targets']> {
  const mirror_of = parts.flatMap(({ sources }) => sources)[0]?.deposit_id
  const mirrors = parts.flatMap((part) => part.mirrors)
  return [
    ...parts.flatMap(({ targets }) => targets),
    ...mirrors.map((deposit_id) => ({ deposit_id, role: 'mirror' as const, mirror_of })),
  ]
}

async function goodsOf(client: EstoqueUniClient, branchIds: readonly string[]): Promise<ShopGood[]> {
  const inBranches = new Map<string, number>()
  for (const branch_id of branchIds) {
    const pages = everyItem((cursor) => client.inventory.list({ branch_id, cursor, limit: 200 }))
    for await (const { product_id, total_bottles } of pages)
      inBranches.set(product_id, (inBranches.get(product_id) ?? 0) + total_bottles)
  }
  const products = await Array.fromAsync(everyItem((cursor) => client.products.list({ cursor, limit: 200 })))
  return products
    .filter(({ category }) => category !== null && isSoldInShops(category))
    .map(({ id, sku, name, unit_price_cents }) => ({
      sku,
      name,
      price: (unit_price_cents ?? 0) / 100,
      in_branches: inBranches.get(id) ?? 0,
    }))
}
