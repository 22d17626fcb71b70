/** Cuts `limit + 1` rows into a page and the cursor of the next one, which is the id of the last row shown. */
export function pageById<Row extends { readonly id: string }>(
  rows: readonly Row[],
  limit: number,
): { items: Row[]; next_cursor: string | null } {
  const items = rows.slice(0, limit)
  return { items, next_cursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}
