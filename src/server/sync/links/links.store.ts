import { codeForm } from '../../../domain/sync/sku-link.ts'
import type { ProductKind } from '../../../domain/sync/sku-state.ts'
import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** A product of ours as links see it. */
export type OwnProduct = { readonly product_id: string; readonly sku: string; readonly gtin: string | null }

/** A product of an account that could be one of ours: by its exact code, by a similar one, by its bar code, or by a link. */
export type CandidateRow = {
  readonly account_id: string
  readonly product_id: string
  readonly code: string
  readonly code_form: string
  readonly name: string
  readonly gtin: string | null
  readonly kind: 'simple' | 'parent' | 'kit' | 'other'
  readonly kit_stock: KitStock
  readonly status: 'active' | 'inactive' | 'deleted' | 'other'
}

/** Whether a kit follows from its components or is counted by itself; null for what is no kit, or was not read whole yet. */
type KitStock = 'virtual' | 'physical' | 'other' | null

/** A link as it is stored. */
export type LinkRow = {
  readonly account_id: string
  readonly product_id: string
  readonly bling_product_id: string
  readonly origin: 'code' | 'person'
  readonly linked_at: Date
  readonly kind: CandidateRow['kind']
  readonly kit_stock: KitStock
  readonly status: CandidateRow['status']
}

/** An account, and whether all its products were read at least once. */
export type AccountCopy = { readonly account_id: string; readonly is_copied: boolean }

/** Our active products of these SKUs. */
export async function ownProducts(tx: Tx, skus: readonly string[]): Promise<OwnProduct[]> {
  return tx.query<OwnProduct>(sql`
    select id as product_id, sku, gtin from products
     where tenant_id = ${tx.tenant_id} and is_active and sku = any (${skus}::text[]) order by sku`)
}

/** The connected accounts. */
export async function accountCopies(tx: Tx): Promise<AccountCopy[]> {
  return tx.query<AccountCopy>(sql`
    select a.id as account_id,
           exists (select from bling_product_imports i
                    where i.tenant_id = a.tenant_id and i.account_id = a.id and i.state = 'complete' and i.changed_since is null)
             as is_copied
      from bling_accounts a where a.tenant_id = ${tx.tenant_id} and a.removed_at is null order by a.id`)
}

/** The links of some products of ours in connected accounts. */
export async function linksOfProducts(tx: Tx, product_ids: readonly string[]): Promise<LinkRow[]> {
  return tx.query<LinkRow>(sql`
    select l.account_id, l.product_id, l.bling_product_id, l.origin, l.linked_at, b.kind, b.kit_stock, b.status
      from product_links l
      join bling_products b on b.tenant_id = l.tenant_id and b.account_id = l.account_id and b.product_id = l.bling_product_id
     where l.tenant_id = ${tx.tenant_id} and l.product_id = any (${product_ids}::uuid[])`)
}

/**
 * Active products of connected accounts that nobody is linked to and whose code or bar code resembles some of ours. The subquery is a
 * fence: links are looked up for what was found, never read as a whole.
 */
export async function candidatesFor(tx: Tx, own: readonly OwnProduct[]): Promise<CandidateRow[]> {
  const forms = own.map((product) => codeForm(product.sku))
  const gtins = own.flatMap((product) => product.gtin ?? [])
  return tx.query<CandidateRow>(sql`
    select b.account_id, b.product_id, b.code, b.code_form, b.name, b.gtin, b.kind, b.kit_stock, b.status
      from bling_products b
      left join lateral (
        select l.product_id from product_links l
         where l.tenant_id = b.tenant_id and l.account_id = b.account_id and l.bling_product_id = b.product_id limit 1) linked on true
     where b.tenant_id = ${tx.tenant_id} and b.status = 'active' and linked.product_id is null
       and ((b.code_form <> '' and b.code_form = any (${forms}::text[])) or b.gtin = any (${gtins}::text[]))
     order by b.account_id, b.product_id`)
}

/** A product of an account that changed, and the SKU of ours that it is or may be; null when it is nobody's. */
export type AffectedSku = { readonly bling_product_id: string; readonly sku: string | null }

/**
 * Our SKUs behind some products of an account: by link, else by the exact code. Products that our copy does not have are not in the
 * answer: they have to be looked up first. Each subquery is a fence: what is linked is found by whole keys even while the statistics do not
 * know yet how many products were read.
 */
