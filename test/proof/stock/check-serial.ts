import { problemOf } from '../../../src/contract/errors.ts'
import { emptyLevel, type Level, quantityOnHand } from '../../../src/domain/stock/level.ts'
import type { MovementDraft } from '../../../src/domain/stock/movement.ts'
import { decideRepack } from '../../../src/domain/stock/repack.ts'
import { AppError } from '../../../src/server/kernel/app-error.ts'
import type { Outcome } from '../../../src/server/stock/batch/command.ts'
import type { ChainedMovement } from '../../../src/server/stock/batch/ledger-chain.ts'
import type { Books } from './books.ts'
import type { Done } from './check-answers.ts'
import { claim, grouped, known } from './claim.ts'
import { type Attempt, idIn, type Performance } from './perform.ts'
import { advance, emptyState, packUnmoved, type SerialState } from './serial-state.ts'

/**
 * What two processes did together is what one could have done alone: the pure core, asked command by command in the order of the
 * ledger, writes the same rows; and every refusal was right at some moment of its round.
 */
export function checkSerial(performance: Performance, books: Books, done: readonly Done[]): void {
  const state = emptyState(performance)
  const numbers = new Map([...books.sales, ...books.purchases].map(({ id, number }) => [id, number]))
  const steps = stepsOf(books, done)
  let next = 0
  for (const [round, end] of performance.round_ends.entries()) {
    notePackings(state, performance, round)
    let open = rowlessOf(performance, done, round)
    const look = () => {
      open = open.filter((one) => !isRightSomehow(one, state, numbers))
    }
    look()
    for (; next < steps.length; next += 1) {
      const step = steps[next]
      if (step === undefined || step.seq > end) break
      step.done === null ? replayRepack(state, step.rows) : replay(state, step.done, numbers, books)
      look()
    }
    claim(open.length === 0, 'a refusal was right at some moment of its round', () =>
      open.map(({ request, result }) => [
        request,
        result instanceof AppError ? [result.code, result.facts] : result,
      ]),
    )
  }
  claim(next === steps.length, 'every row belongs to a round')
  checkEnd(state, books)
}

type Step = { readonly seq: number; readonly done: Done | null; readonly rows: readonly ChainedMovement[] }

function stepsOf(books: Books, done: readonly Done[]): Step[] {
  const repacks = grouped(
    books.movements.filter((row) => row.movement_type === 'box_config'),
    (row) => row.operation_id,
  )
  const steps: Step[] = [
    ...done.flatMap((one) =>
      one.rows[0] === undefined ? [] : [{ seq: one.rows[0].seq, done: one, rows: one.rows }],
    ),
    ...[...repacks.values()].flatMap((rows) =>
      rows[0] === undefined ? [] : [{ seq: rows[0].seq, done: null, rows }],
    ),
  ]
  return steps.sort((one, other) => one.seq - other.seq)
}

/** What a round answered without writing a row: refusals, purchases on their way, facts that had nothing left to do. */
function rowlessOf({ attempts }: Performance, done: readonly Done[], round: number): Attempt[] {
  const rowless = new Set(done.filter(({ rows }) => rows.length === 0).map(({ attempt }) => attempt))
  return attempts.filter((attempt) => {
    if (attempt.round !== round || attempt.command === null) return false
    const { result } = attempt
    if (result instanceof AppError) return result.code !== 'IDEMPOTENCY_KEY_REUSED'
    return rowless.has(attempt) || (result.status >= 400 && !result.replayed)
  })
}

function notePackings(state: SerialState, { attempts }: Performance, round: number): void {
  for (const { round: own, request, result } of attempts) {
    const { asked } = request
    if (own !== round || asked.kind !== 'repack' || result instanceof AppError || result.status !== 200)
      continue
    const { product_id, units_per_box, doses_per_bottle } = asked
    known(state.packings, product_id, 'the product').push({ units_per_box, doses_per_bottle })
  }
}

/** Whether the answer is right now, with levels that never moved in any packing that they may have by now. */
function isRightSomehow(attempt: Attempt, state: SerialState, numbers: ReadonlyMap<string, number>): boolean {
  if (isRightNow(attempt, state, numbers)) return true
  const unmoved = (attempt.command?.levels ?? []).filter(
    (key) => known(state.items, key.branch_id + key.product_id, 'the level').last_seq === 0,
  )
  const products = [...new Set(unmoved.map(({ product_id }) => product_id))]
  const tryFrom = (index: number): boolean => {
    const product_id = products[index]
    if (product_id === undefined) return isRightNow(attempt, state, numbers)
    return known(state.packings, product_id, 'the product').some((packing) => {
      for (const key of unmoved) if (key.product_id === product_id) packUnmoved(state, key, packing)
      return tryFrom(index + 1)
    })
  }
  return products.length > 0 && tryFrom(0)
}

