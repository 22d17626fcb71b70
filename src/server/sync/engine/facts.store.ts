import { fromUnits, ONE_UNIT, type Quantity } from '../../../domain/sync/quantity.ts'
import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { linksOfSkus } from '../links/links-of-skus.ts'
import { loadDeposits } from '../pools/deposits.store.ts'
import { loadPools } from '../pools/pools.store.ts'
import { readSyncSites } from '../sites/sync-sites.store.ts'
import { readSyncAccounts, type SyncAccount } from './accounts.store.ts'
import { readLines } from './demand.store.ts'
import type { AccountFacts, SkuFacts, TenantFacts } from './facts.ts'
import { readKitSales } from './kit-sales.store.ts'
import { kitsAtSitesWith, partsOfKits } from './kit-structures.queries.ts'
import { readPlaces } from './places.store.ts'

/** Everything of the tenant that decides, besides the SKUs. */
export async function loadTenantFacts(tx: Tx, now: Date): Promise<TenantFacts> {
  const accounts = await readSyncAccounts(tx, now)
  const deposits = await loadDeposits(tx)
  const sites = await readSyncSites(tx, now)
  return {
    tenant_id: tx.tenant_id,
    pools: await loadPools(tx),
    accounts: new Map(accounts.map((account) => [account.account_id, factsOf(account)])),
    deposits: new Map(deposits.map((deposit) => [deposit.deposit_id, deposit])),
    sites: new Map(sites.map((site) => [site.site_id, site])),
    routes: new Map((await orderRoutes(tx)).map(({ site_id, account_id }) => [site_id, account_id])),
  }
}

async function orderRoutes(tx: Tx) {
  return tx.query<{ site_id: string; account_id: string | null }>(sql`
    select site_id, account_id from order_routes where tenant_id = ${tx.tenant_id} order by site_id`)
}

function factsOf(account: SyncAccount): AccountFacts {
  const { account_id, name, state, when_shipped, exclusion_rules, orders_read_at, joined_at } = account
  const known = account.reserves_in_set ?? account.reserves_in_found
  return {
    account_id,
    name,
    state,
    reserves_in: known ?? 'main',
    is_reservation_known: known !== null,
    is_watched: known === null || (account.reserves_in_set === null && known === 'nowhere'),
    when_shipped,
    exclusion_rules,
    orders_read_at,
    joined_at,
  }
}

/** The facts of some SKUs, in a fixed number of statements. SKUs that the catalogue does not have are left out. */
export async function loadSkuFacts(tx: Tx, facts: TenantFacts, skus: readonly string[]): Promise<SkuFacts[]> {
  const plain = await loadPlainFacts(tx, facts, skus)
  const kits = plain.filter(({ product_kind }) => product_kind === 'kit').map(({ sku }) => sku)
  const sold = await kitsAtSitesWith(tx, skus)
  if (kits.length === 0 && sold.length === 0) return plain
  const composed = await partsOfKits(tx, [...new Set([...kits, ...sold.map(({ sku }) => sku)])], 'following')
  const names = [...new Set(kits.flatMap((kit) => composed.get(kit) ?? []).map(({ sku }) => sku))]
  const parts = new Map((await loadPlainFacts(tx, facts, names)).map((part) => [part.sku, part]))
  const sales = Map.groupBy(await readKitSales(tx, kits), (sale) => sale.sku)
  const partsOf = (one: SkuFacts) => (one.product_kind === 'kit' ? (composed.get(one.sku) ?? []) : [])
  return plain.map((one) => ({
    ...one,
    parts: partsOf(one).map((part) => ({ ...part, facts: parts.get(part.sku) ?? null })),
    sold_in: sold.flatMap(({ sku, site_ids }) => {
      const part = composed.get(sku)?.find((other) => other.sku === one.sku)
      return part === undefined ? [] : [{ sku, site_ids, quantity: part.quantity }]
    }),
    kit_sales: sales.get(one.sku) ?? [],
  }))
}

async function loadPlainFacts(tx: Tx, facts: TenantFacts, skus: readonly string[]): Promise<SkuFacts[]> {
  const links = await linksOfSkus(tx, skus)
  const memories = await readPlaces(tx, skus)
  const lines = Map.groupBy(await readLines(tx, skus), (line) => line.sku)
  const levels = await branchLevels(
    tx,
    facts,
    [...links.values()].map(({ product_id }) => product_id),
  )
  return [...links.values()].map(({ sku, product_id, product_kind, accounts, sites }) => ({
    sku,
    product_id,
    product_kind,
    step: ONE_UNIT,
    links: accounts,
    sites,
    memories: memories.get(sku) ?? new Map(),
    lines: lines.get(sku) ?? [],
    branch_levels: levels.get(product_id) ?? new Map(),
    parts: [],
    sold_in: [],
    kit_sales: [],
  }))
}

/**
 * Whole units of some products in the branches that are sources; what stands in an open bottle cannot be promised. A level in which nothing
 * ever moved and that nobody counted says nothing.
 */
async function branchLevels(
  tx: Tx,
  { pools }: TenantFacts,
  product_ids: readonly string[],
): Promise<Map<string, Map<string, Quantity>>> {
  const branches = pools.flatMap(({ config }) =>
    config.sources.flatMap(({ place }) => (place.kind === 'branch' ? [place.branch_id] : [])),
  )
  const byProduct = new Map<string, Map<string, Quantity>>()
  if (branches.length === 0) return byProduct
  const rows = await tx.query<{ branch_id: string; product_id: string; total_bottles: number }>(sql`
    select branch_id, product_id, total_bottles from inventory_items
     where tenant_id = ${tx.tenant_id} and branch_id = any (${branches}::uuid[]) and product_id = any (${product_ids}::uuid[])
       and (last_seq > 0 or last_count_at is not null)`)
  for (const { branch_id, product_id, total_bottles } of rows) {
    const levels = byProduct.get(product_id) ?? new Map<string, Quantity>()
    levels.set(branch_id, fromUnits(total_bottles))
    byProduct.set(product_id, levels)
  }
  return byProduct
}
