import { type ArrayType, arrayParameter, type Element } from './array-parameter.ts'
import { join, raw, type Sql, sql } from './sql.ts'

/** One column of many rows: the database's type of its elements, and their values. */
export type Column = readonly [type: ArrayType, values: readonly Element[]]

/** `unnest` over columns of equal length: the rows of a statement that writes many at once, one parameter per column. */
export function unnest(columns: readonly Column[]): Sql {
  const arrays = columns.map(([type, values]) => sql`${arrayParameter(type, values)}::${raw(type)}[]`)
  return sql`unnest(${join(arrays)})`
}
