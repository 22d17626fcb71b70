import { enterStock } from './enter.ts'
import { leaveStock } from './leave.ts'
import type { Level } from './level.ts'
import type { MovementDraft } from './movement.ts'
import { addPortions, checkCover, checkPortion, checkSealedBoxes, type Portion } from './portion.ts'
import { OPERATION_REASONS } from './reasons.ts'
import type { Refusal } from './refusal.ts'
import type { EntryRules } from './regroup.ts'

/** One line of a transfer: boxes travel sealed, units leave and arrive loose. */
export type TransferLine = { readonly product_id: string; readonly boxes: number; readonly units: number }

/** A transfer from one branch to another. */
export type Transfer = {
  readonly from_branch_id: string
  readonly to_branch_id: string
  readonly lines: readonly TransferLine[]
  readonly notes: string | null
  readonly fact: boolean
}

/** Both sides of a transfer, or neither. */
export type TransferDecision = {
  readonly ok: true
  readonly movements: readonly MovementDraft[]
  /** The levels touched in the branch that gives, by product. */
  readonly from_levels: ReadonlyMap<string, Level>
  /** The levels touched in the branch that receives, by product. */
  readonly to_levels: ReadonlyMap<string, Level>
}

/** Decides a transfer: per line a `transfer_out`, then a `transfer_in` that regroups like any entry. All lines or none. */
export function decideTransfer(
  input: Transfer,
  from: ReadonlyMap<string, Level>,
  to: ReadonlyMap<string, Level>,
  rules: EntryRules,
): TransferDecision | Refusal {
  const { from_branch_id, to_branch_id } = input
  if (from_branch_id === to_branch_id) return { ok: false, code: 'SAME_BRANCH', branch_id: from_branch_id }
  const short = checkLines(input, from)
  if (short !== null) return short

  const fromLevels = new Map<string, Level>()
  const toLevels = new Map<string, Level>()
  const movements: MovementDraft[] = []
  for (const { product_id, boxes, units } of input.lines) {
    const giving = fromLevels.get(product_id) ?? from.get(product_id)
    const receiving = toLevels.get(product_id) ?? to.get(product_id)
    if (giving === undefined || receiving === undefined) return { ok: false, code: 'NOT_FOUND', product_id }
    const moved = moveLine(input, product_id, { boxes, units, doses: 0 }, { giving, receiving }, rules)
    if (!moved.ok) return moved
    fromLevels.set(product_id, moved.giving)
    toLevels.set(product_id, moved.receiving)
    movements.push(...moved.movements)
  }
  return { ok: true, movements, from_levels: fromLevels, to_levels: toLevels }
}

/** Checks every product on the sum of its lines. */
function checkLines(input: Transfer, from: ReadonlyMap<string, Level>): Refusal | null {
  const sums = new Map<string, Portion>()
  for (const { product_id, boxes, units } of input.lines) {
    const portion = { boxes, units, doses: 0 }
    const level = from.get(product_id)
    if (level === undefined) return { ok: false, code: 'NOT_FOUND', product_id }
    const refusal = checkPortion(product_id, portion, level)
    if (refusal !== null) return refusal
    const sum = addPortions(sums.get(product_id) ?? { boxes: 0, units: 0, doses: 0 }, portion)
    sums.set(product_id, sum)
    if (input.fact) continue
    const short = checkCover(product_id, level, sum) ?? checkSealedBoxes(product_id, level, sum.boxes, false)
    if (short !== null) return short
  }
  return null
}

type Sides = { readonly giving: Level; readonly receiving: Level }

function moveLine(
  input: Transfer,
  product_id: string,
  portion: Portion,
  sides: Sides,
  rules: EntryRules,
): (Sides & { readonly ok: true; readonly movements: readonly MovementDraft[] }) | Refusal {
  const labels = { product_id, reason: OPERATION_REASONS.transfer, notes: input.notes }
  const left = leaveStock(
    { ...labels, branch_id: input.from_branch_id, movement_type: 'transfer_out' },
    sides.giving,
    portion,
  )
  if (!left.ok) return left
  const entered = enterStock(
    { ...labels, branch_id: input.to_branch_id, movement_type: 'transfer_in' },
    sides.receiving,
    portion,
    rules,
  )
  if (!entered.ok) return entered
  const movements = [left.movement, ...entered.movements]
  return { ok: true, movements, giving: left.level, receiving: entered.level }
}
