import { milligramsOf } from '../../../domain/sites/weight.ts'
import { codeForm } from '../../../domain/sync/sku-link.ts'
import type { ProductDetail, ProductRow } from '../../bling/mapping/product.ts'
import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { skusOfProducts } from '../links/links.store.ts'
import { announceLinksChange } from '../links/links-changed.ts'

/**
 * Keeps what a list of the account's products showed. What only a whole product shows stays as it was; it counts as unknown from now on
 * where the account says that the product was altered, or the list shows that it was.
 */
export async function rememberProducts(
  tx: Tx,
  account_id: string,
  products: readonly ProductRow[],
  seen_at: Date,
  is_altered = false,
): Promise<void> {
  const byId = new Map(products.map((product) => [product.product_id, product]))
  const rows = [...byId.values()].map((product) => ({ ...product, code_form: codeForm(product.code) }))
  await tx.query(sql`
    insert into bling_products as b (tenant_id, account_id, product_id, code, code_form, name, kind, status, parent_id, price_cents,
                                     seen_at, altered_at)
    select ${tx.tenant_id}, ${account_id}, product_id, code, code_form, name, kind, status, parent_id, price_cents, ${seen_at},
           ${seen_at}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as row (product_id text, code text, code_form text, name text, kind text, status text, parent_id text, price_cents bigint)
     order by product_id
        on conflict (tenant_id, account_id, product_id) do update
       set code = excluded.code, code_form = excluded.code_form, name = excluded.name, kind = excluded.kind, status = excluded.status,
           parent_id = excluded.parent_id, price_cents = excluded.price_cents, seen_at = excluded.seen_at,
           altered_at = case when ${is_altered} or (b.code, b.name, b.kind, b.status, b.price_cents)
                                  is distinct from (excluded.code, excluded.name, excluded.kind, excluded.status, excluded.price_cents)
                             then excluded.seen_at else b.altered_at end
     where b.seen_at <= excluded.seen_at`)
}

/** Keeps a whole product: its bar code, by what a variation differs, and what a kit is made of. */
export async function rememberDetail(
  tx: Tx,
  account_id: string,
  product: ProductDetail,
  seen_at: Date,
): Promise<void> {
  await rememberProducts(tx, account_id, [product, ...product.variations], seen_at)
  await keepComposition(tx, account_id, product)
  await tx.query(sql`
    update bling_products
       set gtin = nullif(${product.gtin}, ''), more = ${JSON.stringify(moreOf(product))}, variation = ${product.variation},
           kit_stock = ${kitStockOf(product)}, detailed_at = ${seen_at}
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id} and product_id = ${product.product_id}`)
}

/** Whoever shows a kit, or keeps an order of it, hears of another composition. */
async function keepComposition(tx: Tx, account_id: string, product: ProductDetail): Promise<void> {
  const { product_id } = product
  const [known] = await tx.query<{ kit_stock: string | null }>(sql`
    select kit_stock from bling_products
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id} and product_id = ${product_id}`)
  const before = await forgetComposition(tx, account_id, product_id)
  const parts = componentsOf(product)
  await tx.query(sql`
    insert into bling_kit_parts (tenant_id, account_id, kit_id, position, component_id, quantity)
    select ${tx.tenant_id}, ${account_id}, ${product_id}, position, component_id, quantity
      from jsonb_to_recordset(${JSON.stringify(parts.map((part, position) => ({ ...part, position })))}::jsonb)
        as row (position integer, component_id text, quantity bigint)`)
  if (known?.kit_stock === kitStockOf(product) && JSON.stringify(parts) === JSON.stringify(before)) return
  const own = await skusOfProducts(tx, account_id, [product_id])
  await announceLinksChange(
    tx,
    own.flatMap(({ sku }) => sku ?? []),
  )
}

function kitStockOf({ kind, kit_stock }: ProductDetail) {
  return kind === 'kit' ? (kit_stock ?? 'other') : null
}

