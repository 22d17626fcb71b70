import { enterStock, type LevelsDecision } from './enter.ts'
import { multiplyDivide } from './integer.ts'
import type { Level, Packing } from './level.ts'
import type { MovementDraft } from './movement.ts'
import { checkPortion, type Portion } from './portion.ts'
import type { Refusal } from './refusal.ts'
import type { EntryRules } from './regroup.ts'

/** What comes back, apart and in the packing it left in; a sold line says exactly this. */
export type ReturnedLine = Packing & {
  readonly product_id: string
  readonly sealed_boxes: number
  readonly units: number
  readonly doses: number
}

/**
 * Decides a return or the cancellation of a sale: units go to the open box, boxes that left sealed come back sealed, doses
 * go to the open bottle. An opened box or bottle stays open even when it is full again. One `return` row per line.
 */
export function decideReturn(
  input: {
    readonly branch_id: string
    readonly lines: readonly ReturnedLine[]
    readonly reason: string
    readonly notes: string | null
  },
  levels: ReadonlyMap<string, Level>,
  rules: EntryRules,
): LevelsDecision | Refusal {
  const touched = new Map<string, Level>()
  const movements: MovementDraft[] = []
  for (const line of input.lines) {
    const { product_id } = line
    const before = touched.get(product_id) ?? levels.get(product_id)
    if (before === undefined) return { ok: false, code: 'NOT_FOUND', product_id }
    const portion = portionBack(line, before)
    const refusal = checkPortion(product_id, portion, before)
    if (refusal !== null) return refusal
    const { branch_id, reason, notes } = input
    const labels = { branch_id, product_id, movement_type: 'return', reason, notes } as const
    const entered = enterStock(labels, before, portion, rules)
    if (!entered.ok) return entered
    touched.set(product_id, entered.level)
    movements.push(...entered.movements)
  }
  return { ok: true, movements, levels: touched }
}

/**
 * The line in today's packing. Boxes of another size come back as units; doses of another size as the same share of a
 * bottle, at least one.
 */
function portionBack(line: ReturnedLine, today: Packing): Portion {
  const sameBox = line.units_per_box === today.units_per_box
  return {
    boxes: sameBox ? line.sealed_boxes : 0,
    units: line.units + (sameBox ? 0 : line.sealed_boxes * (line.units_per_box ?? 0)),
    doses: dosesBack(line, today),
  }
}

function dosesBack(line: ReturnedLine, today: Packing): number {
  const { doses, doses_per_bottle: soldFrom } = line
  if (doses === 0 || soldFrom === null || today.doses_per_bottle === null) return doses
  if (soldFrom === today.doses_per_bottle) return doses
  return Math.max(1, multiplyDivide(doses, today.doses_per_bottle, soldFrom))
}
