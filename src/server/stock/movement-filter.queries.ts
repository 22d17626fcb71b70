import { MOVEMENT_TYPES, type MovementType } from '../../domain/stock/movement.ts'
import { join, raw, type Sql, sql } from '../db/sql.ts'
import { AppError } from '../kernel/app-error.ts'

/** Which movements are asked for; null is any. Lists name the allowed values. */
export type MovementFilter = {
  readonly product_ids: readonly string[] | null
  readonly branch_ids: readonly string[] | null
  readonly types: readonly MovementType[] | null
  readonly people: readonly string[] | null
  readonly auto_opened: boolean | null
  /** Only places before this one: where the page begins. */
  readonly cursor: number
  /** The places that well dated rows of the asked time can have, both ends left out. */
  readonly above: number
  readonly below: number
  /** When it happened: from the first instant on, before the second. */
  readonly from: Date | null
  readonly to: Date | null
}

/** How long after it happened a row may have been recorded without counting as misdated. */
export const LATENESS_MS = 12 * 3600 * 1000

/** Everything the filter asks of a row `m`, but for what `except` says is already certain. */
export function filterConditions(
  filter: MovementFilter,
  except: readonly (keyof MovementFilter)[] = [],
): Sql {
  const { product_ids, branch_ids, types, people, auto_opened, from, to } = filter
  const conditions: readonly (readonly [keyof MovementFilter, Sql | null])[] = [
    ['product_ids', product_ids && sql`m.product_id = any (${product_ids}::uuid[])`],
    ['branch_ids', branch_ids && sql`m.branch_id = any (${branch_ids}::uuid[])`],
    ['types', types && sql`m.movement_type = any (${types}::text[])`],
    ['people', people && sql`m.responsible = any (${people}::uuid[])`],
    ['auto_opened', autoOpened(auto_opened)],
    ['from', from && sql`m.occurred_at >= ${from}`],
    ['to', to && sql`m.occurred_at < ${to}`],
  ]
  const wanted = conditions.flatMap(([name, condition]) =>
    condition === null || except.includes(name) ? [] : [condition],
  )
  return join([sql`m.seq > ${filter.above} and m.seq < ${filter.below}`, ...wanted], ' and ')
}

function autoOpened(wanted: boolean | null): Sql | null {
  if (wanted === null) return null
  return wanted ? raw('m.box_opened_automatically') : raw('not m.box_opened_automatically')
}

/** The types that a comma-separated list names; null without one. An unknown word is refused. */
export function movementTypes(list: string | undefined): readonly MovementType[] | null {
  if (list === undefined) return null
  return [...new Set(list.split(','))].map((word) => {
    const known = MOVEMENT_TYPES.find((type) => type === word)
    if (known !== undefined) return known
    throw new AppError('INVALID_VALUES', { fields: [{ path: 'type', message: `não existe o tipo ${word}` }] })
  })
}
