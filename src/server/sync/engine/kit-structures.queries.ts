import { expandKits, type KitComponent, type KitStructures, summedBySku } from '../../../domain/sync/kits.ts'
import { fromGrains, ONE_UNIT } from '../../../domain/sync/quantity.ts'
import { codeForm } from '../../../domain/sync/sku-link.ts'
import type { Tx } from '../../db/database.ts'
import { skusOfProducts } from '../links/links.store.ts'

/** All kits, or only those that follow from their components: others are counted by themselves, put together beforehand. */
export type WhichKits = 'all' | 'following'

/**
 * What one of each of these kits of ours is made of, taken apart to the last, by our SKUs: as the first account that has it composes it. What
 * is no kit, or one that nobody has read, that contains itself, or that is not asked for, has no entry. What the catalogue does not have is
 * named by its code.
 */
export async function partsOfKits(tx: Tx, skus: readonly string[], which: WhichKits): Promise<KitStructures> {
  const found = new Map<string, readonly KitComponent[]>()
  for (const [account_id, kits] of Map.groupBy(await kitsAmong(tx, skus, which), (kit) => kit.account_id)) {
    const ids = kits.map(({ product_id }) => product_id)
    const structures = await kitStructures(tx, account_id, ids, which)
    const apart = kits.flatMap(({ sku, product_id }) => {
      const expanded = expandKits([{ sku: product_id, quantity: ONE_UNIT }], structures)
      return structures.has(product_id) && expanded.ok ? [{ sku, items: expanded.items }] : []
    })
    const names = await namesOf(
      tx,
      account_id,
      apart.flatMap(({ items }) => items.map((item) => item.sku)),
    )
    for (const { sku, items } of apart)
      found.set(sku, summedBySku(items.map((item) => ({ ...item, sku: names.get(item.sku) ?? item.sku }))))
  }
  return found
}

/** The composition of kits of an account that these products are or contain, by the account's product ids. */
export async function kitStructures(
  tx: Tx,
  account_id: string,
  product_ids: readonly string[],
  which: WhichKits = 'all',
): Promise<KitStructures> {
  type Row = { readonly kit_id: string; readonly component_id: string; readonly quantity: number }
  const values = [tx.tenant_id, account_id, product_ids, which]
  const rows = await tx.prepared<Row>('kit structures', STRUCTURES, values)
  return new Map(
    [...Map.groupBy(rows, (row) => row.kit_id)].map(([kit_id, parts]) => [
      kit_id,
      parts.map((part) => ({ sku: part.component_id, quantity: fromGrains(part.quantity) })),
    ]),
  )
}

/** A kit that some site has, and those sites. */
export type KitAtSites = { readonly sku: string; readonly site_ids: readonly string[] }

/** The kits at sites that some of these SKUs are in, directly or within other kits; nothing at once where nobody composes kits. */
export async function kitsAtSitesWith(tx: Tx, skus: readonly string[]): Promise<readonly KitAtSites[]> {
  return tx.prepared<KitAtSites>('kits at sites with', AT_SITES_WITH, [tx.tenant_id, skus, forms(skus)])
}

type OwnKit = { readonly sku: string; readonly account_id: string; readonly product_id: string }

function kitsAmong(tx: Tx, skus: readonly string[], which: WhichKits): Promise<OwnKit[]> {
  return tx.prepared<OwnKit>('kits among', AMONG, [tx.tenant_id, skus, forms(skus), which])
}

function forms(skus: readonly string[]): string[] {
  return skus.map((sku) => codeForm(sku))
}

