import type * as z from 'zod'
import type { orderBacklog, orderQuery, orderRow } from '../../contract/orders.ts'
import { expectedSeconds } from '../../domain/orders/backlog.ts'
import type { Tx } from '../db/database.ts'
import { empty, sql } from '../db/sql.ts'

type Sending = { readonly side: 'bling' | 'site'; readonly next_attempt_at: string } & Omit<
  z.infer<typeof orderRow>['sendings'][number],
  'side' | 'next_attempt_at'
>
type Row = Omit<z.infer<typeof orderRow>, 'placed_at' | 'taken_at' | 'sendings'> & {
  readonly placed_at: Date
  readonly taken_at: Date
  readonly sendings: readonly Sending[]
}

const HEAD = sql`
  o.id, o.site_id, o.number, o.status, o.progress, o.payment as payment_status, o.invoice as invoice_status, o.total_cents,
  o.placed_at, o.taken_at, o.account_id, o.bling_order_id, o.bling_number,
  (select p.name from order_people p where p.tenant_id = o.tenant_id and p.order_id = o.id) as customer_name,
  coalesce((select jsonb_agg(jsonb_build_object('side', s.side, 'state', s.state, 'reason', s.reason, 'attempts', s.attempts,
                                                'next_attempt_at', s.next_attempt_at) order by s.side)
              from order_sendings s where s.tenant_id = o.tenant_id and s.order_id = o.id), '[]') as sendings`

/** Orders from the newest back, one more than the limit. */
export async function listOrders(
  tx: Tx,
  filter: z.output<typeof orderQuery>,
): Promise<z.infer<typeof orderRow>[]> {
  const { cursor, site_id, status, payment_status, invoice_status, sending, needs_person, from, to, search } =
    filter
  const like = search === undefined ? '' : `%${search.replace(/[\\%_]/g, '\\$&')}%`
  const document = search?.replace(/[.\-/\s]/g, '').toUpperCase() ?? ''
  const rows = await tx.query<Row>(sql`
    select ${HEAD} from orders o
     where o.tenant_id = ${tx.tenant_id}
       ${cursor === undefined ? empty : sql`and o.id < ${cursor}`}
       ${site_id === undefined ? empty : sql`and o.site_id = ${site_id}`}
       ${status === undefined ? empty : sql`and o.status = ${status}`}
       ${payment_status === undefined ? empty : sql`and o.payment = ${payment_status}`}
       ${invoice_status === undefined ? empty : sql`and o.invoice = ${invoice_status}`}
       ${from === undefined ? empty : sql`and o.placed_at >= ${from}::timestamptz`}
       ${to === undefined ? empty : sql`and o.placed_at <= ${to}::timestamptz`}
       ${
         sending === undefined
           ? empty
           : sql`and exists (select from order_sendings s where s.tenant_id = o.tenant_id and s.order_id = o.id and s.state = ${sending})`
       }
       ${
         needs_person === undefined
           ? empty
           : sql`and exists (select from order_sendings s where s.tenant_id = o.tenant_id and s.order_id = o.id
                               and s.state in ('waiting', 'dead')) = ${needs_person}`
       }
       ${
         search === undefined
           ? empty
           : sql`and (o.number ilike ${like} or o.bling_number = ${search} or exists (
               select from order_people p
                where p.tenant_id = o.tenant_id and p.order_id = o.id and (p.document = ${document} or search_form(p.name) like search_form(${like}))))`
       }
     order by o.id desc limit ${filter.limit + 1}`)
  return rows.map(shown)
}

/** One order as lists show it; null when the tenant has none of this id. */
export async function orderHead(tx: Tx, id: string): Promise<z.infer<typeof orderRow> | null> {
  const [row] = await tx.query<Row>(sql`
    select ${HEAD} from orders o where o.tenant_id = ${tx.tenant_id} and o.id = ${id}`)
  return row === undefined ? null : shown(row)
}

function shown(row: Row): z.infer<typeof orderRow> {
  return {
    ...row,
    placed_at: row.placed_at.toISOString(),
    taken_at: row.taken_at.toISOString(),
    sendings: row.sendings.map((one) => ({
      ...one,
      next_attempt_at: new Date(one.next_attempt_at).toISOString(),
    })),
  }
}

/** What waits for each account, and for how long that keeps it busy. */
export async function backlogOf(tx: Tx): Promise<z.infer<typeof orderBacklog>['items']> {
  const rows = await tx.query<{
    readonly account_id: string | null
    readonly due: number
    readonly paid: number
    readonly waiting: number
    readonly dead: number
    readonly oldest_taken_at: Date | null
  }>(sql`
    select coalesce(o.account_id, r.account_id) as account_id, count(*) filter (where s.state = 'due') as due,
           count(*) filter (where s.state = 'due' and o.payment = 'approved') as paid,
           count(*) filter (where s.state = 'waiting') as waiting, count(*) filter (where s.state = 'dead') as dead,
           min(o.taken_at) filter (where s.state = 'due') as oldest_taken_at
      from order_sendings s
      join orders o on o.tenant_id = s.tenant_id and o.id = s.order_id
      join order_routes r on r.tenant_id = s.tenant_id and r.site_id = s.site_id
     where s.tenant_id = ${tx.tenant_id} and s.side = 'bling' and s.state <> 'done' group by 1 order by 1`)
  return rows.map(({ paid, ...row }) => ({
    ...row,
    oldest_taken_at: row.oldest_taken_at?.toISOString() ?? null,
    expected_seconds: expectedSeconds({ unpaid: row.due - paid, paid }),
  }))
}
