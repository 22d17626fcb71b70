import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** A site, and where synchronisation stands with it. */
export type SyncSite = {
  readonly site_id: string
  readonly name: string
  readonly state: 'active' | 'paused'
  readonly orders_cursor: string | null
  /** When its orders were last read to their end; null before the first time. */
  readonly orders_read_at: Date | null
  readonly joined_at: Date
  readonly next_sweep_at: Date
}

/** The sites of the tenant, each with its row here; `now` is when a new one joins, and is verified first. */
export async function readSyncSites(tx: Tx, now: Date): Promise<SyncSite[]> {
  const sites = await knownSites(tx)
  if (sites.every((site) => site.joined_at !== null)) return sites as SyncSite[]
  await tx.query(sql`
    insert into sync_sites (tenant_id, site_id, joined_at, next_sweep_at)
    select s.tenant_id, s.id, ${now}, ${now} from sites s
     where s.tenant_id = ${tx.tenant_id} and s.removed_at is null on conflict do nothing`)
  return (await knownSites(tx)) as SyncSite[]
}

/** Sites that did not join yet have nothing of their row. */
async function knownSites(tx: Tx): Promise<(Omit<SyncSite, 'joined_at'> & { joined_at: Date | null })[]> {
  return tx.query(sql`
    select s.id as site_id, s.name, s.state, y.orders_cursor, y.orders_read_at, y.joined_at, y.next_sweep_at
      from sites s left join sync_sites y on y.tenant_id = s.tenant_id and y.site_id = s.id
     where s.tenant_id = ${tx.tenant_id} and s.removed_at is null order by s.id`)
}

/** When each site of the tenant was verified last, and is next; null before it joined. */
export async function siteSweeps(tx: Tx): Promise<
  {
    readonly site_id: string
    readonly name: string
    readonly state: 'active' | 'paused'
    readonly swept_at: Date | null
    readonly next_sweep_at: Date | null
    readonly orders_read_at: Date | null
  }[]
> {
  return tx.query(sql`
    select s.id as site_id, s.name, s.state, y.swept_at, y.next_sweep_at, y.orders_read_at
      from sites s left join sync_sites y on y.tenant_id = s.tenant_id and y.site_id = s.id
     where s.tenant_id = ${tx.tenant_id} and s.removed_at is null order by s.id`)
}

/** Says how far a site's orders are in the demand ledger, unless somebody has all of them read again meanwhile. */
export async function saveOrdersCursor(
  tx: Tx,
  site_id: string,
  from: string | null,
  reached: { readonly cursor: string; readonly read_at: Date | null },
): Promise<void> {
  await tx.query(sql`
    update sync_sites set orders_cursor = ${reached.cursor}, orders_read_at = coalesce(${reached.read_at}, orders_read_at)
     where tenant_id = ${tx.tenant_id} and site_id = ${site_id} and orders_cursor is not distinct from ${from}`)
}

/** Has all orders of the site be read again: products of theirs may be ours only now. */
export async function rereadAllOrders(tx: Tx, site_id: string, now: Date): Promise<void> {
  await tx.query(sql`
    update sync_sites set orders_cursor = null, orders_read_at = null, next_sweep_at = ${now}
     where tenant_id = ${tx.tenant_id} and site_id = ${site_id}`)
}

/** How often a site is verified. */
const SWEEP_MINUTES = 30

/** Takes up the sites that are due to be verified; nobody else does before the next time. */
export async function takeDueSites(tx: Tx, now: Date): Promise<SyncSite[]> {
  const sites = await readSyncSites(tx, now)
  if (!sites.some((site) => site.state === 'active' && site.next_sweep_at <= now)) return []
  return tx.query<SyncSite>(sql`
    with due as (
      select y.site_id, s.name, s.state from sync_sites y join sites s on s.tenant_id = y.tenant_id and s.id = y.site_id
       where y.tenant_id = ${tx.tenant_id} and s.state = 'active' and y.next_sweep_at <= ${now} order by y.site_id for update of y skip locked)
    update sync_sites y set swept_at = ${now}, next_sweep_at = ${now}::timestamptz + make_interval(mins => ${SWEEP_MINUTES})
      from due where y.tenant_id = ${tx.tenant_id} and y.site_id = due.site_id
    returning y.site_id, due.name, due.state, y.orders_cursor, y.orders_read_at, y.joined_at, y.next_sweep_at`)
}

/** A product of ours at a site, and what we believe the site shows of it; null before the first alignment. */
export type LinkedAtSite = {
  readonly sku: string
  readonly product_id: string
  readonly parent_id: string | null
  readonly confirmed: number | null
}

/** Our active products that are linked at the site. Quantities in ten-thousandths of a unit. */
export async function linkedAtSite(tx: Tx, site_id: string): Promise<LinkedAtSite[]> {
  return tx.query<LinkedAtSite>(sql`
    select p.sku, l.site_product_id as product_id, s.parent_id, m.confirmed_virtual as confirmed
      from site_product_links l
      join products p on p.tenant_id = l.tenant_id and p.id = l.product_id and p.is_active
      join site_products s on s.tenant_id = l.tenant_id and s.site_id = l.site_id and s.product_id = l.site_product_id
      left join sync_places m on m.tenant_id = l.tenant_id and m.place = 'site/' || l.site_id::text and m.sku = p.sku
     where l.tenant_id = ${tx.tenant_id} and l.site_id = ${site_id} order by p.sku`)
}

/** Whether some pool shows its stock at the site. */
export async function isSiteInPool(tx: Tx, site_id: string): Promise<boolean> {
  const rows = await tx.query(sql`
    select from pool_targets t join pools p on p.tenant_id = t.tenant_id and p.id = t.pool_id
     where t.tenant_id = ${tx.tenant_id} and t.site_id = ${site_id} and p.removed_at is null limit 1`)
  return rows.length > 0
}
