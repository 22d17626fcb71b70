import { emptyLevel, type Level } from '../../domain/stock/level.ts'
import { settle } from '../../domain/stock/settle.ts'
import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { LATENESS_MS } from './movement-filter.queries.ts'

/** A moment of the ledger: a seq (what was recorded up to it) or an instant (what had happened by then, as known now). */
export type LedgerMoment = { readonly seq: number } | { readonly instant: Date }

/** Levels of a branch at a moment, by product, and the last movement that had been recorded by then. */
export type PastLevels = { readonly levels: ReadonlyMap<string, Level>; readonly seq: number }

type Parts = Omit<Level, 'units_per_box' | 'doses_per_bottle'>
type Row = Level & { product_id: string }

/**
 * Levels as they were. By instant, facts that were recorded later but had happened by then are counted in, and rows dated after
 * it are left out, so that a count can be held against the shelf of its own minute. Products that had never moved are empty.
 */
export async function pastLevels(
  tx: Tx,
  branchId: string,
  productIds: readonly string[],
  moment: LedgerMoment,
): Promise<PastLevels> {
  const seq = 'seq' in moment ? moment.seq : await lastSeqAt(tx, moment.instant)
  const rows = await recordedBy(tx, branchId, productIds, seq)
  const levels = new Map<string, Level>(rows.map(({ product_id, ...level }) => [product_id, level]))
  if ('instant' in moment) {
    const shifts = await outOfOrder(tx, branchId, productIds, { seq, instant: moment.instant })
    for (const { product_id, ...shift } of shifts) {
      const level = levels.get(product_id)
      if (level !== undefined) levels.set(product_id, shifted(level, shift))
    }
  }
  return { levels, seq }
}

async function lastSeqAt(tx: Tx, instant: Date): Promise<number> {
  const [row] = await tx.query<{ seq: number }>(sql`select ledger_seq_at(${instant}) as seq`)
  return row?.seq ?? 0
}

async function recordedBy(
  tx: Tx,
  branchId: string,
  productIds: readonly string[],
  seq: number,
): Promise<Row[]> {
  const rows = await tx.query<{ product_id: string; found: boolean } & Level>(sql`
    select asked.product_id, m.seq is not null as found, coalesce(m.closed_boxes_after, 0) as closed_boxes,
           coalesce(m.open_box_after, 0) as open_box_units, coalesce(m.open_bottle_after, 0) as open_bottle_doses,
           case when m.seq is null then i.units_per_box else m.units_per_box end as units_per_box,
           case when m.seq is null then i.doses_per_bottle else m.doses_per_bottle end as doses_per_bottle
      from unnest(${productIds}::uuid[]) as asked (product_id)
      join inventory_items i on i.tenant_id = ${tx.tenant_id} and i.branch_id = ${branchId} and i.product_id = asked.product_id
      left join lateral (
        select * from stock_movements m
         where m.tenant_id = ${tx.tenant_id} and m.product_id = asked.product_id and m.branch_id = ${branchId} and m.seq <= ${seq}
         order by m.seq desc limit 1) m on true`)
  return rows.map(({ found, product_id, ...level }) => ({
    product_id,
    ...(found ? level : emptyLevel(level)),
  }))
}

/**
 * Net change of the rows whose place in the ledger and whose time lie on different sides of the instant: those recorded soon
 * after it are looked through, those of another day are found by their time.
 */
async function outOfOrder(
  tx: Tx,
  branchId: string,
  productIds: readonly string[],
  { seq, instant }: { readonly seq: number; readonly instant: Date },
) {
  const soonAfter = await lastSeqAt(tx, new Date(instant.getTime() + LATENESS_MS))
  const item = sql`m.tenant_id = ${tx.tenant_id} and m.branch_id = ${branchId} and m.product_id = any (${productIds}::uuid[])`
  return tx.query<{ product_id: string } & Parts>(sql`
    select m.product_id,
           sum(side * (m.closed_boxes_after - m.closed_boxes_before)) as closed_boxes,
           sum(side * (m.open_box_after - m.open_box_before)) as open_box_units,
           sum(side * (m.open_bottle_after - m.open_bottle_before)) as open_bottle_doses
      from (select m.*, 1 as side from stock_movements m
             where ${item} and not m.is_misdated and m.seq > ${seq} and m.seq <= ${soonAfter} and m.occurred_at <= ${instant}
             union all
            select m.*, 1 from stock_movements m
             where ${item} and m.is_misdated and m.occurred_at <= ${instant} and m.seq > ${seq}
             union all
            select m.*, -1 from stock_movements m
             where ${item} and m.is_misdated and m.occurred_at > ${instant} and m.seq <= ${seq}) m
     group by m.product_id`)
}

function shifted(level: Level, shift: Parts): Level {
  const boxes = level.closed_boxes + shift.closed_boxes
  const missing = Math.max(0, -boxes)
  return settle({
    ...level,
    closed_boxes: boxes + missing,
    open_box_units: level.open_box_units + shift.open_box_units - missing * (level.units_per_box ?? 0),
    open_bottle_doses: level.open_bottle_doses + shift.open_bottle_doses,
  }).level
}
