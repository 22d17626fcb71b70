/** What makes a spreadsheet take text for a formula, and the apostrophe that says it is none. */
const FORMULA = /^[=+\-@\t\r'＝＋－＠]/
const GUARDED = /^'[=+\-@\t\r'＝＋－＠]/

/** Text that no spreadsheet runs: an apostrophe stands before what looks like a formula. */
export function guardCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

/** The text that `guardCell` was given. */
export function unguardCell(cell: string): string {
  return GUARDED.test(cell) ? cell.slice(1) : cell
}
