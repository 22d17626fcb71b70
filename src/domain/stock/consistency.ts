import { type Level, quantityOnHand } from './level.ts'
import { regrouped } from './regroup.ts'

/** One thing about a level that is not as it should be. `critical`: a person must count; `correctable`: a regroup mends it. */
export type Inconsistency = {
  readonly code:
    | 'NEGATIVE_STOCK'
    | 'NEGATIVE_CLOSED_BOXES'
    | 'OPEN_BOX_OWES_WHILE_BOXES_ARE_CLOSED'
    | 'OPEN_BOX_OVERFULL'
    | 'OPEN_BOTTLE_OUT_OF_RANGE'
    | 'BOXES_WITHOUT_BOX_CONTROL'
    | 'NOT_WHOLE'
  readonly severity: 'critical' | 'correctable'
  readonly facts: Readonly<Record<string, number>>
}

/** Everything that is wrong with a level; empty for a sound one. An open box exactly full is sound. */
export function findInconsistencies(level: Level): readonly Inconsistency[] {
  const { closed_boxes, open_box_units, open_bottle_doses, units_per_box } = level
  const quantity = quantityOnHand(level)
  const doses_per_bottle = level.doses_per_bottle ?? 0
  const findings: readonly (Inconsistency | false)[] = [
    ![closed_boxes, open_box_units, open_bottle_doses].every(Number.isSafeInteger) &&
      critical('NOT_WHOLE', { closed_boxes, open_box_units, open_bottle_doses }),
    quantity < 0 && critical('NEGATIVE_STOCK', { quantity }),
    closed_boxes < 0 && critical('NEGATIVE_CLOSED_BOXES', { closed_boxes }),
    open_box_units < 0 &&
      closed_boxes > 0 &&
      critical('OPEN_BOX_OWES_WHILE_BOXES_ARE_CLOSED', { open_box_units, closed_boxes }),
    units_per_box === null && closed_boxes !== 0 && critical('BOXES_WITHOUT_BOX_CONTROL', { closed_boxes }),
    (open_bottle_doses < 0 || open_bottle_doses > doses_per_bottle) &&
      critical('OPEN_BOTTLE_OUT_OF_RANGE', { open_bottle_doses, doses_per_bottle }),
    overfull(level),
  ]
  return findings.filter((finding) => finding !== false)
}

function overfull(level: Level): Inconsistency | false {
  const correction = regrouped(level)
  if (correction === level) return false
  const { closed_boxes, open_box_units } = correction
  const facts = { open_box_units: level.open_box_units, units_per_box: level.units_per_box ?? 0 }
  return {
    code: 'OPEN_BOX_OVERFULL',
    severity: 'correctable',
    facts: { ...facts, corrected_closed_boxes: closed_boxes, corrected_open_box_units: open_box_units },
  }
}

function critical(code: Inconsistency['code'], facts: Readonly<Record<string, number>>): Inconsistency {
  return { code, severity: 'critical', facts }
}
