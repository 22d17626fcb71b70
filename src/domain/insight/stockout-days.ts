/** What the books say of a level at an instant (milliseconds since 1970). */
export type StockSign =
  /** From here on there is something, or nothing, until the next turn. */
  | { readonly kind: 'turn'; readonly at: number; readonly is_out: boolean }
  /** Something left although the books had nothing: it was there, whatever they said. */
  | { readonly kind: 'seen'; readonly at: number }

/** How the level stood when a window began; `unknown` before anything was ever written of it, which is not the same as nothing. */
export type StandBefore = 'out' | 'in' | 'unknown'

const DAY_MS = 24 * 3600 * 1000

/**
 * On which of the days before `now` nothing could be sold because nothing was there: one boolean per 24 hours, the most recent first.
 * Only days that were without stock from beginning to end by what is written count; what is not known is no day without stock.
 */
export function stockoutDays(
  now: number,
  days: number,
  before: StandBefore,
  signs: readonly StockSign[],
): readonly boolean[] {
  const out = spansWithout(now, before, signs)
  const seen = signs.filter(({ kind }) => kind === 'seen').map(({ at }) => at)
  return Array.from({ length: days }, (_, day) => {
    const until = now - day * DAY_MS
    const from = until - DAY_MS
    const isOut = out.some((span) => span.from <= from && span.until >= until)
    return isOut && !seen.some((at) => at > from && at <= until)
  })
}

/** How many of the last `days` are among those without stock. */
export function stockoutDaysIn(outByDay: readonly boolean[], days: number): number {
  return outByDay.slice(0, days).filter(Boolean).length
}

type Span = { readonly from: number; readonly until: number }

function spansWithout(now: number, before: StandBefore, signs: readonly StockSign[]): Span[] {
  const spans: Span[] = []
  let from = before === 'out' ? Number.NEGATIVE_INFINITY : null
  for (const sign of signs) {
    if (sign.kind === 'seen') continue
    if (sign.is_out) from ??= sign.at
    else if (from !== null) {
      spans.push({ from, until: sign.at })
      from = null
    }
  }
  return from === null ? spans : [...spans, { from, until: now }]
}
