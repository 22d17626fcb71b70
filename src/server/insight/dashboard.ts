import { DateTime } from 'luxon'
import type * as z from 'zod'
import type { dashboard } from '../../contract/insight.ts'
import { readSettings } from '../auth/settings.store.ts'
import type { Tx } from '../db/database.ts'
import { businessDayOf } from '../stock/business-day.ts'
import { openMatters, reorderList, soldByDay, stockCards, stockoutsAhead } from './dashboard.queries.ts'

type Dashboard = z.input<typeof dashboard>

/** Business days that the chart shows, today included. */
const CHART_DAYS = 30

/** The state of the stock at a glance. `branches` null is all of them. */
export async function dashboardOf(tx: Tx, branches: readonly string[] | null, now: Date): Promise<Dashboard> {
  const today = businessDayOf(now, await readSettings(tx))
  const days = lastDays(today)
  const { reorder_products, reorder_units, ...cards } = await stockCards(tx, branches)
  const sold = new Map(
    (await soldByDay(tx, branches, days[0] ?? today)).map((row) => [row.business_day, row]),
  )
  const soldToday = sold.get(today)
  return {
    ...cards,
    stockouts_ahead: await stockoutsAhead(tx, branches),
    reorder: {
      products: reorder_products,
      units: reorder_units,
      items: await reorderList(tx, branches),
    },
    muntu_today: { packs: soldToday?.muntu_packs ?? 0, units: soldToday?.muntu_units ?? 0 },
    sold_today: { amount_cents: soldToday?.amount_cents ?? 0, business_day: today },
    daily: days.map((business_day) => ({
      business_day,
      sold: sold.get(business_day)?.sold ?? 0,
      amount_cents: sold.get(business_day)?.amount_cents ?? 0,
    })),
    ...(await openMatters(tx, branches)),
  }
}

/** The days up to and with `today`, oldest first. */
function lastDays(today: string): string[] {
  const last = DateTime.fromISO(today, { zone: 'utc' })
  return Array.from({ length: CHART_DAYS }, (_, index) =>
    last.minus({ days: CHART_DAYS - 1 - index }).toFormat('yyyy-MM-dd'),
  )
}
