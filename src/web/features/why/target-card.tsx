import { unitsText } from '../../lib/format.ts'
import { type PlaceName, placeText } from '../../lib/places.ts'
import { reasonText } from '../../lib/reason-text.ts'
import { m } from '../../messages/messages.ts'
import type { WhyTarget } from './why-facts.ts'

/** Where stock shows: the place, how much of what is available, and what keeps it from being written. */
export function TargetCard({
  target,
  place,
  most,
}: {
  readonly target: WhyTarget
  readonly place: PlaceName
  readonly most: number
}) {
  const { exposed, virtual, role, skipped, terms } = target
  const policy = terms.find((term) => term.kind === 'policy')?.policy?.kind
  const isPaused = policy === 'paused'
  const share = most <= 0 ? 0 : Math.max(0, Math.min(100, (exposed / most) * 100))
  const notes = [
    role === 'mirror' ? m.why.target.mirror : '',
    isPaused ? m.why.target.paused : '',
    virtual !== null && virtual !== exposed ? m.why.target.shows(unitsText(virtual)) : '',
  ].filter((note) => note !== '')
  return (
    <li className="flex flex-1 items-center gap-3 rounded-card border border-line bg-surface px-4 py-3">
      <span className="min-w-0 flex-1">
        <span className="block truncate font-semibold">{placeText(place)}</span>
        {notes.length > 0 && <span className="block text-note text-soft">{notes.join(' · ')}</span>}
        {skipped !== null && (
          <span className="block text-note font-medium text-warn">
            {m.why.target.skipped}: {reasonText(skipped.code)}
          </span>
        )}
        <span aria-hidden="true" className="mt-1.5 block h-1.5 overflow-hidden rounded-pill bg-sunken">
          <span
            className={`block h-full rounded-pill ${skipped === null ? 'bg-accent' : 'bg-edge'}`}
            style={{ width: `${share}%` }}
          />
        </span>
      </span>
      <span className={`text-title font-bold ${skipped === null ? '' : 'text-soft'}`}>
        {unitsText(exposed)}
      </span>
    </li>
  )
}
