import { unitsText } from '../../lib/format.ts'
import type { PlaceName } from '../../lib/places.ts'
import { reasonText } from '../../lib/reason-text.ts'
import { m } from '../../messages/messages.ts'
import type { WhySource } from './why-facts.ts'

/** Where stock comes from: the place, what it holds for sale, and what a reader has to know about that. */
export function SourceCard({ source, place }: { readonly source: WhySource; readonly place: PlaceName }) {
  const { physical, virtual, reading, account_state, cause } = source
  const reserved = physical === null || virtual === null ? 0 : physical - virtual
  const isCounted = account_state !== 'excluded' && reading !== 'unknown' && reading !== 'inactive'
  const notes: Readonly<Record<string, string>> = m.why.notes
  const note =
    account_state === 'excluded'
      ? m.why.notes.excluded
      : cause === undefined
        ? notes[reading]
        : reasonText(cause)
  return (
    <li
      className={`flex flex-1 items-center gap-3 rounded-card border border-line border-l-4 bg-surface px-4 py-3 ${isCounted ? 'border-l-accent' : 'border-l-edge'}`}
    >
      <span className="min-w-0 flex-1">
        <span className="block truncate font-semibold">{place.name}</span>
        <span className="block text-note text-soft">
          {[place.owner, reserved > 0 ? m.why.reserved(unitsText(reserved)) : ''].filter(Boolean).join(' · ')}
        </span>
        {note !== undefined && <span className="block text-note font-medium text-warn">{note}</span>}
      </span>
      <span className={`text-title font-bold ${isCounted ? '' : 'text-soft line-through'}`}>
        {virtual === null ? '—' : unitsText(virtual)}
      </span>
    </li>
  )
}
