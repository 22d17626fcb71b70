/** A rule by which the owner keeps orders out of the pool: a sales channel, or words in the order's notes. */
export type ExclusionRule = {
  /** What the excluded orders are counted under ("fulfillment"). */
  readonly label: string
  readonly sales_channel_id: string | null
  /** Found anywhere in the notes, without regard to case or accents; a plain text, never an expression. */
  readonly notes_contain: string | null
}

/** The label of the first rule that excludes the order, or `null` when it counts. An empty text excludes nothing. */
export function excludedBy(
  order: { readonly sales_channel_id: string | null; readonly notes: string },
  rules: readonly ExclusionRule[],
): string | null {
  const notes = plain(order.notes)
  const rule = rules.find(({ sales_channel_id, notes_contain }) => {
    const words = plain(notes_contain ?? '')
    const isOfChannel = sales_channel_id !== null && sales_channel_id === order.sales_channel_id
    return isOfChannel || (words !== '' && notes.includes(words))
  })
  return rule?.label ?? null
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .trim()
}