/** Our SKU of each product of the account, by link or by its exact code; its code where it is nobody's of ours. */
async function namesOf(
  tx: Tx,
  account_id: string,
  product_ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(product_ids)]
  if (ids.length === 0) return new Map()
  const own = await skusOfProducts(tx, account_id, ids)
  const codes = await tx.prepared<{ product_id: string; code: string }>('kit codes', CODES, [
    tx.tenant_id,
    account_id,
    ids,
  ])
  return new Map([
    ...codes.flatMap(({ product_id, code }) => (code === '' ? [] : [[product_id, code] as const])),
    ...own.flatMap(({ bling_product_id, sku }) => (sku === null ? [] : [[bling_product_id, sku] as const])),
  ])
}

// Every look asks these: planned anew each time, they would take longer to plan than to run.

/** Products of accounts that are ours: by link, else by the exact code; nothing where nobody composes kits. */
const COUNTERPARTS = `
  asked as (
    select a.sku, a.form from unnest($2::text[], $3::text[]) as a (sku, form)
     where exists (select from bling_kit_parts where tenant_id = $1)),
  there as (
    select asked.sku, l.account_id, l.bling_product_id as product_id from asked
      join products p on p.tenant_id = $1 and p.sku = asked.sku
      join product_links l on l.tenant_id = $1 and l.product_id = p.id
    union
    select asked.sku, b.account_id, b.product_id from asked
      join bling_products b
        on b.tenant_id = $1 and b.status = 'active' and b.code_form <> '' and b.code_form = asked.form and b.code = asked.sku
     where not exists (select from product_links l
                        where l.tenant_id = $1 and l.account_id = b.account_id and l.bling_product_id = b.product_id))`

const AMONG = `
  with ${COUNTERPARTS}
  select distinct on (there.sku) there.sku, there.account_id, there.product_id from there
    join bling_products b on b.tenant_id = $1 and b.account_id = there.account_id and b.product_id = there.product_id
   where b.kind = 'kit' and ($4::text = 'all' or b.kit_stock = 'virtual')
   order by there.sku, there.account_id, there.product_id`

const STRUCTURES = `
  with recursive parts as (
    select kit_id, component_id, quantity, position from bling_kit_parts
     where tenant_id = $1 and account_id = $2 and kit_id = any ($3::text[])
    union
    select k.kit_id, k.component_id, k.quantity, k.position from parts p
      join bling_kit_parts k on k.tenant_id = $1 and k.account_id = $2 and k.kit_id = p.component_id)
  select kit_id, component_id, quantity from parts
   where $4::text = 'all' or exists (
     select from bling_products b
      where b.tenant_id = $1 and b.account_id = $2 and b.product_id = parts.kit_id and b.kit_stock = 'virtual')
   order by kit_id, position`

const CODES = `
  select product_id, code from bling_products where tenant_id = $1 and account_id = $2 and product_id = any ($3::text[])`

const AT_SITES_WITH = `
  with recursive ${COUNTERPARTS},
  inside as (
    select account_id, product_id from there
    union
    select k.account_id, k.kit_id from inside
      join bling_kit_parts k
        on k.tenant_id = $1 and k.account_id = inside.account_id and k.component_id = inside.product_id),
  kits as (
    select distinct k.account_id, k.kit_id from inside
      join bling_kit_parts k on k.tenant_id = $1 and k.account_id = inside.account_id and k.kit_id = inside.product_id),
  own as (
    select p.id, p.sku from kits
      join product_links l on l.tenant_id = $1 and l.account_id = kits.account_id and l.bling_product_id = kits.kit_id
      join products p on p.tenant_id = $1 and p.id = l.product_id
    union
    select p.id, p.sku from kits
      join bling_products b on b.tenant_id = $1 and b.account_id = kits.account_id and b.product_id = kits.kit_id
      join products p on p.tenant_id = $1 and p.sku = b.code
     where not exists (select from product_links l
                        where l.tenant_id = $1 and l.account_id = kits.account_id and l.bling_product_id = kits.kit_id))
  select own.sku, array_agg(distinct s.site_id::text) as site_ids from own
    join site_product_links s on s.tenant_id = $1 and s.product_id = own.id
   group by own.sku order by own.sku`
