import type { Level } from './level.ts'

/** A change of a level together with what had to be opened for it. */
export type LevelChange = {
  readonly level: Level
  readonly boxes_opened: number
  readonly bottles_opened: number
}

/** A change that opens nothing. */
export function unopened(level: Level): LevelChange {
  return { level, boxes_opened: 0, bottles_opened: 0 }
}
