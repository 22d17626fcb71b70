import type { DemandLine, DemandState, OrderPhase } from '../../../domain/sync/demand-line.ts'
import type { Place } from '../../../domain/sync/place.ts'
import { fromGrains } from '../../../domain/sync/quantity.ts'
import type { Tx } from '../../db/database.ts'
import { empty, type Sql, sql } from '../../db/sql.ts'

type Row = {
  readonly channel_id: string
  readonly order_id: string
  readonly sku: string
  readonly turn: number
  readonly quantity: number
  readonly phase: OrderPhase
  readonly state: DemandState
  readonly ignored_by: string | null
  readonly is_replaced: boolean
  readonly carrier_id: string | null
  readonly first_seen_at: Date
  readonly shipped_seen_at: Date | null
  readonly was_visible: boolean
  readonly drawn: number
  readonly draw_posted: number
  readonly draw_made: number
  readonly draw_pending: boolean
  readonly draw_place: string | null
  readonly draw_confirmed_at: Date | null
}

const COLUMNS = sql`
  l.channel_id, l.order_id, l.sku, l.turn, l.quantity, l.phase, l.state, l.ignored_by, l.is_replaced, l.carrier_id,
  l.first_seen_at, l.shipped_seen_at, l.was_visible, l.drawn, l.draw_posted, l.draw_made, l.draw_pending, l.draw_place, l.draw_confirmed_at`

/**
 * The lines that may still weigh on a decision about some SKUs: what asks for stock, what our movements have not made good yet, and what
 * was learned since a target was last confirmed. An open order that is settled only by a guess still is one of them: the guess is
 * corrected when the order that really left is read. What is over is left where it is.
 */
export async function readLines(tx: Tx, skus: readonly string[]): Promise<DemandLine[]> {
  return linesOf(tx, relevant(tx, skus))
}

/** As `readLines`, held for a change. */
export async function lockLines(tx: Tx, skus: readonly string[]): Promise<DemandLine[]> {
  return linesOf(tx, relevant(tx, skus), sql`for update of l`)
}

function relevant(tx: Tx, skus: readonly string[]): Sql {
  return sql`
      left join lateral (
        select min(p.planned_at) as planned_at from sync_places p where p.tenant_id = l.tenant_id and p.sku = l.sku) known on true
     where l.tenant_id = ${tx.tenant_id} and l.sku = any (${skus}::text[])
       and (l.state in ('open', 'visible') or (l.state = 'settled' and l.phase = 'open' and not l.is_replaced) or l.draw_pending or (l.phase = 'shipped' and l.state <> 'settled')
         or (l.draw_posted <> 0 and (l.phase <> 'shipped' or l.draw_posted <> l.quantity))
         or l.shipped_seen_at > known.planned_at or l.first_seen_at > known.planned_at)`
}

/** All lines of one order, whatever became of them. */
export async function linesOfOrder(tx: Tx, channel_id: string, order_id: string): Promise<DemandLine[]> {
  return linesOf(
    tx,
    sql`where l.tenant_id = ${tx.tenant_id} and l.channel_id = ${channel_id} and l.order_id = ${order_id}`,
  )
}

async function linesOf(tx: Tx, which: Sql, lock: Sql = empty): Promise<DemandLine[]> {
  const rows = await tx.query<Row>(sql`
    select ${COLUMNS} from demand_lines l ${which} order by l.channel_id, l.order_id, l.sku, l.turn ${lock}`)
  return rows.map(lineOf)
}

function lineOf({
  turn,
  draw_posted,
  draw_made,
  draw_pending,
  draw_place,
  draw_confirmed_at,
  ...row
}: Row): DemandLine {
  return {
    ...row,
    item_id: `${row.sku}#${turn}`,
    quantity: fromGrains(row.quantity),
    drawn: fromGrains(row.drawn),
    draw: {
      posted: fromGrains(draw_posted),
      made: draw_made,
      is_pending: draw_pending,
      place: draw_place === null ? null : placeIn(draw_place),
      confirmed_at: draw_confirmed_at,
    },
  }
}

/** A line's draw keeps its place with the product, because a movement taken back must name both. */
function placeIn(text: string): Place {
  return JSON.parse(text) as Place
}

/** Writes lines as they are now. Their SKUs must be known to synchronisation already. */
export async function saveLines(tx: Tx, lines: readonly DemandLine[]): Promise<void> {
  if (lines.length === 0) return
  await tx.query(sql`
    insert into demand_lines as l (tenant_id, channel_id, order_id, sku, turn, quantity, phase, state, ignored_by, is_replaced,
      carrier_id, first_seen_at, shipped_seen_at, was_visible, drawn, draw_posted, draw_made, draw_pending, draw_place, draw_confirmed_at)
    select ${tx.tenant_id}, channel_id, order_id, sku, turn, quantity, phase, state, ignored_by, is_replaced, carrier_id, first_seen_at,
           shipped_seen_at, was_visible, drawn, draw_posted, draw_made, draw_pending, draw_place, draw_confirmed_at
      from jsonb_to_recordset(${JSON.stringify(lines.map(rowOf))}::jsonb)
        as r (channel_id uuid, order_id text, sku text, turn integer, quantity bigint, phase text, state text, ignored_by text,
              is_replaced boolean, carrier_id uuid, first_seen_at timestamptz, shipped_seen_at timestamptz, was_visible boolean, drawn bigint,
              draw_posted bigint, draw_made integer, draw_pending boolean, draw_place text, draw_confirmed_at timestamptz)
     order by channel_id, order_id, sku, turn
    on conflict (tenant_id, channel_id, order_id, sku, turn) do update
       set quantity = excluded.quantity, phase = excluded.phase, state = excluded.state, ignored_by = excluded.ignored_by,
           is_replaced = excluded.is_replaced, carrier_id = excluded.carrier_id, shipped_seen_at = excluded.shipped_seen_at, was_visible = excluded.was_visible,
           drawn = excluded.drawn, draw_posted = excluded.draw_posted, draw_made = excluded.draw_made,
           draw_pending = excluded.draw_pending, draw_place = excluded.draw_place, draw_confirmed_at = excluded.draw_confirmed_at`)
}

function rowOf({ item_id, draw, ...line }: DemandLine): Row {
  return {
    ...line,
    turn: Number(item_id.slice(item_id.lastIndexOf('#') + 1)),
    draw_posted: draw.posted,
    draw_made: draw.made,
    draw_pending: draw.is_pending,
    draw_place: draw.place === null ? null : JSON.stringify(draw.place),
    draw_confirmed_at: draw.confirmed_at,
  }
}
