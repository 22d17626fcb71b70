import type { Got } from '../../../client/api-types.ts'
import type { dashboard } from '../../../contract/insight.ts'
import { Skeleton } from '../../components/states.tsx'
import { countText } from '../../lib/format.ts'
import { m } from '../../messages/messages.ts'

const FIGURES = [
  'closed_boxes',
  'open_box_units',
  'total_bottles',
  'low_stock',
  'out_of_stock',
  'total_products',
] as const
const TONES: Readonly<Record<string, string>> = { low_stock: 'text-warn', out_of_stock: 'text-bad' }

/** The six numbers of a branch. */
export function Figures({ figures }: { readonly figures: Got<typeof dashboard> | undefined }) {
  return (
    <dl className="grid grid-cols-2 gap-2 sm:grid-cols-3 xl:grid-cols-6">
      {FIGURES.map((name) => (
        <div
          key={name}
          className="flex flex-col-reverse rounded-card border border-line bg-surface px-4 py-3"
        >
          <dt className="text-note text-soft">{m.stock.cards[name]}</dt>
          <dd
            className={`text-title font-bold ${figures !== undefined && figures[name] > 0 ? (TONES[name] ?? '') : ''}`}
          >
            {figures === undefined ? <Skeleton className="my-1 h-5 w-16" /> : countText(figures[name])}
          </dd>
        </div>
      ))}
    </dl>
  )
}
