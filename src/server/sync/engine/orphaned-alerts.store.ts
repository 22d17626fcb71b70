import type { Tx } from '../../db/database.ts'
import { type Sql, sql } from '../../db/sql.ts'

/**
 * Resolves alerts whose subject is not there any more: nothing looks at it again, so nothing else would. An account that is `leaving` counts
 * as gone; `in_pools` are SKUs that take part without being linked (`pool/SKU`). Questions about a withdrawal stay: a person can still
 * answer them.
 */
export async function resolveOrphans(
  tx: Tx,
  at: Date,
  { leaving, in_pools }: { readonly leaving: string | null; readonly in_pools: readonly string[] },
): Promise<void> {
  await tx.query(sql`
    update alerts a set resolved_at = ${at}, updated_at = ${at}
     where a.tenant_id = ${tx.tenant_id} and a.resolved_at is null
       and case a.kind
             when 'reauthorize' then not ${accountStands(leaving)}
             when 'webhook_silent' then not ${accountStands(leaving)}
             when 'budget' then not ${accountStands(leaving)}
             when 'approval_waiting' then not ${poolWrites}
             when 'oversold' then not (${poolWrites} and (${skuIsLinked} or a.subject = any (${in_pools}::text[])))
             when 'external_drift' then not (${placeIsWritten} and ${skuIsLinked})
             else false
           end`)
}

const accountStands = (leaving: string | null): Sql => sql`exists (
  select from bling_accounts b
   where b.tenant_id = a.tenant_id and b.id::text = a.subject and b.removed_at is null and b.id is distinct from ${leaving}::uuid)`

/** Of a pool (`pool`) or a SKU in it (`pool/SKU`). */
const poolWrites = sql`exists (
  select from pools p join pool_targets t on t.tenant_id = p.tenant_id and t.pool_id = p.id
   where p.tenant_id = a.tenant_id and p.id::text = split_part(a.subject, '/', 1) and p.removed_at is null)`

/** Of a SKU in a place: `deposit/account/deposit/SKU` or `site/site/SKU`. */
const placeIsWritten = sql`exists (
  select from pool_targets t
   where t.tenant_id = a.tenant_id
     and case split_part(a.subject, '/', 1) when 'deposit' then t.deposit_id::text = split_part(a.subject, '/', 3)
                                            else t.site_id::text = split_part(a.subject, '/', 2) end)`

/** The SKUs of open alerts of overselling that are no product of any account or site. */
export async function unlinkedOversold(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ sku: string }>(sql`
    select distinct a.facts ->> 'sku' as sku from alerts a
     where a.tenant_id = ${tx.tenant_id} and a.resolved_at is null and a.kind = 'oversold' and not ${skuIsLinked} order by 1`)
  return rows.map((row) => row.sku)
}

/** A SKU that is no product of any account or site is looked at no more, unless it is in a kit that a site sells. */
const skuIsLinked = sql`exists (
  select from products p
   where p.tenant_id = a.tenant_id and p.sku = a.facts ->> 'sku'
     and (exists (select from product_links l where l.tenant_id = p.tenant_id and l.product_id = p.id)
       or exists (select from site_product_links l where l.tenant_id = p.tenant_id and l.product_id = p.id)))`
