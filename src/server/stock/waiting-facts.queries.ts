import type { CodedProduct, WaitingFacts } from '../catalog/coded-product.ts'
import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/** One waiting operation that names one of the products asked for, by one of its codes. */
type NamedRow = {
  readonly op_id: string
  readonly kind: string
  readonly occurred_at: Date
  readonly product_id: string | null
  readonly sku: string | null
  readonly gtin: string | null
}

/** What may be read as an id: in quarantine stands whatever a device sent. */
const UUID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'

/**
 * What devices have done with some products and the server keeps in quarantine, by product id; products that nothing waits for are not
 * in it. Reads the waiting operations only, of which there are as many as a person has left undecided. A cancellation and a receipt
 * name their products through the sale or the purchase that they are about.
 */
export async function factsWaitingFor(
  tx: Tx,
  products: readonly CodedProduct[],
): Promise<ReadonlyMap<string, WaitingFacts>> {
  if (products.length === 0) return new Map()
  const ids = products.map(({ id }) => id)
  const skus = products.flatMap((product) => product.skus)
  const gtins = products.flatMap((product) => product.gtins)
  const rows = await tx.query<NamedRow>(sql`
    with waiting as materialized (
      select op_id, kind, occurred_at, payload from quarantined_operations
       where tenant_id = ${tx.tenant_id} and applied_at is null and dismissed_at is null
    ), about as (
      select w.op_id, w.kind, w.occurred_at, w.payload,
             coalesce(w.payload ->> 'sale_id', case when k.status = 201 then k.response::jsonb ->> 'id' end) as sale_id,
             w.payload ->> 'purchase_id' as purchase_id
        from waiting w
        left join idempotency_keys k
               on k.tenant_id = ${tx.tenant_id} and k.key = w.payload ->> 'sale_op_id' and w.kind = 'sale_cancel'
    ), named as (
      select a.op_id, a.kind, a.occurred_at, lower(one ->> 'product_id') as product_id, btrim(one ->> 'sku') as sku,
             btrim(one ->> 'gtin') as gtin
        from about a
        left join sales s
               on s.tenant_id = ${tx.tenant_id} and s.id = case when a.sale_id ~* ${UUID} then a.sale_id::uuid end
        left join purchases p
               on p.tenant_id = ${tx.tenant_id}
              and p.id = case when a.purchase_id ~* ${UUID} then a.purchase_id::uuid end
       cross join lateral jsonb_array_elements(
               jsonb_build_array(a.payload)
               || case jsonb_typeof(a.payload -> 'lines') when 'array' then a.payload -> 'lines' else '[]' end
               || coalesce(s.lines, '[]') || coalesce(p.lines, '[]')) as one
    )
    select distinct op_id, kind, occurred_at, product_id, sku, gtin from named
     where product_id = any (${ids}::text[]) or sku = any (${skus}::text[]) or gtin = any (${gtins}::text[])`)
  return new Map(
    products.flatMap((product) => {
      const own = rows.filter((row) => names(row, product))
      return own.length === 0 ? [] : [[product.id, summed(own)] as const]
    }),
  )
}

function names(row: NamedRow, { id, skus, gtins }: CodedProduct): boolean {
  return (
    row.product_id === id ||
    (row.sku !== null && skus.includes(row.sku)) ||
    (row.gtin !== null && gtins.includes(row.gtin))
  )
}

function summed(rows: readonly NamedRow[]): WaitingFacts {
  const times = rows.map((row) => row.occurred_at.getTime())
  return {
    waiting: new Set(rows.map((row) => row.op_id)).size,
    kinds: [...new Set(rows.map((row) => row.kind))].sort(),
    oldest_occurred_at: new Date(Math.min(...times)).toISOString(),
  }
}
