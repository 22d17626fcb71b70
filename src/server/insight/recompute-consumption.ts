import type { TenantSettings } from '../../contract/settings.ts'
import { averageConsumption } from '../../domain/insight/consumption.ts'
import { stockoutDays } from '../../domain/insight/stockout-days.ts'
import { multiplyDivide } from '../../domain/stock/integer.ts'
import { readSettings } from '../auth/settings.store.ts'
import type { Database, Tx } from '../db/database.ts'
import { keyOf } from '../stock/batch/batch-state.ts'
import type { LevelKey } from '../stock/batch/command.ts'
import { derivedOf } from '../stock/derived.ts'
import {
  type ConsumptionScope,
  type ItemToMeasure,
  lastSeqBefore,
  lockItems,
  type MeasuredItem,
  nextItems,
  type SoldRow,
  soldBy,
  writeMeasured,
} from './consumption.store.ts'
import { type StockHistory, stockHistories } from './stockout.queries.ts'

const DAY_MS = 24 * 3600 * 1000
/** Days. */
const LONGEST_WINDOW = 30
/** Items per transaction: their rows are held for a few milliseconds, which a sale does not notice. */
const ITEMS_A_CHUNK = 500

/**
 * Measures anew what a company sells a day, and what follows from it: days of cover and what to buy. In chunks of items, in key
 * order, each in a transaction of its own. Gives the number of items measured. For the button and for the periodic job.
 */
export async function recomputeConsumption(
  database: Database,
  tenantId: string,
  scope: ConsumptionScope,
  now: Date,
): Promise<number> {
  let after: LevelKey | null = null
  let measured = 0
  for (;;) {
    const last: LevelKey | null = after
    const items: LevelKey[] = await database.tenant(tenantId, (tx) => measureChunk(tx, scope, last, now))
    measured += items.length
    after = items.at(-1) ?? null
    if (after === null || items.length < ITEMS_A_CHUNK) return measured
  }
}

async function measureChunk(
  tx: Tx,
  scope: ConsumptionScope,
  after: LevelKey | null,
  now: Date,
): Promise<LevelKey[]> {
  const keys = await nextItems(tx, scope, after, ITEMS_A_CHUNK)
  if (keys.length === 0) return keys
  const settings = await readSettings(tx)
  const since_seq = await lastSeqBefore(tx, new Date(now.getTime() - LONGEST_WINDOW * DAY_MS))
  const counts_courtesy = settings.courtesy_is_consumption
  const sold = groupByItem(await soldBy(tx, keys, { now, since_seq, counts_courtesy }))
  // Levels move while sums are made: they are read again, and held, only for as long as it takes to write.
  const items = await lockItems(tx, keys)
  const leavesOut = settings.stockout_days === 'leave_out'
  const histories = leavesOut ? await stockHistories(tx, keys, since_seq) : null
  const measured = items.map((item) => {
    const outByDay = outOf(histories?.get(keyOf(item)), now)
    return { item, result: measure(item, { sold: sold.get(keyOf(item)) ?? [], outByDay }, settings, now) }
  })
  await writeMeasured(
    tx,
    measured.flatMap(({ item, result }) => (isSame(item, result) ? [] : [result])),
    now,
  )
  return keys
}

function outOf(history: StockHistory | undefined, now: Date): readonly boolean[] {
  return history === undefined
    ? []
    : stockoutDays(now.getTime(), LONGEST_WINDOW, history.before, history.signs)
}

function groupByItem(rows: readonly SoldRow[]): Map<string, SoldRow[]> {
  const byItem = new Map<string, SoldRow[]>()
  for (const row of rows) {
    const rowsOfItem = byItem.get(keyOf(row))
    if (rowsOfItem === undefined) byItem.set(keyOf(row), [row])
    else rowsOfItem.push(row)
  }
  return byItem
}

function measure(
  item: ItemToMeasure,
  { sold: rows, outByDay }: { readonly sold: readonly SoldRow[]; readonly outByDay: readonly boolean[] },
  settings: TenantSettings,
  now: Date,
): MeasuredItem {
  const sum = (window: 'sold_7d' | 'sold_15d' | 'sold_30d' | 'courtesies_15d') =>
    Math.max(
      0,
      rows.reduce((total, row) => total + restated(row[window], row, item), 0),
    )
  const sold = { sold_7d: sum('sold_7d'), sold_15d: sum('sold_15d'), sold_30d: sum('sold_30d') }
  const { first_entry_at, doses_per_bottle } = item
  const age = first_entry_at === null ? null : (now.getTime() - first_entry_at.getTime()) / DAY_MS
  const averages = averageConsumption(sold, age, settings.consumption_window, doses_per_bottle, outByDay)
  const days_15d = averages.rate_15d.denominator
  return {
    branch_id: item.branch_id,
    product_id: item.product_id,
    ...sold,
    days_7d: averages.rate_7d.denominator,
    days_15d,
    days_30d: averages.rate_30d.denominator,
    courtesies_15d: sum('courtesies_15d'),
    consumption_avg_7d: averages.consumption_avg_7d,
    consumption_avg_15d: averages.consumption_avg_15d,
    consumption_avg_30d: averages.consumption_avg_30d,
    ...derivedOf({ ...item, ...sold, level: item, days_15d }),
  }
}

/** A quantity written in the base unit of its time, in the base unit of today. */
function restated(
  quantity: number,
  then: { readonly doses_per_bottle: number | null },
  today: { readonly doses_per_bottle: number | null },
): number {
  if (then.doses_per_bottle === today.doses_per_bottle) return quantity
  const size = multiplyDivide(Math.abs(quantity), today.doses_per_bottle ?? 1, then.doses_per_bottle ?? 1)
  return quantity < 0 ? -size : size
}

const MEASURED = [
  'sold_7d',
  'sold_15d',
  'sold_30d',
  'days_7d',
  'days_15d',
  'days_30d',
  'courtesies_15d',
] as const

/** What is measured as before is not written again: most items of a company rest. */
function isSame(before: ItemToMeasure, after: MeasuredItem): boolean {
  return MEASURED.every((name) => before[name] === after[name])
}
