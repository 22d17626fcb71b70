import { ceilDivide, floorDivide } from './integer.ts'
import type { Level } from './level.ts'
import { type LevelChange, unopened } from './level-change.ts'

/**
 * Brings numbers back within what a level may say without changing how much there is: doses into their bottle,
 * closed boxes opened while the open box owes, a full open bottle against a bottle owed.
 */
export function settle(level: Level): LevelChange {
  const boxed = payWithBoxes(poured(level))
  const owesBottle =
    boxed.level.open_box_units < 0 && boxed.level.open_bottle_doses === level.doses_per_bottle
  if (!owesBottle) return boxed
  const paid = { ...boxed.level, open_box_units: boxed.level.open_box_units + 1, open_bottle_doses: 0 }
  return { ...boxed, level: paid }
}

/** Doses kept between zero and a full bottle; a bottle exactly full stays open, as an open box does. */
function poured(level: Level): Level {
  const { doses_per_bottle: dosesPerBottle, open_bottle_doses: doses } = level
  if (dosesPerBottle === null || (doses >= 0 && doses <= dosesPerBottle)) return level
  const bottles = floorDivide(doses, dosesPerBottle)
  return {
    ...level,
    open_box_units: level.open_box_units + bottles,
    open_bottle_doses: doses - bottles * dosesPerBottle,
  }
}

function payWithBoxes(level: Level): LevelChange {
  const { units_per_box: unitsPerBox, closed_boxes, open_box_units } = level
  if (unitsPerBox === null || open_box_units >= 0 || closed_boxes === 0) {
    return unopened(level)
  }
  const opened = Math.min(closed_boxes, ceilDivide(-open_box_units, unitsPerBox))
  return {
    level: {
      ...level,
      closed_boxes: closed_boxes - opened,
      open_box_units: open_box_units + opened * unitsPerBox,
    },
    boxes_opened: opened,
    bottles_opened: 0,
  }
}
