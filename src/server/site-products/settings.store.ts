import type { FieldOwners } from '../../domain/sites/field-owners.ts'
import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/** What somebody said about the products of a site. */
export type ProductSettings = {
  readonly account_id: string | null
  readonly owners: Partial<FieldOwners>
  readonly takers: readonly ('bling' | 'estoqueuni')[]
  readonly mode: 'manual' | 'automatic'
  readonly creates: boolean
  /** Whether what only the site has is brought in by itself. */
  readonly brings_in: boolean
}

/** A site with what was said about its products, and the account whose products they are. */
export type ProductSite = ProductSettings & {
  readonly site_id: string
  readonly kind: 'woocommerce' | 'generic'
  readonly state: 'active' | 'paused'
  /** Whether anybody said anything yet. */
  readonly is_set: boolean
  readonly account_in_force: string | null
  /** Accounts that are connected. */
  readonly accounts: number
}

const sitesWhere = (tx: Tx, only: string | null) => sql`
  select s.id as site_id, s.kind, s.state, t.site_id is not null as is_set, t.account_id, coalesce(t.owners, '{}') as owners,
         coalesce(t.takers, '{}') as takers, coalesce(t.mode, 'manual') as mode, coalesce(t.creates, false) as creates,
         coalesce(t.brings_in, false) as brings_in,
         coalesce(said.id, routed.id, lone.id) as account_in_force, connected.accounts
    from sites s
    left join site_product_settings t on t.tenant_id = s.tenant_id and t.site_id = s.id
    left join order_routes r on r.tenant_id = s.tenant_id and r.site_id = s.id
    left join bling_accounts said on said.tenant_id = s.tenant_id and said.id = t.account_id and said.removed_at is null
    left join bling_accounts routed on routed.tenant_id = s.tenant_id and routed.id = r.account_id and routed.removed_at is null
   cross join lateral (select count(*) as accounts, min(a.id::text)::uuid as id from bling_accounts a
                        where a.tenant_id = s.tenant_id and a.removed_at is null) connected
    left join lateral (select connected.id where connected.accounts = 1) lone on true
   where s.tenant_id = ${tx.tenant_id} and (${only}::uuid is null or s.id = ${only}) order by s.id`

/** The site; null when the tenant has none of this id. */
export async function readProductSite(tx: Tx, site_id: string): Promise<ProductSite | null> {
  const [site] = await tx.query<ProductSite>(sitesWhere(tx, site_id))
  return site ?? null
}

/** All sites of the tenant. */
export async function productSites(tx: Tx): Promise<ProductSite[]> {
  return tx.query<ProductSite>(sitesWhere(tx, null))
}

/** Keeps what somebody said. */
export async function saveProductSettings(
  tx: Tx,
  site_id: string,
  said: ProductSettings,
  by: { readonly at: Date; readonly user_id: string },
): Promise<void> {
  await tx.query(sql`
    insert into site_product_settings (tenant_id, site_id, account_id, owners, takers, mode, creates, brings_in, updated_at,
      updated_by)
    values (${tx.tenant_id}, ${site_id}, ${said.account_id}, ${JSON.stringify(said.owners)}, ${said.takers}, ${said.mode},
            ${said.creates}, ${said.brings_in}, ${by.at}, ${by.user_id})
        on conflict (tenant_id, site_id) do update
       set account_id = excluded.account_id, owners = excluded.owners, takers = excluded.takers, mode = excluded.mode,
           creates = excluded.creates, brings_in = excluded.brings_in, updated_at = excluded.updated_at, updated_by = excluded.updated_by`)
}

/** Keeps the owners of one product alone; none are the site's again. */
export async function saveProductOwners(
  tx: Tx,
  site_id: string,
  product_id: string,
  owners: Partial<FieldOwners>,
): Promise<void> {
  if (Object.keys(owners).length === 0)
    await tx.query(sql`
      delete from site_product_owners
       where tenant_id = ${tx.tenant_id} and site_id = ${site_id} and product_id = ${product_id}`)
  else
    await tx.query(sql`
      insert into site_product_owners (tenant_id, site_id, product_id, owners)
      values (${tx.tenant_id}, ${site_id}, ${product_id}, ${JSON.stringify(owners)})
          on conflict (tenant_id, site_id, product_id) do update set owners = excluded.owners`)
}
