import { enterStock, type LevelsDecision } from './enter.ts'
import type { Level } from './level.ts'
import type { MovementDraft } from './movement.ts'
import { checkPortion } from './portion.ts'
import { OPERATION_REASONS } from './reasons.ts'
import type { Refusal } from './refusal.ts'
import type { EntryRules } from './regroup.ts'

/** One received line: whole boxes stay sealed, loose units go to the open box. */
export type PurchaseLine = { readonly product_id: string; readonly boxes: number; readonly units: number }

/** Decides a receipt: one `purchase` row per line, in the order of the lines, each followed by its regroup row if any. */
export function decidePurchase(
  input: {
    readonly branch_id: string
    readonly lines: readonly PurchaseLine[]
    readonly notes: string | null
  },
  levels: ReadonlyMap<string, Level>,
  rules: EntryRules,
): LevelsDecision | Refusal {
  const { branch_id, notes } = input
  const touched = new Map<string, Level>()
  const movements: MovementDraft[] = []
  for (const { product_id, boxes, units } of input.lines) {
    const before = touched.get(product_id) ?? levels.get(product_id)
    if (before === undefined) return { ok: false, code: 'NOT_FOUND', product_id }
    const portion = { boxes, units, doses: 0 }
    const refusal = checkPortion(product_id, portion, before)
    if (refusal !== null) return refusal
    const reason = OPERATION_REASONS.purchase
    const labels = { branch_id, product_id, movement_type: 'purchase', reason, notes } as const
    const entered = enterStock(labels, before, portion, rules)
    if (!entered.ok) return entered
    touched.set(product_id, entered.level)
    movements.push(...entered.movements)
  }
  return { ok: true, movements, levels: touched }
}
