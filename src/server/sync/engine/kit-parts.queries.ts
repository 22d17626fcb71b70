import type { KitComponent } from '../../../domain/sync/kits.ts'
import { fromGrains } from '../../../domain/sync/quantity.ts'
import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** The components of a kit by our SKUs, as the first account that has it composes it; empty for what is no kit. */
export async function partsOfKit(tx: Tx, sku: string): Promise<KitComponent[]> {
  const rows = await tx.query<{ sku: string; quantity: number }>(sql`
    with kit as (
      select l.account_id, l.bling_product_id from product_links l
        join products p on p.tenant_id = l.tenant_id and p.id = l.product_id and p.sku = ${sku}
        join bling_products b
          on b.tenant_id = l.tenant_id and b.account_id = l.account_id and b.product_id = l.bling_product_id and b.kind = 'kit'
       where l.tenant_id = ${tx.tenant_id} order by l.account_id limit 1)
    select coalesce(p.sku, b.code) as sku, k.quantity
      from kit join bling_kit_parts k
        on k.tenant_id = ${tx.tenant_id} and k.account_id = kit.account_id and k.kit_id = kit.bling_product_id
      left join product_links l
        on l.tenant_id = k.tenant_id and l.account_id = k.account_id and l.bling_product_id = k.component_id
      left join products p on p.tenant_id = l.tenant_id and p.id = l.product_id
      left join bling_products b on b.tenant_id = k.tenant_id and b.account_id = k.account_id and b.product_id = k.component_id
     order by k.position`)
  return rows.map((row) => ({ sku: row.sku, quantity: fromGrains(row.quantity) }))
}
