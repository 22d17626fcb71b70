import { BlingError } from '../../bling/bling-error.ts'
import type { BlingClients } from '../../bling/client/bling-client.ts'
import type { Lane } from '../../bling/rate/lane.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { SitePort, SiteProductName, SiteRead } from '../sites/site-port.ts'
import { accountsInPools, type SkuFacts, sitesInPools, type TenantFacts, withParts } from './facts.ts'
import type { AccountLook, Look } from './look.ts'

/** What reading balances is done with. */
export type ObserveDeps = {
  readonly clients: BlingClients
  readonly sites: SitePort
  readonly clock: Clock
}

/**
 * Reads the balances of some SKUs in every account and at every site that has a part in a pool, all at once; of a kit, those of its parts
 * too. What cannot be read is said to have failed; nothing is taken from memory.
 */
export async function observe(
  deps: ObserveDeps,
  facts: TenantFacts,
  skus: readonly SkuFacts[],
  lane: Lane,
): Promise<Look> {
  const read_at = deps.clock.now()
  const [accounts, sites] = await Promise.all([
    balancesInAccounts(deps, facts, skus, lane),
    stockAtSites(deps, facts, skus),
  ])
  return { read_at, accounts, sites, orders_reread: false }
}

async function balancesInAccounts(
  deps: ObserveDeps,
  facts: TenantFacts,
  skus: readonly SkuFacts[],
  lane: Lane,
): Promise<ReadonlyMap<string, AccountLook>> {
  // A frozen account decides by its state already, an excluded one not at all: neither is asked.
  const asked = accountsInPools(facts).filter((account) => account.state === 'active')
  const looks = await Promise.all(
    asked.map(async ({ account_id }): Promise<[string, AccountLook]> => {
      const ids = skus.flatMap(withParts).flatMap((sku) => {
        const link = sku.links.get(account_id)
        return link?.kind === 'linked' ? [link.product_id] : []
      })
      const asked = { ids: [...new Set(ids)], lane }
      return [account_id, await balancesOf(deps, facts.tenant_id, account_id, asked)]
    }),
  )
  return new Map(looks)
}

async function stockAtSites(
  { sites }: ObserveDeps,
  facts: TenantFacts,
  skus: readonly SkuFacts[],
): Promise<ReadonlyMap<string, SiteRead>> {
  const looks = await Promise.all(
    sitesInPools(facts).map(async ({ site_id }): Promise<[string, SiteRead]> => {
      const products = skus.flatMap((sku) => siteProductOf(sku, site_id) ?? [])
      if (products.length === 0) return [site_id, { kind: 'read', stock: new Map() }]
      return [site_id, await sites.readStock({ tenant_id: facts.tenant_id, site_id }, products)]
    }),
  )
  return new Map(looks)
}

/** What a SKU is called at a site; null while it is not linked there. */
export function siteProductOf(sku: SkuFacts, site_id: string): SiteProductName | null {
  const match = sku.sites.get(site_id)
  return match?.link.kind === 'linked'
    ? { product_id: match.link.product_id, parent_id: match.parent_id }
    : null
}

/** The balances of products in one account, or why they are not known. */
export async function balancesOf(
  deps: ObserveDeps,
  tenant_id: string,
  account_id: string,
  asked: { readonly ids: readonly string[]; readonly lane: Lane },
): Promise<AccountLook> {
  if (asked.ids.length === 0) return { kind: 'read', rows: [] }
  try {
    const client = deps.clients.forAccount(tenant_id, account_id, asked.lane)
    return { kind: 'read', rows: await client.stock.balances(asked.ids) }
  } catch (error) {
    if (!(error instanceof BlingError)) throw error
    return { kind: 'failed', reason: error.message, retry_at: error.retry_at }
  }
}
