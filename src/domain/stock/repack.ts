import { draftMovement } from './draft-movement.ts'
import type { LevelDecision } from './enter.ts'
import { floorDivide } from './integer.ts'
import { bottlesOnHand, isStorable, type Level, type Packing, quantityOnHand, samePacking } from './level.ts'
import { unopened } from './level-change.ts'
import { joinNotes } from './notes.ts'
import { OPERATION_REASONS } from './reasons.ts'
import { invalidValue, type Refusal } from './refusal.ts'

/** The most units a box, or doses a bottle, may hold. */
const MAX_PACK = 10_000

/**
 * Decides a change of packing. The bottles stay as many as they were: another box size splits them anew, and doses switched
 * on, off or resized change the unit of the ledger, so that the row's quantity is the same bottles said in the new unit.
 * Refused while doses stand open and their size would change, and while more left than there was.
 */
export function decideRepack(
  input: {
    readonly branch_id: string
    readonly product_id: string
    readonly packing: Packing
    readonly notes: string | null
  },
  before: Level,
): LevelDecision | Refusal {
  const { product_id, packing } = input
  const { open_bottle_doses } = before
  if (!isPack(packing.units_per_box)) return invalidValue('units_per_box', `deve ser de 2 a ${MAX_PACK}`)
  if (!isPack(packing.doses_per_bottle))
    return invalidValue('doses_per_bottle', `deve ser de 2 a ${MAX_PACK}`)
  if (samePacking(packing, before)) return { ok: true, movements: [], level: before }

  const quantity = quantityOnHand(before)
  if (quantity < 0) return { ok: false, code: 'STOCK_IS_NEGATIVE', product_id, quantity }
  if (packing.doses_per_bottle !== before.doses_per_bottle && open_bottle_doses > 0) {
    return { ok: false, code: 'OPEN_BOTTLE_NOT_EMPTY', product_id, open_bottle_doses }
  }
  const level = split(before, packing)
  if (!isStorable(level)) return { ok: false, code: 'QUANTITY_TOO_LARGE', product_id }
  const labels = {
    ...input,
    movement_type: 'box_config',
    reason: OPERATION_REASONS.box_config,
    notes: joinNotes(
      changeNote('Unidades por caixa', before.units_per_box, packing.units_per_box),
      changeNote('Doses por garrafa', before.doses_per_bottle, packing.doses_per_bottle),
      input.notes,
    ),
  } as const
  return { ok: true, movements: [draftMovement(labels, before, unopened(level))], level }
}

function split(before: Level, packing: Packing): Level {
  const { units_per_box, doses_per_bottle } = packing
  if (units_per_box === before.units_per_box) return { ...before, doses_per_bottle }
  const bottles = bottlesOnHand(before)
  const closed_boxes = units_per_box === null ? 0 : floorDivide(bottles, units_per_box)
  const open_box_units = bottles - closed_boxes * (units_per_box ?? 0)
  return { ...before, units_per_box, doses_per_bottle, closed_boxes, open_box_units }
}

function isPack(size: number | null): boolean {
  return size === null || (Number.isSafeInteger(size) && size >= 2 && size <= MAX_PACK)
}

function changeNote(name: string, from: number | null, to: number | null): string | null {
  return from === to ? null : `${name}: ${from ?? 'não'} → ${to ?? 'não'}`
}
