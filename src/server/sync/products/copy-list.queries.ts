import type * as z from 'zod'
import type { blingProduct, blingProductQuery } from '../../../contract/product-links.ts'
import type { Tx } from '../../db/database.ts'
import { empty, sql } from '../../db/sql.ts'

type BlingProduct = z.infer<typeof blingProduct>
type Query = Pick<z.infer<typeof blingProductQuery>, 'limit' | 'search' | 'linked' | 'status'>
type Row = Omit<BlingProduct, 'seen_at' | 'linked_to'> & {
  readonly seen_at: Date
  readonly own_id: string | null
  readonly own_sku: string | null
}

/** Products of an account as last seen, by Bling's id from after one on, one more than the limit. */
export async function listCopies(
  tx: Tx,
  account_id: string,
  query: Query,
  after: string | null,
): Promise<BlingProduct[]> {
  const { search, linked, status } = query
  const rows = await tx.query<Row>(sql`
    select b.account_id, b.product_id, b.code, b.name, b.kind, b.status, b.parent_id, b.gtin, b.price_cents, b.seen_at,
           p.id as own_id, p.sku as own_sku
      from bling_products b
      left join product_links l
        on l.tenant_id = b.tenant_id and l.account_id = b.account_id and l.bling_product_id = b.product_id
      left join products p on p.tenant_id = l.tenant_id and p.id = l.product_id
     where b.tenant_id = ${tx.tenant_id} and b.account_id = ${account_id}
       ${after === null ? empty : sql`and b.product_id > ${after}`}
       ${status === undefined ? empty : sql`and b.status = ${status}`}
       ${linked === undefined ? empty : linked ? sql`and p.id is not null` : sql`and p.id is null`}
       ${search === undefined ? empty : sql`and search_form(b.name || ' ' || b.code) like containing(${search})`}
     order by b.product_id limit ${query.limit + 1}`)
  return rows.map(({ own_id, own_sku, seen_at, ...row }) => ({
    ...row,
    seen_at: seen_at.toISOString(),
    linked_to: own_id === null || own_sku === null ? null : { product_id: own_id, sku: own_sku },
  }))
}

/** A product of an account that might become ours. */
export type CopyForCatalog = {
  readonly product_id: string
  readonly code: string
  readonly name: string
  readonly kind: BlingProduct['kind']
  readonly status: BlingProduct['status']
  readonly gtin: string | null
  readonly price_cents: number
  readonly is_linked: boolean
  /** Whether our product of this SKU is linked in the account, to this one or to another. */
  readonly is_sku_linked: boolean
  /** How many active products of the account have this code. */
  readonly same_code: number
}

/** Some products of an account, or all that are active, by id, with what decides whether they become ours. */
export async function copiesForCatalog(
  tx: Tx,
  account_id: string,
  product_ids: readonly string[] | undefined,
): Promise<CopyForCatalog[]> {
  const which =
    product_ids === undefined
      ? sql`b.status = 'active' and b.kind in ('simple', 'other')`
      : sql`b.product_id = any (${product_ids}::text[])`
  return tx.query<CopyForCatalog>(sql`
    with counted as (
      select code, count(*) as same_code from bling_products
       where tenant_id = ${tx.tenant_id} and account_id = ${account_id} and status = 'active' group by code)
    select b.product_id, b.code, b.name, b.kind, b.status, b.gtin, b.price_cents, coalesce(c.same_code, 0) as same_code,
           exists (select from product_links l where l.tenant_id = b.tenant_id and l.account_id = b.account_id
                      and l.bling_product_id = b.product_id) as is_linked,
           exists (select from products p join product_links l on l.tenant_id = p.tenant_id and l.product_id = p.id
                    where p.tenant_id = b.tenant_id and p.sku = b.code and l.account_id = b.account_id) as is_sku_linked
      from bling_products b left join counted c on c.code = b.code
     where b.tenant_id = ${tx.tenant_id} and b.account_id = ${account_id} and ${which}
     order by b.product_id`)
}
