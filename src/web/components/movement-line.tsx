import type { Got } from '../../client/api-types.ts'
import type { movement } from '../../contract/movements.ts'
import { countText, signedText } from '../lib/format.ts'
import { m } from '../messages/messages.ts'
import { When } from './when.tsx'

/** One row of the ledger, as the API gives it. */
export type Movement = Got<typeof movement>

/** The name of a kind of movement. */
export function typeText(movement_type: string): string {
  return m.movements.types[movement_type] ?? movement_type
}

/** What a movement opened: boxes, bottles, by itself or by hand. Empty when nothing was opened. */
export function openedText(movement: Movement): string {
  const parts = [
    movement.boxes_opened > 0 ? m.movements.opened(movement.boxes_opened) : '',
    movement.bottles_opened > 0 ? m.movements.openedBottles(movement.bottles_opened) : '',
  ].filter((part) => part !== '')
  return parts.join(' · ')
}

/** A movement in two lines: what and how much, when and who. */
export function MovementLine({ movement }: { readonly movement: Movement }) {
  const opened = openedText(movement)
  return (
    <span className="flex items-baseline gap-3">
      <span className="min-w-0 flex-1">
        <span className="block font-medium">
          {typeText(movement.movement_type)}
          {movement.reason !== null && <span className="font-normal text-soft"> · {movement.reason}</span>}
        </span>
        <span className="block text-note text-soft">
          <When at={movement.occurred_at} /> · {movement.responsible_name}
          {opened !== '' && ` · ${opened}`}
        </span>
      </span>
      <span className="shrink-0 text-right">
        <span className={`block text-lead font-semibold ${movement.quantity < 0 ? 'text-bad' : 'text-good'}`}>
          {movement.quantity === 0 ? '0' : signedText(movement.quantity)}
        </span>
        <span className="block text-note text-soft">
          {countText(movement.quantity_before)} → {countText(movement.quantity_after)}
        </span>
      </span>
    </span>
  )
}
