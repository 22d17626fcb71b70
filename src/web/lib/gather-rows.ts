/** A page of a list: its rows, and where the next one begins while there is one. */
export type RowsPage<Row> = { readonly items: readonly Row[]; readonly next_cursor: string | null }
/** Reads one page; `limit` rows where it says so, else as many as the screen takes at a time. */
export type ReadPage<Row> = (cursor: string | undefined, limit?: number) => Promise<RowsPage<Row>>
/** Rows of a list, and whether they are all of it. */
export type Gathered<Row> = { readonly rows: readonly Row[]; readonly isWhole: boolean }

/** As many rows as the API hands out at once. */
const PAGE_SIZE = 200

/**
 * Reads a list from its beginning, page after page, until it ends or `most` rows are there. `onRows` hears how many there are so far.
 * Throws what a page throws, and the signal's reason once it is aborted.
 */
export async function gatherRows<Row>(
  read: ReadPage<Row>,
  options: { readonly most: number; readonly signal: AbortSignal; readonly onRows: (count: number) => void },
): Promise<Gathered<Row>> {
  const { most, signal, onRows } = options
  const rows: Row[] = []
  let cursor: string | undefined
  do {
    const { items, next_cursor } = await read(cursor, PAGE_SIZE)
    signal.throwIfAborted()
    rows.push(...items)
    cursor = next_cursor ?? undefined
    onRows(Math.min(rows.length, most))
  } while (cursor !== undefined && rows.length < most)
  return { rows: rows.slice(0, most), isWhole: cursor === undefined && rows.length <= most }
}
