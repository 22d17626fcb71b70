import type * as z from 'zod'
import type { depositHolding } from '../../../contract/deposit-holdings.ts'
import { fromGrains, toUnits } from '../../../domain/sync/quantity.ts'
import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

type Row = {
  readonly account_id: string
  readonly deposit_id: string
  readonly skus: number
  readonly physical: number
  readonly virtual: number
  readonly seen_at: Date
}

/** What each deposit that synchronisation looks at holds, as last seen and where our own writes left it since: all its SKUs together. */
export async function depositHoldings(tx: Tx): Promise<z.input<typeof depositHolding>[]> {
  const rows = await tx.query<Row>(sql`
    with held as (
      select place, seen_at,
             case when planned_at >= seen_at then confirmed_physical else seen_physical + own_difference end as physical,
             case when planned_at >= seen_at then confirmed_virtual else seen_virtual + own_difference end as virtual
        from sync_places
       where tenant_id = ${tx.tenant_id} and place like 'deposit/%' and seen_physical is not null)
    select split_part(place, '/', 2) as account_id, split_part(place, '/', 3) as deposit_id,
           count(*) filter (where physical <> 0 or virtual <> 0) as skus,
           sum(physical)::bigint as physical, sum(virtual)::bigint as virtual, max(seen_at) as seen_at
      from held group by place order by place`)
  return rows.map(({ physical, virtual, seen_at, ...row }) => ({
    ...row,
    physical: toUnits(fromGrains(physical)),
    virtual: toUnits(fromGrains(virtual)),
    seen_at: seen_at.toISOString(),
  }))
}
