import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** Which of these SKUs the catalogue has. */
export async function knownSkus(tx: Tx, skus: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ sku: string }>(sql`
    select sku from products where tenant_id = ${tx.tenant_id} and sku = any (${skus}::text[])`)
  return new Set(rows.map((row) => row.sku))
}
