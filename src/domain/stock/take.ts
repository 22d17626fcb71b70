import { ceilDivide } from './integer.ts'
import type { Level } from './level.ts'
import { type LevelChange, unopened } from './level-change.ts'
import type { Portion } from './portion.ts'
import { settle } from './settle.ts'

/**
 * Takes a portion out: sealed boxes first, then units, then doses. It never refuses: whoever may refuse asks
 * `checkCover` first. What the level does not hold becomes a debt in `open_box_units`, once no closed box is left.
 */
export function takePortion(level: Level, portion: Portion): LevelChange {
  const boxes = takeBoxes(level, portion.boxes)
  const units = takeUnits(boxes.level, portion.units)
  const doses = takeDoses(units.level, portion.doses)
  return {
    level: settle(doses.level).level,
    boxes_opened: boxes.boxes_opened + units.boxes_opened + doses.boxes_opened,
    bottles_opened: doses.bottles_opened,
  }
}

/** Takes units from the open box, opening closed boxes one after another for what is missing. */
export function takeUnits(level: Level, units: number): LevelChange {
  const { units_per_box: unitsPerBox, closed_boxes, open_box_units } = level
  const missing = units - open_box_units
  const opened =
    unitsPerBox === null || missing <= 0 || units === 0
      ? 0
      : Math.min(closed_boxes, ceilDivide(missing, unitsPerBox))
  return {
    level: {
      ...level,
      closed_boxes: closed_boxes - opened,
      open_box_units: open_box_units - units + opened * (unitsPerBox ?? 0),
    },
    boxes_opened: opened,
    bottles_opened: 0,
  }
}

/** Takes sealed boxes; those that are not there are made up of loose units. */
function takeBoxes(level: Level, boxes: number): LevelChange {
  const sealed = Math.min(level.closed_boxes, boxes)
  const rest = { ...level, closed_boxes: level.closed_boxes - sealed }
  return takeUnits(rest, (boxes - sealed) * (level.units_per_box ?? 0))
}

/** Takes doses from the open bottle, opening bottles (and boxes for them) for what is missing. */
function takeDoses(level: Level, doses: number): LevelChange {
  const missing = doses - level.open_bottle_doses
  const dosesPerBottle = level.doses_per_bottle ?? 1
  if (missing <= 0) return unopened({ ...level, open_bottle_doses: level.open_bottle_doses - doses })
  const bottles = ceilDivide(missing, dosesPerBottle)
  const taken = takeUnits(level, bottles)
  return {
    level: { ...taken.level, open_bottle_doses: bottles * dosesPerBottle - missing },
    boxes_opened: taken.boxes_opened,
    bottles_opened: bottles,
  }
}
