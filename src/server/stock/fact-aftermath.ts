import { DateTime } from 'luxon'
import { rebaseOnCount } from '../../domain/stock/late-fact.ts'
import { type Level, quantityOnHand } from '../../domain/stock/level.ts'
import type { MovementDraft } from '../../domain/stock/movement.ts'
import { type BatchState, keyOf } from './batch/batch-state.ts'
import { type MovementExtras, type NewDivergence, plain } from './batch/command.ts'
import type { Origin } from './command-input.ts'

/** What a fact brings besides its own rows. Empty for what a person does online. */
export type Aftermath = {
  readonly movements: readonly MovementExtras[]
  readonly divergences: readonly NewDivergence[]
}

/**
 * A fact arrives after it happened. Where a count has been taken in between, the count had already seen it: the level goes back to
 * what the count found. Where it leaves less than nothing, or its clock cannot be believed, a person is asked to look.
 */
export function aftermathOf(origin: Origin, state: BatchState, drafts: readonly MovementDraft[]): Aftermath {
  if (origin.kind === 'online') return { movements: [], divergences: [] }
  const counted = origin.clock_is_trusted
    ? drafts.filter((draft) => wasCountedAfter(state, draft, origin.occurred_at))
    : []
  const rebased = counted.length === 0 ? [] : rebaseOnCount(counted, countTime(state, counted[0]))
  return {
    movements: rebased.map(plain),
    divergences: [
      ...rebased.map((draft) =>
        divergence('sale_before_count', draft, { occurred_at: origin.occurred_at.toISOString() }),
      ),
      ...negativeLevels([...drafts, ...rebased]),
      ...(origin.clock_is_trusted ? [] : wrongClock(origin, drafts)),
    ],
  }
}

function wasCountedAfter(state: BatchState, draft: MovementDraft, occurredAt: Date): boolean {
  const countedAt = state.items.get(keyOf(draft))?.last_count_at
  return countedAt !== null && countedAt !== undefined && occurredAt < countedAt
}

function countTime(state: BatchState, draft: MovementDraft | undefined): string {
  const at = draft === undefined ? null : state.items.get(keyOf(draft))?.last_count_at
  return at === null || at === undefined
    ? ''
    : DateTime.fromJSDate(at, { zone: state.settings.time_zone }).toFormat('HH:mm')
}

function negativeLevels(drafts: readonly MovementDraft[]): NewDivergence[] {
  const last = new Map<string, { draft: MovementDraft; after: Level }>()
  for (const draft of drafts) last.set(keyOf(draft), { draft, after: draft.after })
  return [...last.values()].flatMap(({ draft, after }) => {
    const quantity = quantityOnHand(after)
    return quantity >= 0 ? [] : [divergence('negative_stock', draft, { quantity })]
  })
}

function wrongClock(
  origin: Extract<Origin, { kind: 'device' }>,
  drafts: readonly MovementDraft[],
): NewDivergence[] {
  const [first] = drafts
  const facts = { device_id: origin.device_id, occurred_at: origin.occurred_at.toISOString() }
  return first === undefined ? [] : [divergence('device_clock', first, facts)]
}

function divergence(
  kind: NewDivergence['kind'],
  { branch_id, product_id }: MovementDraft,
  facts: NewDivergence['facts'],
): NewDivergence {
  return { kind, branch_id, product_id, facts }
}
