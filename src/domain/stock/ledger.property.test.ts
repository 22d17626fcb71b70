import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findInconsistencies } from './consistency.ts'
import { foldLevel } from './fold.ts'
import { anyStart, anyStep, run } from './ledger.fixture.ts'
import { type Level, quantityOnHand } from './level.ts'
import { accepted, line, sell } from './sale.fixture.ts'

const steps = fc.array(anyStep, { maxLength: 40 })

/** A level that commands alone can have led to. */
const anyLevel = fc.tuple(anyStart, steps).map(([start, past]): Level => run(start, past, false).level)

/** Refusals of values and settings, which no fact escapes; all others are about stock. */
const NOT_ABOUT_STOCK = ['BOX_NOT_TRACKED', 'DOSE_NOT_ENABLED']

describe('any run of commands', () => {
  it('never leaves less than nothing, nor a closed box or an open bottle out of bounds', () => {
    fc.assert(
      fc.property(anyStart, steps, (start, past) => {
        for (const { after } of run(start, past, false).rows) {
          expect(after.closed_boxes).toBeGreaterThanOrEqual(0)
          expect(after.open_box_units).toBeGreaterThanOrEqual(0)
          expect(after.open_bottle_doses).toBeGreaterThanOrEqual(0)
          expect(after.open_bottle_doses).toBeLessThanOrEqual(after.doses_per_bottle ?? 0)
        }
      }),
    )
  })

  it('leaves a sound level: overfull only from two boxes opened by hand', () => {
    fc.assert(
      fc.property(anyStart, steps, (start, past) => {
        const { level } = run(start, past, false)
        expect(level.open_box_units).toBeLessThanOrEqual(
          2 * (level.units_per_box ?? Number.POSITIVE_INFINITY),
        )
        const critical = findInconsistencies(level).filter((finding) => finding.severity === 'critical')
        expect(critical).toEqual([])
      }),
    )
  })
})

describe('any run of facts', () => {
  it('is never refused for stock, and owes only when no box is closed', () => {
    fc.assert(
      fc.property(anyStart, steps, (start, past) => {
        const { rows, refusals } = run(start, past, true)
        expect(refusals.filter((refusal) => !NOT_ABOUT_STOCK.includes(refusal.code))).toEqual([])
        for (const { after } of rows) {
          expect(after.closed_boxes).toBeGreaterThanOrEqual(0)
          expect(after.open_bottle_doses).toBeGreaterThanOrEqual(0)
          expect(after.open_bottle_doses).toBeLessThanOrEqual(after.doses_per_bottle ?? 0)
          expect(after.open_box_units < 0).toBe(quantityOnHand(after) < 0)
          if (after.open_box_units < 0) expect(after.closed_boxes).toBe(0)
        }
      }),
    )
  })
})

describe('any run, of commands or of facts', () => {
  it('replays to its level, and its quantities sum to what there is', () => {
    fc.assert(
      fc.property(anyStart, steps, fc.boolean(), (start, past, fact) => {
        const { level, rows } = run(start, past, fact)
        expect(foldLevel(start, rows)).toEqual({ ok: true, level })
        expect(rows.reduce((sum, row) => sum + row.quantity, 0)).toBe(quantityOnHand(level))
      }),
    )
  })

  it('accounts for every box: what opened, came, left or was regrouped is what changed', () => {
    fc.assert(
      fc.property(anyStart, steps, fc.boolean(), (start, past, fact) => {
        for (const row of run(start, past, fact).rows) {
          if (!['sale', 'sale_muntu'].includes(row.movement_type)) continue
          const gone = row.before.closed_boxes - row.after.closed_boxes - row.boxes_opened
          expect(gone).toBeGreaterThanOrEqual(0)
          expect(row.box_opened_automatically).toBe(row.boxes_opened > 0)
        }
      }),
    )
  })
})

describe('a sale', () => {
  const quantity = fc.integer({ min: 1, max: 30 })

  it('of several units is the same as one unit after another', () => {
    fc.assert(
      fc.property(anyLevel, quantity, fc.constantFrom('unit', 'dose'), (level, units, sold_as) => {
        const whole = sell(level, [line(units, { sold_as })])
        if (!whole.ok) return
        let stepwise = level
        let opened = 0
        for (let unit = 0; unit < units; unit++) {
          const one = accepted(sell(stepwise, [line(1, { sold_as })]))
          stepwise = one.levels.get('beer') ?? stepwise
          opened += one.movements[0]?.boxes_opened ?? 0
        }
        expect(whole.levels.get('beer')).toEqual(stepwise)
        expect(whole.movements[0]?.boxes_opened).toBe(opened)
      }),
    )
  })

  it('of the same lines in another order leaves the same quantity', () => {
    fc.assert(
      fc.property(anyLevel, fc.array(quantity, { minLength: 1, maxLength: 4 }), (level, quantities) => {
        const lines = quantities.map((units) => line(units))
        const there = sell(level, lines)
        const back = sell(level, [...lines].reverse())
        expect(there.ok).toBe(back.ok)
        if (there.ok && back.ok) expect(there.levels).toEqual(back.levels)
      }),
    )
  })

  it('is refused exactly when the stock is short', () => {
    fc.assert(
      fc.property(anyLevel, quantity, (level, units) => {
        const bottles = level.closed_boxes * (level.units_per_box ?? 0) + level.open_box_units
        expect(sell(level, [line(units)]).ok).toBe(units <= bottles)
      }),
    )
  })

  it('that is cancelled restores the quantity, whatever was sold', () => {
    const soldAs = fc.constantFrom('unit', 'box', 'dose', 'muntu')
    fc.assert(
      fc.property(anyLevel, quantity, soldAs, fc.boolean(), (level, units, sold_as, fact) => {
        const before = quantityOnHand(level)
        const sale = { kind: 'sale', sold_as, quantity: units, accepts: true } as const
        expect(quantityOnHand(run(level, [sale, { kind: 'cancel' }], fact).level)).toBe(before)
      }),
    )
  })
})
