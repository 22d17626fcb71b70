import type { StandBefore, StockSign } from '../../domain/insight/stockout-days.ts'
import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { unnest } from '../db/unnest.ts'
import { keyOf } from '../stock/batch/batch-state.ts'
import type { LevelKey } from '../stock/batch/command.ts'

/** What is written of one level since an instant: how it stood then, and every sign since, in the order of the ledger. */
export type StockHistory = { readonly before: StandBefore; readonly signs: readonly StockSign[] }

type Row = LevelKey & {
  readonly quantity_then: number | null
  readonly signs: readonly (readonly [at: number, is_out: boolean | null])[] | null
}

/**
 * When some levels ran out and came back, after the row `since_seq`, by `keyOf`. Goods are there from when they came, not from when
 * it was written; a level runs out when that is written, as it was not known before. Walks each level's own rows of the window.
 */
export async function stockHistories(
  tx: Tx,
  items: readonly LevelKey[],
  since_seq: number,
): Promise<ReadonlyMap<string, StockHistory>> {
  const keys = unnest([
    ['uuid', items.map((item) => item.branch_id)],
    ['uuid', items.map((item) => item.product_id)],
  ])
  const rows = await tx.query<Row>(sql`
    select key.branch_id, key.product_id, past.quantity_after as quantity_then, since.signs
      from ${keys} as key (branch_id, product_id)
      left join lateral (
        select m.quantity_after from stock_movements m
         where m.tenant_id = ${tx.tenant_id} and m.product_id = key.product_id and m.branch_id = key.branch_id
           and m.seq <= ${since_seq}
         order by m.seq desc limit 1) past on true
      left join lateral (
        select jsonb_agg(jsonb_build_array(
                 round(extract(epoch from case when m.quantity_after > 0 then least(m.occurred_at, m.recorded_at)
                                               when m.quantity_before > 0 then m.recorded_at else m.occurred_at end) * 1000),
                 case when (m.quantity_before <= 0) <> (m.quantity_after <= 0) then m.quantity_after <= 0 end) order by m.seq) as signs
          from stock_movements m
         where m.tenant_id = ${tx.tenant_id} and m.product_id = key.product_id and m.branch_id = key.branch_id
           and m.seq > ${since_seq}
           and ((m.quantity_before <= 0) <> (m.quantity_after <= 0) or (m.quantity_before <= 0 and m.quantity < 0))) since on true`)
  return new Map(
    rows.map((row) => [
      keyOf(row),
      { before: standOf(row.quantity_then), signs: (row.signs ?? []).map(signOf) },
    ]),
  )
}

function standOf(quantity: number | null): StandBefore {
  if (quantity === null) return 'unknown'
  return quantity <= 0 ? 'out' : 'in'
}

function signOf([at, is_out]: readonly [number, boolean | null]): StockSign {
  return is_out === null ? { kind: 'seen', at } : { kind: 'turn', at, is_out }
}
