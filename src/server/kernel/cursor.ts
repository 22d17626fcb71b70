import type * as z from 'zod'
import { AppError } from './app-error.ts'

/** Where the next page starts, as text for the client to hand back. It carries positions, never rights. */
export function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

/** Reads a cursor that a client handed back; anything that is not of the expected form is refused as an invalid value. */
export function decodeCursor<Schema extends z.ZodType>(
  cursor: string | undefined,
  form: Schema,
): z.output<Schema> | null {
  if (cursor === undefined) return null
  try {
    const text = Buffer.from(cursor, 'base64url').toString('utf8')
    // The database cannot be asked about a text with a character zero.
    if (text.includes('\\u0000')) throw new Error('no position holds a character zero')
    return form.parse(JSON.parse(text))
  } catch {
    throw new AppError('INVALID_VALUES', {
      fields: [{ path: 'cursor', message: 'não é um cursor desta lista' }],
    })
  }
}

/** Cuts the extra row that was asked for to see whether there is a next page. */
export function pageFrom<Row, Item>(
  rows: readonly Row[],
  limit: number,
  itemOf: (row: Row) => Item,
  positionOf: (row: Row) => unknown,
): { items: Item[]; next_cursor: string | null } {
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  const more = rows.length > limit && last !== undefined
  return { items: kept.map(itemOf), next_cursor: more ? encodeCursor(positionOf(last)) : null }
}
