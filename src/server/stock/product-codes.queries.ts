import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'

type Named = {
  readonly product_id?: string | undefined
  readonly sku?: string | undefined
  readonly gtin?: string | undefined
}
type Found = { readonly product_id: string | null; readonly is_box: boolean }

/** Looks products up by SKU and bar code in one statement; gives a function from a line to its product. */
export async function findProductsByCodes(
  tx: Tx,
  skus: readonly string[],
  gtins: readonly string[],
): Promise<(line: Named) => Found> {
  const rows = await tx.query<{ id: string; sku: string; gtin: string | null; box_gtin: string | null }>(sql`
    select id, sku, gtin, box_gtin from products
     where tenant_id = ${tx.tenant_id} and is_active
       and (sku = any (${skus}::text[]) or gtin = any (${gtins}::text[]) or box_gtin = any (${gtins}::text[]))`)
  const bySku = new Map(rows.map((row) => [row.sku, row.id]))
  const byGtin = new Map(rows.flatMap((row) => (row.gtin === null ? [] : [[row.gtin, row.id] as const])))
  const byBox = new Map(
    rows.flatMap((row) => (row.box_gtin === null ? [] : [[row.box_gtin, row.id] as const])),
  )
  return (line) => {
    if (line.product_id !== undefined) return { product_id: line.product_id, is_box: false }
    if (line.sku !== undefined) return { product_id: bySku.get(line.sku) ?? null, is_box: false }
    const gtin = line.gtin ?? ''
    const unit = byGtin.get(gtin)
    if (unit !== undefined) return { product_id: unit, is_box: false }
    return { product_id: byBox.get(gtin) ?? null, is_box: true }
  }
}
