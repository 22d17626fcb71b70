import { type Level, quantityOnHand } from '../../../domain/stock/level.ts'
import type { CountDraft, CountedLine } from '../../offline/device-database.ts'

/** What a count will change of one product, in its smallest unit, as far as this device knows. */
export type FoundDifference = {
  readonly product_id: string
  readonly expected: number
  readonly counted: number
}

/** The products of a count whose shelf differs from the books, the largest difference first. */
export function foundDifferences(
  draft: CountDraft,
  levels: ReadonlyMap<string, Level>,
): readonly FoundDifference[] {
  return Object.entries(draft.lines)
    .flatMap(([product_id, line]): FoundDifference[] => {
      const level = levels.get(product_id)
      if (level === undefined) return []
      const found = {
        product_id,
        expected: quantityOnHand(level),
        counted: quantityOnHand(seen(level, line)),
      }
      return found.expected === found.counted ? [] : [found]
    })
    .sort((one, other) => size(other) - size(one))
}

function seen(level: Level, line: CountedLine): Level {
  return {
    ...level,
    closed_boxes: line.closed_boxes,
    open_box_units: line.open_box_units,
    open_bottle_doses: line.open_bottle_doses ?? 0,
  }
}

function size({ expected, counted }: FoundDifference): number {
  return Math.abs(counted - expected)
}
