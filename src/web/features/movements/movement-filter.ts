import type { Filters } from '../../../client/api-types.ts'
import type { movementQuery } from '../../../contract/movements.ts'

/** What part of the ledger is shown; empty texts leave their part open. Days are those of the person's calendar, `YYYY-MM-DD`. */
export type MovementFilter = {
  readonly search: string
  readonly type: string
  /** `all`, `today`, a number of days, or `custom`: from one day to another. */
  readonly period: string
  readonly from: string
  readonly to: string
  readonly isAuto: boolean
  readonly isEverywhere: boolean
  readonly product_id: string
  readonly responsible: string
}

/** Everything. */
export const NO_FILTER: MovementFilter = {
  search: '',
  type: '',
  period: 'all',
  from: '',
  to: '',
  isAuto: false,
  isEverywhere: false,
  product_id: '',
  responsible: '',
}

/** Whether anything is left out. */
export function isFiltered(filter: MovementFilter): boolean {
  return JSON.stringify({ ...filter, isEverywhere: false }) !== JSON.stringify(NO_FILTER)
}

/** The filter as the API is asked. */
export function queryOf(
  filter: MovementFilter,
  branch_id: string | undefined,
  now = new Date(),
): Filters<typeof movementQuery> {
  const given = (text: string) => (text === '' ? undefined : text)
  return {
    branch_id: filter.isEverywhere ? undefined : branch_id,
    search: given(filter.search),
    type: given(filter.type),
    product_id: given(filter.product_id),
    responsible: given(filter.responsible),
    auto_opened: filter.isAuto ? true : undefined,
    ...spanOf(filter, now),
  }
}

function spanOf({ period, from, to }: MovementFilter, now: Date) {
  if (period === 'all') return {}
  if (period === 'custom') return { from: midnight(from, 0), to: midnight(to, 1) }
  const since = new Date(now)
  since.setHours(0, 0, 0, 0)
  if (period !== 'today') since.setDate(since.getDate() - Number(period))
  return { from: since.toISOString() }
}

/** The midnight at which a day begins, or `later` days after it; nothing for no day. */
function midnight(day: string, later: number): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined
  const at = new Date(`${day}T00:00:00`)
  at.setDate(at.getDate() + later)
  return at.toISOString()
}
