import { draftMovement, type MovementLabels } from './draft-movement.ts'
import { isStorable, type Level } from './level.ts'
import type { MovementDraft } from './movement.ts'
import { joinNotes } from './notes.ts'
import type { Portion } from './portion.ts'
import { putPortion } from './put.ts'
import type { Refusal } from './refusal.ts'
import { draftRegroup, type EntryRules } from './regroup.ts'

/** One level's rows of an operation, in order, and the level after them. */
export type LevelDecision = {
  readonly ok: true
  readonly movements: readonly MovementDraft[]
  readonly level: Level
}

/** An operation on several levels of one branch: rows in order and the levels that were touched. */
export type LevelsDecision = {
  readonly ok: true
  readonly movements: readonly MovementDraft[]
  readonly levels: ReadonlyMap<string, Level>
}

/** The row of stock that comes in, then the row that regroups when the open box would hold more than a box. */
export function enterStock(
  labels: MovementLabels,
  before: Level,
  portion: Portion,
  rules: EntryRules,
): LevelDecision | Refusal {
  const change = putPortion(before, portion)
  const owed = before.open_box_units < 0 && before.units_per_box !== null
  const notes = joinNotes(owed ? 'divisão em caixas a conferir' : null, labels.notes)
  return withRegroup(draftMovement({ ...labels, notes }, before, change), rules)
}

/** An entry's row followed by the row that regroups what it left; refuses what could not be stored. */
export function withRegroup(entry: MovementDraft, rules: EntryRules): LevelDecision | Refusal {
  const regroup = draftRegroup(entry, entry.after, rules)
  const level = regroup?.after ?? entry.after
  if (!isStorable(entry.after) || !isStorable(level)) {
    return { ok: false, code: 'QUANTITY_TOO_LARGE', product_id: entry.product_id }
  }
  return { ok: true, movements: regroup === null ? [entry] : [entry, regroup], level }
}
