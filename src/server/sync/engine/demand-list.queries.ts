import type * as z from 'zod'
import type { demandQuery, demandRow, ignoredTotals } from '../../../contract/sync-runs.ts'
import { fromGrains, toUnits } from '../../../domain/sync/quantity.ts'
import type { Tx } from '../../db/database.ts'
import { empty, sql } from '../../db/sql.ts'

/** Where a page of demand lines begins. */
export type DemandPosition = {
  readonly first_seen_at: string
  readonly channel_id: string
  readonly order_id: string
  readonly item_id: string
}

type Shown = z.input<typeof demandRow>

/**
 * Demand lines from the newest back, one more than the limit. `reserved` are those that ask for stock now, of orders that are neither
 * shipped nor invoiced.
 */
export async function listDemand(
  tx: Tx,
  filter: z.output<typeof demandQuery>,
  after: DemandPosition | null,
): Promise<Shown[]> {
  const states = filter.state === 'reserved' ? ['open', 'visible'] : [filter.state]
  const item = sql`l.sku || '#' || l.turn`
  const rows = await tx.query<
    Omit<Shown, 'quantity' | 'first_seen_at'> & { quantity: number; first_seen_at: Date }
  >(sql`
    select l.channel_id, l.order_id, o.number, o.shop_number, l.sku, ${item} as item_id, l.quantity, l.phase, l.state, l.ignored_by,
           l.first_seen_at, l.draw_pending as is_draw_pending
      from demand_lines l
      join demand_orders o on o.tenant_id = l.tenant_id and o.channel_id = l.channel_id and o.order_id = l.order_id
     where l.tenant_id = ${tx.tenant_id} and l.state = any (${states}::text[])
       ${filter.state === 'reserved' ? sql`and l.phase = 'open' and not o.is_invoiced` : empty}
       ${filter.sku === undefined ? empty : sql`and l.sku = ${filter.sku}`}
       ${filter.channel_id === undefined ? empty : sql`and l.channel_id = ${filter.channel_id}`}
       ${
         after === null
           ? empty
           : sql`and (l.first_seen_at, l.channel_id, l.order_id, ${item}) <
                   (${after.first_seen_at}::timestamptz, ${after.channel_id}::uuid, ${after.order_id}, ${after.item_id})`
       }
     order by l.first_seen_at desc, l.channel_id desc, l.order_id desc, ${item} desc limit ${filter.limit + 1}`)
  return rows.map((row) => ({
    ...row,
    quantity: toUnits(fromGrains(row.quantity)),
    first_seen_at: row.first_seen_at.toISOString(),
  }))
}

/** Orders that the owner's rules keep out of the pool, counted by the rule that did it. */
export async function countIgnored(tx: Tx): Promise<z.input<typeof ignoredTotals>['items']> {
  return tx.query(sql`
    select ignored_by as label, count(distinct (channel_id, order_id)) as orders, count(*) as lines from demand_lines
     where tenant_id = ${tx.tenant_id} and state = 'ignored' and ignored_by is not null group by ignored_by order by ignored_by`)
}