export async function skusOfProducts(
  tx: Tx,
  account_id: string,
  product_ids: readonly string[],
): Promise<AffectedSku[]> {
  return tx.query<AffectedSku>(sql`
    select asked.id as bling_product_id, coalesce(linked.sku, same.sku) as sku
      from (select distinct unnest(${product_ids}::text[]) as id) asked
      cross join lateral (
        select b.code from bling_products b
         where b.tenant_id = ${tx.tenant_id} and b.account_id = ${account_id} and b.product_id = asked.id limit 1) copy
      left join lateral (
        select l.product_id from product_links l
         where l.tenant_id = ${tx.tenant_id} and l.account_id = ${account_id} and l.bling_product_id = asked.id limit 1) link on true
      left join lateral (
        select p.sku from products p where p.tenant_id = ${tx.tenant_id} and p.id = link.product_id limit 1) linked on true
      left join lateral (
        select p.sku from products p
         where link.product_id is null and p.tenant_id = ${tx.tenant_id} and p.sku = copy.code and copy.code <> '' limit 1) same on true
     order by asked.id`)
}

/**
 * Our SKUs behind codes that an account told, as `skusOfProducts` has them: where an active product of the account is called so, by its link;
 * else by the exact code. A code that leads to none of ours is not in the answer. Each subquery is a fence here, too.
 */
export async function skusOfCodes(
  tx: Tx,
  account_id: string,
  codes: readonly string[],
): Promise<{ readonly code: string; readonly sku: string }[]> {
  if (codes.length === 0) return []
  const asked = [...new Set(codes)].map((code) => ({ code, form: codeForm(code) }))
  return tx.query(sql`
    select distinct asked.code, coalesce(linked.sku, same.sku) as sku
      from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked (code text, form text)
      left join lateral (
        select found.product_id
          from bling_products b
          cross join lateral (
            select l.product_id from product_links l
             where l.tenant_id = b.tenant_id and l.account_id = b.account_id and l.bling_product_id = b.product_id limit 1) found
         where b.tenant_id = ${tx.tenant_id} and b.account_id = ${account_id} and b.status = 'active'
           and b.code_form <> '' and b.code_form = asked.form and b.code = asked.code offset 0) link on true
      left join lateral (
        select p.sku from products p where p.tenant_id = ${tx.tenant_id} and p.id = link.product_id limit 1) linked on true
      left join lateral (
        select p.sku from products p
         where link.product_id is null and p.tenant_id = ${tx.tenant_id} and p.sku = asked.code limit 1) same on true
     where coalesce(linked.sku, same.sku) is not null
     order by 1, 2`)
}

/** A link to be made. */
export type NewLink = {
  readonly account_id: string
  readonly product_id: string
  readonly bling_product_id: string
  readonly origin: LinkRow['origin']
  readonly linked_at: Date
  readonly linked_by: string
}

/** Keeps links that were found; one that stands already, on either side, stays as it is. */
export async function insertLinks(tx: Tx, links: readonly NewLink[]): Promise<void> {
  if (links.length === 0) return
  await tx.query(sql`
    insert into product_links (tenant_id, account_id, product_id, bling_product_id, origin, linked_at, linked_by)
    select ${tx.tenant_id}, account_id, product_id, bling_product_id, origin, linked_at, linked_by
      from jsonb_to_recordset(${JSON.stringify(links)}::jsonb)
        as row (account_id uuid, product_id uuid, bling_product_id text, origin text, linked_at timestamptz, linked_by uuid)
     order by product_id, account_id
        on conflict do nothing`)
}

/** What of the accounts' products makes ours a kit, a parent, or simple. One that some account counts by itself nobody works out. */
export function productKindOf(
  counterparts: readonly Pick<CandidateRow, 'kind' | 'kit_stock'>[],
): ProductKind {
  if (counterparts.some(({ kind, kit_stock }) => kind === 'kit' && kit_stock === 'physical'))
    return 'counted_kit'
  if (counterparts.some(({ kind }) => kind === 'kit')) return 'kit'
  return counterparts.some(({ kind }) => kind === 'parent') ? 'parent' : 'simple'
}
