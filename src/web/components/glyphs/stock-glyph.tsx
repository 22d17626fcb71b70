import type { Level } from '../../../domain/stock/level.ts'
import { Bottle } from './bottle.tsx'
import { Crate } from './crate.tsx'
import { Stack } from './stack.tsx'
import { stockText } from './stock-text.ts'

/** A whole level as one picture with a text alternative: sealed boxes, the open box, the open bottle. */
export function StockGlyph({ level, className = 'h-8' }: { level: Level; className?: string }) {
  const { units_per_box, doses_per_bottle, closed_boxes, open_box_units, open_bottle_doses } = level
  if (units_per_box === null && doses_per_bottle === null) return null
  return (
    <span role="img" aria-label={stockText(level)} className="inline-flex items-end gap-2">
      {units_per_box !== null && <Stack boxes={closed_boxes} className={`${className} w-auto`} />}
      {units_per_box !== null && (
        <Crate size={units_per_box} filled={open_box_units} className={`${className} w-auto`} />
      )}
      {doses_per_bottle !== null && (
        <Bottle size={doses_per_bottle} filled={open_bottle_doses} className={`${className} w-auto`} />
      )}
    </span>
  )
}