function isRightNow(attempt: Attempt, state: SerialState, numbers: ReadonlyMap<string, number>): boolean {
  const { result } = attempt
  const outcome = outcomeOf(attempt, state)
  if (result instanceof AppError) {
    if (outcome instanceof AppError) return outcome.code === result.code
    return (
      !outcome.ok &&
      JSON.stringify([outcome.code, outcome.facts]) === JSON.stringify([result.code, result.facts])
    )
  }
  if (outcome instanceof AppError) return false
  if (!outcome.ok) return result.body === JSON.stringify(problemOf(outcome.code, outcome.facts))
  if (result.status >= 400 || outcome.movements.length > 0) return false
  const shown = JSON.parse(result.body) as { id: string; lines?: unknown }
  const { purchase } = outcome.writes
  if (purchase !== undefined && JSON.stringify(purchase.lines) !== JSON.stringify(shown.lines)) return false
  const operation = { ...outcome.operation, id: shown.id }
  advance(state, { ...outcome, operation }, numbers.get(shown.id) ?? 0, attempt.now)
  return true
}

function outcomeOf({ command, now }: Attempt, state: SerialState): Outcome | AppError {
  if (command === null) throw new Error('a repack is replayed from its rows')
  try {
    return command.decide(state.at(now))
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

function replay(
  state: SerialState,
  { attempt, answer, rows }: Done,
  numbers: ReadonlyMap<string, number>,
  books: Books,
): void {
  for (const row of rows) packUnmoved(state, row, row)
  const outcome = outcomeOf(attempt, state)
  claim(!(outcome instanceof AppError) && outcome.ok, 'the pure core accepts it in its place', () => [
    attempt.request,
    outcome,
  ])
  const drafts = outcome.movements.map(({ draft }) => draft)
  claim(drafts.length === rows.length, 'the pure core writes as many rows', () => [
    attempt.request,
    drafts,
    rows,
  ])
  for (const [index, draft] of drafts.entries()) {
    const row = rows[index]
    const same = row !== undefined && JSON.stringify(ofDraft(draft)) === JSON.stringify(ofRow(row))
    claim(same, 'the pure core writes the same row', () => [attempt.request, draft, row])
  }
  const id = idIn(answer)
  const kinds = (outcome.writes.divergences ?? []).map(({ kind }) => kind).sort()
  const kept = books.divergences.filter((one) => one.operation_id === id).map(({ kind }) => kind)
  claim(kinds.join() === kept.sort().join(), 'the same divergences are shown to people', () => [
    attempt.request,
    kinds,
    kept,
  ])
  advance(state, { ...outcome, operation: { ...outcome.operation, id } }, numbers.get(id) ?? 0, attempt.now)
}

const numbersOf = (level: MovementDraft['after']) => [
  level.closed_boxes,
  level.open_box_units,
  level.open_bottle_doses,
]

function ofDraft(draft: MovementDraft): unknown[] {
  const { branch_id, product_id, movement_type, quantity, before, after, boxes_opened, bottles_opened } =
    draft
  return [
    [
      branch_id,
      product_id,
      movement_type,
      quantity,
      numbersOf(before),
      numbersOf(after),
      boxes_opened,
      bottles_opened,
    ],
    [after.units_per_box, after.doses_per_bottle, draft.box_opened_automatically, draft.reason, draft.notes],
    [quantityOnHand(before), quantityOnHand(after)],
  ]
}

function ofRow(row: ChainedMovement): unknown[] {
  const before = [row.closed_boxes_before, row.open_box_before, row.open_bottle_before]
  const after = [row.closed_boxes_after, row.open_box_after, row.open_bottle_after]
  const { branch_id, product_id, movement_type, quantity, boxes_opened, bottles_opened } = row
  return [
    [branch_id, product_id, movement_type, quantity, before, after, boxes_opened, bottles_opened],
    [row.units_per_box, row.doses_per_bottle, row.box_opened_automatically, row.reason, row.notes],
    [row.quantity_before, row.quantity_after],
  ]
}

function replayRepack(state: SerialState, rows: readonly ChainedMovement[]): void {
  for (const row of rows) {
    const item = known(state.items, row.branch_id + row.product_id, 'the repacked level')
    const candidates = known(state.packings, row.product_id, 'the product').map(emptyLevel)
    const draft = (item.last_seq === 0 ? candidates : [item.level])
      .map((level) => repacked(level, row))
      .find((one) => one !== undefined && JSON.stringify(ofDraft(one)) === JSON.stringify(ofRow(row)))
    claim(draft !== undefined, 'the pure core repacks the same way', () => [item.level, row])
    item.level = draft.after
    item.last_seq += 1
  }
}

function repacked(level: Level, row: ChainedMovement): MovementDraft | undefined {
  const { units_per_box, doses_per_bottle, branch_id, product_id } = row
  const packing = { units_per_box, doses_per_bottle }
  const decision = decideRepack({ branch_id, product_id, packing, notes: null }, level)
  return decision.ok ? decision.movements[0] : undefined
}

function checkEnd(state: SerialState, books: Books): void {
  for (const row of books.items) {
    const item = known(state.items, row.branch_id + row.product_id, 'the level')
    claim(
      JSON.stringify([numbersOf(item.level), item.incoming_units, item.last_count_at]) ===
        JSON.stringify([numbersOf(row), row.incoming_units, row.last_count_at]),
      'one process alone would have ended there too',
      () => [item, row],
    )
  }
}
