import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyState } from './any-state.fixture.ts'
import { applyLines } from './apply.fixture.ts'
import { planSku } from './plan.ts'
import { planUndo } from './plan-undo.ts'
import { fromUnits } from './quantity.ts'
import { balanceOf } from './reading.ts'
import { reads, twoShops } from './two-shops.fixture.ts'

describe('taking back what a plan did', () => {
  it('brings every place back to what it showed', () => {
    fc.assert(
      fc.property(anyState(), (state) => {
        const { lines } = planSku(state)
        const undone = applyLines(applyLines(state, lines), planUndo(lines))
        expect(undone.targets.map((target) => balanceOf(target.reading))).toEqual(
          state.targets.map((target) => balanceOf(target.reading)),
        )
      }),
    )
  })

  it('moves by the difference, last line first, so that later sales are kept', () => {
    const { lines } = planSku(twoShops({ readings: { P1: reads(7) } }))
    expect(planUndo(lines)).toMatchObject([
      { place: { deposit_id: 'YC' }, operation: 'E', quantity: fromUnits(3), reason: 'undo' },
      { place: { deposit_id: 'C' }, operation: 'E', quantity: fromUnits(3), reason: 'undo' },
    ])
  })

  it('sets the value where a place takes nothing else', () => {
    const state = twoShops({ readings: { P1: reads(7) } })
    const place = { kind: 'site', site_id: 'loja', product_id: '9' } as const
    const [first] = state.targets
    if (first === undefined) throw new Error('no target')
    const { lines } = planSku({ ...state, targets: [{ ...first, place, write_mode: 'balance' }] })
    expect(lines).toMatchObject([{ operation: 'B', quantity: fromUnits(16) }])
    expect(planUndo(lines)).toMatchObject([{ operation: 'B', quantity: fromUnits(19) }])
  })
})
