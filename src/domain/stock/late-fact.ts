import { draftMovement } from './draft-movement.ts'
import { sameLevel } from './level.ts'
import { unopened } from './level-change.ts'
import type { MovementDraft } from './movement.ts'
import { MOVEMENT_LABELS } from './notes.ts'
import { OPERATION_REASONS } from './reasons.ts'

/**
 * The `count` rows that follow a fact which happened before a count but arrived after it. The count had already seen those
 * bottles gone (or come), so each level goes back to what it was before the fact. `facts` are the fact's own rows on levels
 * that were counted since; `countedAt` is the count's time as people read it, e.g. "14:05".
 */
export function rebaseOnCount(facts: readonly MovementDraft[], countedAt: string): readonly MovementDraft[] {
  const firsts = new Map<string, MovementDraft>()
  const lasts = new Map<string, MovementDraft>()
  for (const fact of facts) {
    const key = `${fact.branch_id} ${fact.product_id}`
    if (!firsts.has(key)) firsts.set(key, fact)
    lasts.set(key, fact)
  }
  return [...lasts].flatMap(([key, last]) => {
    const first = firsts.get(key) ?? last
    return sameLevel(first.before, last.after) ? [] : [countBack(first, last, countedAt)]
  })
}

function countBack(first: MovementDraft, last: MovementDraft, countedAt: string): MovementDraft {
  const label = MOVEMENT_LABELS[first.movement_type]
  const named = label.charAt(0).toLowerCase() + label.slice(1)
  return draftMovement(
    {
      branch_id: first.branch_id,
      product_id: first.product_id,
      movement_type: 'count',
      reason: OPERATION_REASONS.count,
      notes: `${named} anterior à contagem de ${countedAt}`,
    },
    last.after,
    unopened(first.before),
  )
}
