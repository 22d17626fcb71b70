import type { Level } from './level.ts'
import type { LevelChange } from './level-change.ts'
import type { Portion } from './portion.ts'
import { settle } from './settle.ts'

/**
 * Puts a portion in: boxes stay sealed, units go to the open box, doses to the open bottle. More doses than a bottle
 * holds count as whole bottles. A debt in the open box is paid first, with boxes when it takes them.
 */
export function putPortion(level: Level, portion: Portion): LevelChange {
  return settle({
    ...level,
    closed_boxes: level.closed_boxes + portion.boxes,
    open_box_units: level.open_box_units + portion.units,
    open_bottle_doses: level.open_bottle_doses + portion.doses,
  })
}
