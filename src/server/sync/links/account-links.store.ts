import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** How many of our products are linked to products of the account. */
export async function linkCountOfAccount(tx: Tx, account_id: string): Promise<number> {
  const [row] = await tx.query<{ links: number }>(sql`
    select count(*) as links from product_links where tenant_id = ${tx.tenant_id} and account_id = ${account_id}`)
  return row?.links ?? 0
}

/** Takes away every link to products of the account. The copy of its products stays for the names in the history. */
export async function forgetLinksOfAccount(tx: Tx, account_id: string): Promise<void> {
  await tx.query(sql`
    delete from product_links where tenant_id = ${tx.tenant_id} and account_id = ${account_id}`)
}
