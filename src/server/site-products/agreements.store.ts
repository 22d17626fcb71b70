import type { Side } from '../../domain/sites/field-owners.ts'
import type { Agreements } from '../../domain/sites/product-plan.ts'
import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/** What a product's fields were when a side was seen to follow their owners. */
export type AgreedSide = {
  readonly product_id: string
  readonly side: Side
  readonly fields: Agreements
}

/** Keeps what sides agreed upon, field by field: what is not named stays. */
export async function rememberAgreements(
  tx: Tx,
  site_id: string,
  agreed: readonly AgreedSide[],
  at: Date,
): Promise<void> {
  const rows = agreed.filter(({ fields }) => Object.keys(fields).length > 0)
  if (rows.length === 0) return
  await tx.query(sql`
    insert into site_product_agreements as g (tenant_id, site_id, product_id, side, fields, agreed_at)
    select ${tx.tenant_id}, ${site_id}, product_id, side, fields, ${at}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (product_id uuid, side text, fields jsonb)
     order by product_id, side
        on conflict (tenant_id, site_id, product_id, side) do update
       set fields = g.fields || excluded.fields, agreed_at = excluded.agreed_at
     where g.fields || excluded.fields <> g.fields`)
}
