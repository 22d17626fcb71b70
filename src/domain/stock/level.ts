/** How a product is packed: what the boxes hold and what a bottle pours. */
export type Packing = {
  /** Units in one box, 2 or more; null means that boxes are not controlled and everything is loose. */
  readonly units_per_box: number | null
  /** Doses in one bottle, 2 or more; null means that the product is not sold by the dose. */
  readonly doses_per_bottle: number | null
}

/**
 * What there is of one product in one branch. For a product with doses a "unit" is a sealed bottle.
 * Always: `closed_boxes >= 0`, `0 <= open_bottle_doses <= doses_per_bottle`. `open_box_units` is below zero only while more
 * left than there was (facts of offline devices met), and then no box is closed: the debt is shown where it is.
 */
export type Level = Packing & {
  readonly closed_boxes: number
  readonly open_box_units: number
  readonly open_bottle_doses: number
}

/** A level of nothing, packed as told. */
export function emptyLevel(packing: Packing): Level {
  return {
    units_per_box: packing.units_per_box,
    doses_per_bottle: packing.doses_per_bottle,
    closed_boxes: 0,
    open_box_units: 0,
    open_bottle_doses: 0,
  }
}

/** Whole sealed bottles or units: C x N + U (`total_bottles`). What is in the open bottle is not counted. */
export function bottlesOnHand(level: Level): number {
  return level.closed_boxes * (level.units_per_box ?? 0) + level.open_box_units
}

/** Everything, in base units of the ledger: doses for a product with doses, else units (`qty_units`, T). */
export function quantityOnHand(level: Level): number {
  return bottlesOnHand(level) * (level.doses_per_bottle ?? 1) + level.open_bottle_doses
}

/** Whether both are packed alike, so that their numbers may be compared. */
export function samePacking(one: Packing, other: Packing): boolean {
  return one.units_per_box === other.units_per_box && one.doses_per_bottle === other.doses_per_bottle
}

/** Whether both say the same, packing included. */
export function sameLevel(one: Level, other: Level): boolean {
  return (
    samePacking(one, other) &&
    one.closed_boxes === other.closed_boxes &&
    one.open_box_units === other.open_box_units &&
    one.open_bottle_doses === other.open_bottle_doses
  )
}

/** The most of anything that a level may hold or owe: what its columns can store. */
const MAX_PART = 2_000_000_000

/** Whether a level can be stored and computed with exactly. */
export function isStorable(level: Level): boolean {
  const parts = [level.closed_boxes, level.open_box_units, level.open_bottle_doses]
  return parts.every((part) => Math.abs(part) <= MAX_PART) && Number.isSafeInteger(quantityOnHand(level))
}
