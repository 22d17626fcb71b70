import type * as z from 'zod'
import type { ProductLink, productLinkQuery } from '../../../contract/product-links.ts'
import type { Tx } from '../../db/database.ts'
import { empty, sql } from '../../db/sql.ts'

type Query = Pick<z.infer<typeof productLinkQuery>, 'limit' | 'account_id' | 'product_id'>
type Row = Omit<ProductLink, 'linked_at'> & { readonly linked_at: Date }

const COLUMNS = sql`
  l.account_id, a.name as account_name, l.product_id, p.sku, p.name as product_name, l.bling_product_id, b.code as bling_code,
  b.name as bling_name, b.status as bling_status, b.kind as bling_kind, l.origin, l.linked_at`
const FROM = sql`
    from product_links l
    join bling_accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
    join products p on p.tenant_id = l.tenant_id and p.id = l.product_id
    join bling_products b on b.tenant_id = l.tenant_id and b.account_id = l.account_id and b.product_id = l.bling_product_id`

/** Links by product and account from a position on, one more than the limit. */
export async function listLinks(
  tx: Tx,
  query: Query,
  after: { readonly product_id: string; readonly account_id: string } | null,
): Promise<ProductLink[]> {
  const rows = await tx.query<Row>(sql`
    select ${COLUMNS} ${FROM}
     where l.tenant_id = ${tx.tenant_id}
       ${query.account_id === undefined ? empty : sql`and l.account_id = ${query.account_id}`}
       ${query.product_id === undefined ? empty : sql`and l.product_id = ${query.product_id}`}
       ${after === null ? empty : sql`and (l.product_id, l.account_id) > (${after.product_id}::uuid, ${after.account_id}::uuid)`}
     order by l.product_id, l.account_id limit ${query.limit + 1}`)
  return rows.map(viewOf)
}

/** One link; null when there is none. */
export async function findLink(tx: Tx, product_id: string, account_id: string): Promise<ProductLink | null> {
  const [row] = await tx.query<Row>(sql`
    select ${COLUMNS} ${FROM}
     where l.tenant_id = ${tx.tenant_id} and l.product_id = ${product_id} and l.account_id = ${account_id}`)
  return row === undefined ? null : viewOf(row)
}

function viewOf(row: Row): ProductLink {
  return { ...row, linked_at: row.linked_at.toISOString() }
}
