import type { MovementDraft } from '../../domain/stock/movement.ts'
import type { BatchState } from './batch/batch-state.ts'
import {
  type Accepted,
  type Assigned,
  type DocumentWrites,
  type MovementExtras,
  type Operation,
  plain,
} from './batch/command.ts'
import type { Origin } from './command-input.ts'
import { shown } from './decision-support.ts'
import { aftermathOf } from './fact-aftermath.ts'

/** What a decided command wants written; movements may be drafts as they are. */
type Decided = {
  readonly origin: Origin
  readonly state: BatchState
  readonly operation: Operation
  readonly movements: readonly (MovementExtras | MovementDraft)[]
  readonly writes?: DocumentWrites
  /** Adds to the plain answer `{ id, movements }`. */
  readonly answer?: (assigned: Assigned) => Record<string, unknown>
  readonly status?: 200 | 201
}

/** The outcome of a command that goes through: its rows, what follows from its being late, and its answer. */
export function accepted(decided: Decided): Accepted {
  const movements = decided.movements.map((one) => ('draft' in one ? one : plain(one)))
  const aftermath = aftermathOf(
    decided.origin,
    decided.state,
    movements.map((one) => one.draft),
  )
  const writes = decided.writes ?? {}
  return {
    ok: true,
    status: decided.status ?? 201,
    operation: decided.operation,
    movements: [...movements, ...aftermath.movements],
    writes: { ...writes, divergences: [...(writes.divergences ?? []), ...aftermath.divergences] },
    respond: (assigned) => ({
      id: decided.operation.id,
      ...decided.answer?.(assigned),
      movements: assigned.movements.map(shown),
    }),
  }
}
