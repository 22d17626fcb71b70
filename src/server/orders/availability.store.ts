import { fromGrains, type Quantity } from '../../domain/sync/quantity.ts'
import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/** One product as a checkout needs it. */
export type SaleFacts = {
  readonly name: string
  readonly unit_price_cents: number | null
  /** Of the pool that the site's orders draw from, as of the last look; null before the first. */
  readonly available: Quantity | null
  /** What orders ask for since that look. */
  readonly asked_since: Quantity
}

/**
 * What is there of some SKUs, held until the transaction ends: whoever sells one of them through us waits. One statement says both what the
 * last look found and what is not in it, so that no order falls between.
 */
export async function lockForSale(
  tx: Tx,
  site_id: string,
  skus: readonly string[],
): Promise<ReadonlyMap<string, SaleFacts>> {
  await tx.query(sql`
    insert into sync_skus (tenant_id, sku)
    select ${tx.tenant_id}, p.sku from products p where p.tenant_id = ${tx.tenant_id} and p.sku = any (${skus}::text[]) order by p.sku
    on conflict do nothing`)
  await tx.query(sql`
    select from sync_skus where tenant_id = ${tx.tenant_id} and sku = any (${skus}::text[]) order by sku for update`)
  const rows = await tx.query<{
    readonly sku: string
    readonly name: string
    readonly unit_price_cents: number | null
    readonly available: number | null
    readonly asked_since: number
  }>(sql`
    with home as (
      select coalesce(
        (select t.pool_id from pool_targets t where t.tenant_id = ${tx.tenant_id} and t.site_id = ${site_id}),
        (select t.pool_id from order_routes r
           join bling_deposits d on d.tenant_id = r.tenant_id and d.account_id = r.account_id
           join pool_targets t on t.tenant_id = d.tenant_id and t.deposit_id = d.id and t.role = 'shared'
          where r.tenant_id = ${tx.tenant_id} and r.site_id = ${site_id} order by t.pool_id limit 1),
        (select s.pool_id from order_routes r
           join bling_deposits d on d.tenant_id = r.tenant_id and d.account_id = r.account_id
           join pool_sources s on s.tenant_id = d.tenant_id and s.deposit_id = d.id
          where r.tenant_id = ${tx.tenant_id} and r.site_id = ${site_id} order by s.pool_id limit 1)) as pool_id)
    select p.sku, p.name, p.unit_price_cents, d.available,
           coalesce((
             select sum(l.quantity) from demand_lines l
              where l.tenant_id = p.tenant_id and l.sku = p.sku and l.phase = 'open' and l.ignored_by is null and not l.is_replaced
                and l.state <> 'settled'
                and not exists (
                  select from jsonb_to_recordset(d.why -> 'demand') as known (channel_id uuid, order_id text, item_id text)
                   where known.channel_id = l.channel_id and known.order_id = l.order_id
                     and known.item_id = l.sku || '#' || l.turn)), 0) as asked_since
      from products p
      left join sync_decisions d
        on d.tenant_id = p.tenant_id and d.sku = p.sku and d.pool_id = (select pool_id from home)
     where p.tenant_id = ${tx.tenant_id} and p.is_active and p.sku = any (${skus}::text[])`)
  return new Map(
    rows.map((row) => [
      row.sku,
      {
        name: row.name,
        unit_price_cents: row.unit_price_cents,
        available: row.available === null ? null : fromGrains(row.available),
        asked_since: fromGrains(row.asked_since),
      },
    ]),
  )
}
