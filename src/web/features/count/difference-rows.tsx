import type { Column } from '../../components/data-table.tsx'
import { countText, signedText } from '../../lib/format.ts'
import { m } from '../../messages/messages.ts'

/** What was found of one product. */
export type DifferenceRow = {
  readonly product_id: string
  readonly name: string
  readonly expected: number
  readonly counted: number
}

/** Differences of a count, one product a line: what the books said, what was seen, what is between them. */
export function DifferenceRows({ rows }: { readonly rows: readonly DifferenceRow[] }) {
  return (
    <ul className="divide-y divide-line">
      {rows.map(({ product_id, name, expected, counted }) => (
        <li key={product_id} className="flex items-baseline gap-3 py-2">
          <span className="min-w-0 flex-1">
            {name}
            <span className="block text-note text-soft">
              {m.count.expectedCounted(countText(expected), countText(counted))}
            </span>
          </span>
          <span className={`text-lead font-semibold ${counted < expected ? 'text-bad' : 'text-good'}`}>
            {signedText(counted - expected)}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** The same as columns of a sheet of paper. */
export function differenceColumns(): readonly Column<DifferenceRow>[] {
  const texts = m.count.columns
  return [
    { name: m.stock.columns.name, cell: (row) => row.name },
    { name: texts.expected, isNumber: true, cell: (row) => countText(row.expected) },
    { name: texts.counted, isNumber: true, cell: (row) => countText(row.counted) },
    { name: texts.difference, isNumber: true, cell: (row) => signedText(row.counted - row.expected) },
  ]
}
