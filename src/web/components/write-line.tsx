import { signedUnitsText, unitsText } from '../lib/format.ts'
import { placeText, usePlaceNames } from '../lib/places.ts'
import type { Write } from '../lib/sync-calls.ts'
import { m } from '../messages/messages.ts'

/** One movement that was sent: where, from how much to how much, what Bling answered, and what was found there afterwards. */
export function WriteLine({ write }: { readonly write: Write }) {
  const nameOf = usePlaceNames()
  const isSure = write.answer === 'acknowledged' && write.read_back !== 'differs'
  return (
    <span className="flex items-baseline gap-3">
      <span className="min-w-0 flex-1">
        <span className="block font-medium">
          {placeText(nameOf(write.deposit_id ?? write.site_id ?? ''))}
          {write.kind === 'draw' && <span className="text-soft"> · {m.sync.history.draw}</span>}
        </span>
        <span className={`block text-note ${isSure ? 'text-soft' : 'font-medium text-warn'}`}>
          {fateOf(write)}
        </span>
        {write.error !== null && <span className="block text-note text-bad">{write.error}</span>}
      </span>
      <span className="shrink-0 text-right">
        <span className="block font-semibold">{movedText(write)}</span>
        <span className="block text-note text-soft">
          {m.sync.history.drift(unitsText(write.before), unitsText(write.after))}
        </span>
      </span>
    </span>
  )
}

function movedText({ operation, quantity }: Write): string {
  if (operation === 'B') return `${m.sync.history.operation.B} ${unitsText(quantity)}`
  return signedUnitsText(operation === 'S' ? -quantity : quantity)
}

function fateOf({ answer, read_back, judged, echoed_at }: Write): string {
  const texts = m.sync.history
  return [
    answer === null ? texts.sent : texts.answers[answer],
    read_back === null ? '' : texts.readBacks[read_back],
    judged === null ? '' : texts.judged[judged],
    echoed_at === null ? '' : texts.echoed,
  ]
    .filter((part) => part !== '')
    .join(' · ')
}
