import type { Tx } from '../db/database.ts'
import { empty, raw, sql } from '../db/sql.ts'
import { PRODUCT_FIELD_NAMES, PRODUCT_FIELDS, type ProductRow } from './product-row.ts'

const FIELDS = raw(PRODUCT_FIELD_NAMES.join(', '))
const ROW = raw(
  Object.entries({ id: 'uuid', ...PRODUCT_FIELDS, created_at: 'timestamptz', updated_at: 'timestamptz' })
    .map(([name, type]) => `${name} ${type}`)
    .join(', '),
)
const ASSIGNMENTS = raw(
  [...PRODUCT_FIELD_NAMES, 'updated_at'].map((name) => `${name} = row.${name}`).join(', '),
)

/** One product, or null when the tenant has none of this id. */
export async function findProduct(tx: Tx, id: string): Promise<ProductRow | null> {
  const rows = await tx.query<ProductRow>(sql`
    select id, ${FIELDS}, created_at, updated_at from products where tenant_id = ${tx.tenant_id} and id = ${id}`)
  return rows[0] ?? null
}

/** The products that have one of these SKUs, by SKU. */
export async function findProductsBySku(tx: Tx, skus: readonly string[]): Promise<Map<string, ProductRow>> {
  const rows = await tx.query<ProductRow>(sql`
    select id, ${FIELDS}, created_at, updated_at from products
     where tenant_id = ${tx.tenant_id} and sku = any (${skus}::text[])`)
  return new Map(rows.map((row) => [row.sku, row]))
}

/** Writes new products; in the order of their SKUs, so that two imports never wait for each other crosswise. */
export async function insertProducts(tx: Tx, products: readonly ProductRow[]): Promise<void> {
  if (products.length === 0) return
  await tx.query(sql`
    insert into products (tenant_id, id, ${FIELDS}, created_at, updated_at)
    select ${tx.tenant_id}, id, ${FIELDS}, created_at, updated_at
      from json_to_recordset(${JSON.stringify(products)}) as row (${ROW})
     order by sku`)
}

/** A product's row as a change was planned on it, and as it shall be. */
export type ProductChange = { readonly before: ProductRow; readonly after: ProductRow }

/** Writes changed products; false when one of them is no longer as its change was planned on, and then nothing may be kept. */
export async function updateProducts(tx: Tx, changes: readonly ProductChange[]): Promise<boolean> {
  if (changes.length === 0) return true
  const versions = new Map(changes.map(({ before }) => [before.id, before.updated_at.getTime()]))
  const locked = await tx.query<{ id: string; updated_at: Date }>(sql`
    select id, updated_at from products
     where tenant_id = ${tx.tenant_id} and id = any (${[...versions.keys()]}::uuid[])
     order by id for update`)
  if (locked.length !== changes.length) return false
  if (locked.some((row) => versions.get(row.id) !== row.updated_at.getTime())) return false
  await tx.query(sql`
    update products p set ${ASSIGNMENTS}
      from json_to_recordset(${JSON.stringify(changes.map(({ after }) => after))}) as row (${ROW})
     where p.tenant_id = ${tx.tenant_id} and p.id = row.id`)
  return true
}

/** Ids of products without a target of their own, from after one on. */
export async function productsWithoutTarget(tx: Tx, after: string | null, limit: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    select id from products
     where tenant_id = ${tx.tenant_id} and target_days is null ${after === null ? empty : sql`and id > ${after}`}
     order by id limit ${limit}`)
  return rows.map((row) => row.id)
}
