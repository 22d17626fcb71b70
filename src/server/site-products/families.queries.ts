import type { FamilyFacts } from '../../domain/sites/family.ts'
import type { ProductFields } from '../../domain/sites/product-fields.ts'
import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/** A product with variations as our copy of the account shows it, with what the site has of it. */
export type FamilyRow = FamilyFacts & {
  /** What only a whole product shows. */
  readonly more: Pick<ProductFields, 'description' | 'images'>
  /** The SKUs of its variations that are on sale. */
  readonly sibling_skus: readonly string[]
}

/** Products with variations of the account, by their ids there. */
export async function familiesOf(
  tx: Tx,
  { site_id, account_id }: { readonly site_id: string; readonly account_id: string },
  owner_ids: readonly string[],
): Promise<ReadonlyMap<string, FamilyRow>> {
  if (owner_ids.length === 0) return new Map()
  const rows = await tx.query<FamilyRow>(sql`
    select f.product_id as owner_id, f.name, f.code as sku, f.more,
           f.kind = 'parent' and f.status = 'active' and f.detailed_at is not null
             and (f.altered_at is null or f.altered_at <= f.detailed_at) as is_known,
           exists (select from bling_products c
                    where c.tenant_id = f.tenant_id and c.account_id = f.account_id and c.parent_id = f.product_id
                      and c.code = f.code) as is_sku_shared,
           exists (select from site_products x
                    where x.tenant_id = f.tenant_id and x.site_id = ${site_id} and x.sku in (f.code, 'V-' || f.product_id)
                      and x.sku <> '' and x.is_gone)
             or exists (select from bling_products c
                          join site_products x
                            on x.tenant_id = c.tenant_id and x.site_id = ${site_id} and x.sku = c.code and x.sku <> '' and x.is_gone
                         where c.tenant_id = f.tenant_id and c.account_id = f.account_id and c.parent_id = f.product_id)
             as was_there,
           array (select c.code from bling_products c
                   where c.tenant_id = f.tenant_id and c.account_id = f.account_id and c.parent_id = f.product_id
                     and c.status = 'active' and c.code <> '' order by 1) as sibling_skus,
           array (select distinct s.parent_id
                    from bling_products c
                    join product_links l
                      on l.tenant_id = c.tenant_id and l.account_id = c.account_id and l.bling_product_id = c.product_id
                    join site_product_links k
                      on k.tenant_id = l.tenant_id and k.site_id = ${site_id} and k.product_id = l.product_id
                    join site_products s
                      on s.tenant_id = k.tenant_id and s.site_id = k.site_id and s.product_id = k.site_product_id
                   where c.tenant_id = f.tenant_id and c.account_id = f.account_id and c.parent_id = f.product_id
                     and s.parent_id is not null and not s.is_gone order by 1) as siblings_in,
           coalesce((select jsonb_agg(jsonb_build_object('product_id', s.product_id, 'sku', s.sku, 'kind', s.kind))
                       from site_products s
                      where s.tenant_id = f.tenant_id and s.site_id = ${site_id} and s.sku in (f.code, 'V-' || f.product_id)
                        and s.sku <> '' and not s.is_gone), '[]') as same_sku
      from bling_products f
     where f.tenant_id = ${tx.tenant_id} and f.account_id = ${account_id} and f.product_id = any (${owner_ids}::text[])`)
  return new Map(rows.map((row) => [row.owner_id, row]))
}

/** Those of some products of the account, by id there, whose pictures were read before an instant. */
export async function familyPicturesReadBefore(
  tx: Tx,
  account_id: string,
  owner_ids: readonly string[],
  instant: Date,
): Promise<string[]> {
  const rows = await tx.query<{ product_id: string }>(sql`
    select product_id from bling_products
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id} and product_id = any (${owner_ids}::text[])
       and detailed_at < ${instant} and jsonb_array_length(coalesce(more -> 'images', '[]')) > 0
     order by product_id`)
  return rows.map(({ product_id }) => product_id)
}
