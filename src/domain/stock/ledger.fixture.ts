import fc from 'fast-check'
import { decideAdjustment } from './adjustment.ts'
import { decideBoxOpening } from './box-opening.ts'
import { decideCount } from './count.ts'
import type { Level } from './level.ts'
import type { MovementDraft } from './movement.ts'
import { decideOutflow } from './outflow.ts'
import type { Measure } from './portion.ts'
import { decidePurchase } from './purchase.ts'
import type { Refusal } from './refusal.ts'
import { decideReturn } from './return.ts'
import { BEER, DEFAULT_SALE_RULES } from './sale.fixture.ts'
import { decideSale, type SoldAs, type SoldLine } from './sale.ts'

/** One thing that may happen to a level. */
export type Step =
  | { readonly kind: 'sale'; readonly sold_as: SoldAs; readonly quantity: number; readonly accepts: boolean }
  | { readonly kind: 'loss'; readonly taken_from: Measure; readonly quantity: number }
  | { readonly kind: 'adjustment'; readonly counted_in: Measure; readonly quantity: number }
  | { readonly kind: 'purchase'; readonly boxes: number; readonly units: number }
  | { readonly kind: 'opening' }
  | { readonly kind: 'count'; readonly closed_boxes: number; readonly open_box_units: number }
  | { readonly kind: 'cancel' }

const small = fc.integer({ min: 1, max: 12 })
const measure = fc.constantFrom<Measure>('unit', 'box', 'dose')

/** Any step; quantities and packings are small, so that every boundary is met often. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('sale' as const),
    sold_as: fc.constantFrom<SoldAs>('unit', 'box', 'dose', 'muntu'),
    quantity: small,
    accepts: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('loss' as const), taken_from: measure, quantity: small }),
  fc.record({
    kind: fc.constant('adjustment' as const),
    counted_in: measure,
    quantity: fc.integer({ min: -12, max: 12 }).filter((quantity) => quantity !== 0),
  }),
  fc.record({
    kind: fc.constant('purchase' as const),
    boxes: fc.integer({ min: 0, max: 4 }),
    units: fc.integer({ min: 1, max: 8 }),
  }),
  fc.record({ kind: fc.constant('opening' as const) }),
  fc.record({
    kind: fc.constant('count' as const),
    closed_boxes: fc.integer({ min: 0, max: 5 }),
    open_box_units: fc.integer({ min: 0, max: 8 }),
  }),
  fc.record({ kind: fc.constant('cancel' as const) }),
)

/** An empty level of any kind of packing. */
export const anyStart: fc.Arbitrary<Level> = fc.record({
  units_per_box: fc.option(fc.integer({ min: 2, max: 5 }), { nil: null }),
  doses_per_bottle: fc.option(fc.integer({ min: 2, max: 4 }), { nil: null }),
  closed_boxes: fc.constant(0),
  open_box_units: fc.constant(0),
  open_bottle_doses: fc.constant(0),
})

/** What a run of steps left: the level, every row, and why steps were refused. */
export type Run = {
  readonly level: Level
  readonly rows: readonly MovementDraft[]
  readonly refusals: readonly Refusal[]
}

/** Does the steps one after another; a refused one changes nothing. */
export function run(start: Level, steps: readonly Step[], fact: boolean): Run {
  let level = start
  const rows: MovementDraft[] = []
  const refusals: Refusal[] = []
  const standing: SoldLine[] = []
  for (const step of steps) {
    const decision = decide(level, step, fact, standing)
    if (!decision.ok) {
      refusals.push(decision)
      continue
    }
    rows.push(...decision.movements)
    level = decision.movements.at(-1)?.after ?? level
  }
  return { level, rows, refusals }
}

type Decision = { readonly ok: true; readonly movements: readonly MovementDraft[] } | Refusal

const OF_BEER = { branch_id: 'bar', product_id: 'beer', notes: null } as const
const RULES = { regroup: 'correct' } as const

function decide(level: Level, step: Step, fact: boolean, standing: SoldLine[]): Decision {
  const levels = new Map([['beer', level]])
  if (step.kind === 'sale') return sellStep(levels, step, fact, standing)
  if (step.kind === 'cancel') {
    const line = standing.pop()
    if (line === undefined) return { ok: true, movements: [] }
    return decideReturn({ ...OF_BEER, lines: [line], reason: 'Venda cancelada' }, levels, RULES)
  }
  if (step.kind === 'loss') {
    const { quantity, taken_from } = step
    return decideOutflow(
      { ...OF_BEER, movement_type: 'loss', quantity, taken_from, reason: 'Roubo', fact },
      level,
    )
  }
  if (step.kind === 'adjustment') {
    const { quantity, counted_in } = step
    return decideAdjustment(
      { ...OF_BEER, quantity, counted_in, reason: 'Correção de erro', fact },
      level,
      RULES,
    )
  }
  if (step.kind === 'purchase') {
    const boxes = level.units_per_box === null ? 0 : step.boxes
    return decidePurchase({ ...OF_BEER, lines: [{ ...OF_BEER, boxes, units: step.units }] }, levels, RULES)
  }
  if (step.kind === 'opening')
    return decideBoxOpening({ ...OF_BEER, fact }, level, { allow_two_open_boxes: true })
  const closed_boxes = level.units_per_box === null ? 0 : step.closed_boxes
  const counted = { closed_boxes, open_box_units: step.open_box_units, open_bottle_doses: null }
  return decideCount({ ...OF_BEER, counted, seen: null, fact }, level, RULES)
}

function sellStep(
  levels: ReadonlyMap<string, Level>,
  step: Extract<Step, { kind: 'sale' }>,
  fact: boolean,
  standing: SoldLine[],
): Decision {
  const { sold_as, quantity } = step
  const partial = step.accepts ? 'accept' : 'refuse'
  const decision = decideSale(
    { branch_id: 'bar', lines: [{ product_id: 'beer', sold_as, quantity, partial }], fact },
    levels,
    new Map([['beer', BEER]]),
    { ...DEFAULT_SALE_RULES, box_from_loose: true },
  )
  if (decision.ok) standing.push(...decision.lines)
  return decision
}