/** What leaves with one: of a kit that is put together beforehand and leaves as one, no component does. */
function componentsOf({ kind, kit_stock, kit_moves, components }: ProductDetail) {
  if (kind !== 'kit' || (kit_stock === 'physical' && kit_moves === 'product')) return []
  return components
    .filter(({ quantity }) => quantity > 0)
    .map(({ product_id: component_id, quantity }) => ({ component_id, quantity }))
}

/** Gives what it was, in order. */
async function forgetComposition(tx: Tx, account_id: string, kit_id: string) {
  const rows = await tx.query<{ position: number; component_id: string; quantity: number }>(sql`
    delete from bling_kit_parts
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id} and kit_id = ${kit_id}
    returning position, component_id, quantity`)
  return rows
    .toSorted((a, b) => a.position - b.position)
    .map(({ component_id, quantity }) => ({ component_id, quantity }))
}

function moreOf({ description, gross_weight_kg, images }: ProductDetail) {
  const weight_mg = milligramsOf(String(gross_weight_kg), 'kg')
  return { description, images, ...(weight_mg === null ? {} : { weight_mg }) }
}

/** Says that products of the account are gone for good: a healthy answer did not know them. */
export async function forgetProducts(
  tx: Tx,
  account_id: string,
  product_ids: readonly string[],
): Promise<void> {
  await tx.query(sql`
    update bling_products set status = 'deleted'
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id} and product_id = any (${product_ids}::text[])`)
}

/** Kits whose composition was never read, or that were met since `since` and not read yet, by id. */
export async function kitsToRead(
  tx: Tx,
  account_id: string,
  which: { readonly since: Date; readonly only: readonly string[] | null },
): Promise<string[]> {
  const { since, only } = which
  const rows = await tx.query<{ product_id: string }>(sql`
    select product_id from bling_products
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id} and kind = 'kit' and status in ('active', 'inactive')
       and (detailed_at is null or kit_stock is null or (detailed_at < ${since} and seen_at >= ${since}))
       and (${only}::text[] is null or product_id = any (${only}::text[]))
     order by product_id`)
  return rows.map((row) => row.product_id)
}

/**
 * Bar codes of our active products that are not linked in the account and that no active product there is known to have, at most
 * `limit`. As sets, as in `unsettledCodes`.
 */
export async function gtinsToFind(tx: Tx, account_id: string, limit: number): Promise<string[]> {
  const rows = await tx.query<{ gtin: string }>(sql`
    select max(gtin) as gtin
      from (select id, gtin, false as is_linked from products
             where tenant_id = ${tx.tenant_id} and is_active and gtin is not null
             union all
            select product_id, null, true from product_links
             where tenant_id = ${tx.tenant_id} and account_id = ${account_id}) ours
     group by id having not bool_or(is_linked)
    except
    select gtin from bling_products
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id} and status = 'active' and gtin is not null
     order by gtin limit ${limit}`)
  return rows.map((row) => row.gtin)
}

/** The distinct codes of some products of the account. */
export async function codesOf(tx: Tx, account_id: string, product_ids: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ code: string }>(sql`
    select distinct code from bling_products
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id} and code <> ''
       and product_id = any (${product_ids}::text[])`)
  return rows.map((row) => row.code)
}

/**
 * Our SKUs that are the exact code of an active product of the account while neither of the two is linked there. As sets, each read once: a
 * join would go through all of one side for each product of the other while the statistics do not know yet how many there are.
 */
export async function unsettledCodes(tx: Tx, account_id: string): Promise<string[]> {
  const rows = await tx.query<{ sku: string }>(sql`
    select max(code) as sku
      from (select product_id, code, false as is_linked from bling_products
             where tenant_id = ${tx.tenant_id} and account_id = ${account_id} and status = 'active'
             union all
            select bling_product_id, null, true from product_links
             where tenant_id = ${tx.tenant_id} and account_id = ${account_id}) theirs
     group by product_id having not bool_or(is_linked)
    intersect
    select max(sku)
      from (select id, sku, false as is_linked from products where tenant_id = ${tx.tenant_id} and is_active
             union all
            select product_id, null, true from product_links
             where tenant_id = ${tx.tenant_id} and account_id = ${account_id}) ours
     group by id having not bool_or(is_linked)
     order by sku`)
  return rows.map((row) => row.sku)
}
