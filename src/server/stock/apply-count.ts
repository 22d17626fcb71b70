import type { NewCount } from '../../contract/stock.ts'
import { type CountDecision, decideCount } from '../../domain/stock/count.ts'
import type { Level } from '../../domain/stock/level.ts'
import type { Refusal } from '../../domain/stock/refusal.ts'
import { accepted } from './accept.ts'
import type { BatchState } from './batch/batch-state.ts'
import type { StockCommand } from './batch/command.ts'
import { type CommandInput, type Origin, operationOf } from './command-input.ts'
import { refusedBy, requireItem, requireOpenBranch, requireProduct } from './decision-support.ts'

/** A count with the levels that the person could know of when counting; null: the present ones. */
export type CountInput = CommandInput<NewCount & { readonly seen: ReadonlyMap<string, Level> | null }>

/** Applies a count of a branch: what differs from the books at the time of counting changes the books now. All lines or none. */
export function applyCount(input: CountInput): StockCommand {
  const { body, principal, key, fingerprint, origin } = input
  return {
    principal,
    permission: 'stock.count',
    key,
    fingerprint,
    is_fact: input.origin.kind === 'device',
    levels: body.lines.map(({ product_id }) => ({ branch_id: body.branch_id, product_id })),
    needs: {},
    decide(state) {
      requireOpenBranch(state, body.branch_id)
      for (const line of body.lines) requireProduct(state, line.product_id, origin.kind === 'device')
      const decisions = decideLines(input, state)
      if (!Array.isArray(decisions)) return refusedBy(decisions, state)
      return accept(input, state, decisions)
    },
  }
}

function decideLines(input: CountInput, state: BatchState): CountDecision[] | Refusal {
  const { body, origin } = input
  const decisions: CountDecision[] = []
  for (const line of body.lines) {
    const item = requireItem(state, { branch_id: body.branch_id, product_id: line.product_id })
    const counted = {
      closed_boxes: line.closed_boxes,
      open_box_units: line.open_box_units,
      open_bottle_doses: line.open_bottle_doses ?? null,
    }
    const seen = body.seen?.get(line.product_id) ?? null
    const asked = {
      branch_id: body.branch_id,
      product_id: line.product_id,
      notes: body.notes ?? null,
      counted,
      seen,
    }
    const decision = decideCount({ ...asked, fact: origin.kind === 'device' }, item.level, state.settings)
    if (!decision.ok) return decision
    decisions.push(decision)
  }
  return decisions
}

/**
 * A count that speaks of an earlier moment is late like any other fact: where a later count stands, that one saw the shelf last. A
 * device whose clock cannot be believed says what it counted, not when.
 */
function originOf({ body, origin }: CountInput): Origin {
  if (origin.kind === 'device' || body.counted_at === undefined) return origin
  const occurred_at = new Date(body.counted_at)
  return { kind: 'device', device_id: body.terminal ?? '', occurred_at, clock_is_trusted: true }
}

function accept(input: CountInput, state: BatchState, decisions: readonly CountDecision[]) {
  const { body, origin } = input
  const counted_at = body.counted_at === undefined ? state.now : new Date(body.counted_at)
  const lines = decisions.map((decision, index) => ({
    product_id: body.lines[index]?.product_id ?? '',
    expected_quantity: decision.expected_quantity,
    counted_quantity: decision.counted_quantity,
    difference: decision.difference,
  }))
  const isTimeKnown = origin.kind === 'online' || origin.clock_is_trusted
  const counted = isTimeKnown
    ? body.lines.map(({ product_id }) => ({ branch_id: body.branch_id, product_id, counted_at }))
    : []
  return accepted({
    origin: originOf(input),
    state,
    operation: operationOf({
      ...input,
      origin,
      body: { terminal: body.terminal, occurred_at: body.counted_at },
    }),
    movements: decisions.flatMap((decision) => decision.movements),
    writes: {
      document: {
        kind: 'count',
        branch_id: body.branch_id,
        body: { counted_at, ledger_seq: body.ledger_seq ?? null, entered: body.lines, lines },
      },
      counted,
    },
    answer: () => ({ lines }),
  })
}
