import type { Tx } from '../../db/database.ts'
import { empty, sql } from '../../db/sql.ts'

/** A product of an account as a person chooses it. */
export type NamedCandidate = {
  readonly account_id: string
  readonly product_id: string
  readonly code: string
  readonly name: string
  readonly gtin: string | null
  readonly kind: 'simple' | 'parent' | 'kit' | 'other'
}

/** What the connected accounts are called. */
export async function accountNames(tx: Tx): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; name: string }>(sql`
    select id, name from bling_accounts where tenant_id = ${tx.tenant_id} and removed_at is null`)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Our active products that lack a link in some connected account, by SKU, from after one on. */
export async function unlinkedSkusAfter(
  tx: Tx,
  after: string | null,
  limit: number,
): Promise<{ readonly sku: string; readonly name: string }[]> {
  return tx.query(sql`
    select p.sku, p.name from products p
     where p.tenant_id = ${tx.tenant_id} and p.is_active ${after === null ? empty : sql`and p.sku > ${after}`}
       and (select count(*) from product_links l
             where l.tenant_id = p.tenant_id and l.product_id = p.id)
         < (select count(*) from bling_accounts a where a.tenant_id = ${tx.tenant_id} and a.removed_at is null)
     order by p.sku limit ${limit}`)
}

/** Looks products of accounts up once, and gives them by account and ids, in the order of the ids. */
export async function namedCandidates(
  tx: Tx,
  keys: readonly { readonly account_id: string; readonly product_id: string }[],
): Promise<(account_id: string, product_ids: readonly string[]) => NamedCandidate[]> {
  const rows = await tx.query<NamedCandidate>(sql`
    select b.account_id, b.product_id, b.code, b.name, b.gtin, b.kind
      from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as asked (account_id uuid, product_id text)
      join bling_products b
        on b.tenant_id = ${tx.tenant_id} and b.account_id = asked.account_id and b.product_id = asked.product_id`)
  const byKey = new Map(rows.map((row) => [`${row.account_id}/${row.product_id}`, row]))
  return (account_id, product_ids) => product_ids.flatMap((one) => byKey.get(`${account_id}/${one}`) ?? [])
}
