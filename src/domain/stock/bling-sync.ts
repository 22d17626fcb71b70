import { enterStock, type LevelDecision } from './enter.ts'
import { leaveStock } from './leave.ts'
import { bottlesOnHand, type Level } from './level.ts'
import { joinNotes } from './notes.ts'
import { portionOf } from './portion.ts'
import type { Refusal } from './refusal.ts'
import type { EntryRules } from './regroup.ts'

/** What a deposit of an ERP account was seen to hold, for the branch of the ledger that follows it. */
export type ObservedDeposit = {
  readonly branch_id: string
  readonly product_id: string
  /** Whole units, rounded down: the ledger counts nothing smaller. May be below zero, as it may be there. */
  readonly observed_units: number
  /** Whether the deposit held a fraction of a unit more than that. */
  readonly has_fraction: boolean
  readonly notes: string | null
}

/**
 * Decides the movement that brings a followed level to what was observed. It is a fact and no person's adjustment: nothing is refused for
 * stock, and it may go below zero. No rows when the level says the same already. What stands in an open bottle is not the ERP's business.
 */
export function decideBlingSync(
  input: ObservedDeposit,
  before: Level,
  rules: EntryRules,
): LevelDecision | Refusal {
  const difference = input.observed_units - bottlesOnHand(before)
  if (difference === 0) return { ok: true, movements: [], level: before }
  const labels = {
    branch_id: input.branch_id,
    product_id: input.product_id,
    movement_type: 'bling_sync' as const,
    reason: null,
    notes: joinNotes(input.has_fraction ? 'fração de unidade não contada' : null, input.notes),
  }
  const portion = portionOf(Math.abs(difference), 'unit')
  if (difference > 0) return enterStock(labels, before, portion, rules)
  const left = leaveStock(labels, before, portion)
  return left.ok ? { ok: true, movements: [left.movement], level: left.level } : left
}
