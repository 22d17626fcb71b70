import { Link } from 'react-router'
import { unitsText } from '../../lib/format.ts'
import { m } from '../../messages/messages.ts'
import type { WhyPart } from './why-facts.ts'

/** What a kit is made of: the part, how much of it goes into one, how much of it there is, and the way to why. */
export function PartCard({ part: { sku, quantity, available } }: { readonly part: WhyPart }) {
  return (
    <li className="flex flex-1 items-center gap-3 rounded-card border border-line border-l-4 border-l-accent bg-surface px-4 py-3">
      <span className="min-w-0 flex-1">
        <Link
          to={`/por-que?sku=${encodeURIComponent(sku)}`}
          className="block truncate py-1 font-semibold underline underline-offset-2"
        >
          {sku}
        </Link>
        <span className="block text-note text-soft">{m.why.inEach(unitsText(quantity))}</span>
      </span>
      <span className="text-title font-bold">{unitsText(available)}</span>
    </li>
  )
}
