import { isNatural, MAX_QUANTITY } from './integer.ts'
import { bottlesOnHand, type Level, type Packing, quantityOnHand } from './level.ts'
import { invalidValue, type Refusal } from './refusal.ts'

/** Stock on its way out or in, by its three measures, each counted apart. */
export type Portion = {
  readonly boxes: number
  readonly units: number
  readonly doses: number
}

/** How a person counts what comes or goes. */
export type Measure = 'unit' | 'box' | 'dose'

/** A quantity in one measure as a portion. */
export function portionOf(quantity: number, measure: Measure): Portion {
  return {
    boxes: measure === 'box' ? quantity : 0,
    units: measure === 'unit' ? quantity : 0,
    doses: measure === 'dose' ? quantity : 0,
  }
}

/** Both together. */
export function addPortions(one: Portion, other: Portion): Portion {
  return {
    boxes: one.boxes + other.boxes,
    units: one.units + other.units,
    doses: one.doses + other.doses,
  }
}

/** Sealed bottles or units in the portion, the boxes unpacked. */
export function bottlesIn(portion: Portion, packing: Packing): number {
  return portion.boxes * (packing.units_per_box ?? 0) + portion.units
}

/** Refuses a portion that is empty, not whole, too large, or in a measure that the product does not have. */
export function checkPortion(product_id: string, portion: Portion, packing: Packing): Refusal | null {
  const { boxes, units, doses } = portion
  if (![boxes, units, doses].every(isNatural)) {
    return invalidValue('quantity', 'deve ser um número inteiro positivo')
  }
  if (boxes + units + doses === 0) return { ok: false, code: 'NOTHING_TO_DO', product_id }
  if (boxes > 0 && packing.units_per_box === null) return { ok: false, code: 'BOX_NOT_TRACKED', product_id }
  if (doses > 0 && packing.doses_per_bottle === null) {
    return { ok: false, code: 'DOSE_NOT_ENABLED', product_id }
  }
  const isTooLarge = bottlesIn(portion, packing) > MAX_QUANTITY || doses > MAX_QUANTITY
  return isTooLarge ? { ok: false, code: 'QUANTITY_TOO_LARGE', product_id } : null
}

/**
 * Refuses what the level cannot cover. Whole bottles come from sealed ones only; doses come from the open bottle and
 * then from the sealed bottles that the rest of the portion leaves.
 */
export function checkCover(product_id: string, level: Level, portion: Portion): Refusal | null {
  const dosesPerBottle = level.doses_per_bottle
  const doses_available = dosesPerBottle === null ? null : level.open_bottle_doses
  const available = bottlesOnHand(level)
  const required = bottlesIn(portion, level)
  const facts = { ok: false, product_id, complete_packs: null, doses_available } as const
  // What is owed already covers nothing, and asking for nothing is always covered.
  if (required > Math.max(0, available)) {
    if (available === 0 && doses_available !== null && doses_available > 0) {
      return { ok: false, code: 'NO_SEALED_BOTTLE', product_id, available, required, doses_available }
    }
    return { ...facts, code: 'INSUFFICIENT_STOCK', available, required, counted_in: 'unit' }
  }
  const needed = required * (dosesPerBottle ?? 1) + portion.doses
  const onHand = quantityOnHand(level)
  if (needed > Math.max(0, onHand)) {
    return { ...facts, code: 'INSUFFICIENT_STOCK', available: onHand, required: needed, counted_in: 'dose' }
  }
  return null
}

/** Refuses boxes that would have to be made up of loose units. `mayComplete`: a person may still agree to that. */
export function checkSealedBoxes(
  product_id: string,
  level: Level,
  boxes: number,
  mayComplete: boolean,
): Refusal | null {
  if (boxes <= level.closed_boxes) return null
  return {
    ok: false,
    code: 'NO_SEALED_BOX',
    product_id,
    available: level.closed_boxes,
    required: boxes,
    open_box_units: level.open_box_units,
    loose_can_complete: mayComplete && bottlesOnHand(level) >= bottlesIn(portionOf(boxes, 'box'), level),
  }
}
