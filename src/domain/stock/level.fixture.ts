import type { Level } from './level.ts'

/** A level of boxes of 12 for tests, written as the rules write it: (closed boxes, open box). */
export function boxed(closed_boxes: number, open_box_units: number, units_per_box = 12): Level {
  return { units_per_box, doses_per_bottle: null, closed_boxes, open_box_units, open_bottle_doses: 0 }
}

/** A level of boxes of 6 bottles of 25 doses for tests: (closed boxes, open box, open bottle). */
export function poured(closed_boxes: number, open_box_units: number, open_bottle_doses: number): Level {
  return { units_per_box: 6, doses_per_bottle: 25, closed_boxes, open_box_units, open_bottle_doses }
}

/** A level without box control for tests: everything is loose. */
export function loose(units: number): Level {
  return {
    units_per_box: null,
    doses_per_bottle: null,
    closed_boxes: 0,
    open_box_units: units,
    open_bottle_doses: 0,
  }
}

/** (C,U) or (C,U,D) of a level, as the rules write it. */
export function split(level: Level | undefined): readonly number[] {
  if (level === undefined) return []
  const boxes = [level.closed_boxes, level.open_box_units]
  return level.doses_per_bottle === null ? boxes : [...boxes, level.open_bottle_doses]
}
