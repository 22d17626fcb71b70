import { describe, expect, it } from 'vitest'
import { applyLines, writesOf } from './apply.fixture.ts'
import { planSku } from './plan.ts'
import { fromUnits, toUnits } from './quantity.ts'
import { type Changes, reads, twoShops } from './two-shops.fixture.ts'

describe('what is written when a source moves', () => {
  it('brings every shared deposit to the sum and nothing else (sync 1)', () => {
    const plan = planSku(twoShops({ readings: { P1: reads(7) } }))
    expect(writesOf(plan)).toEqual(['C 19→16', 'YC 19→16'])
    expect(plan.lines[0]).toMatchObject({
      place: { account_id: 'W', product_id: '111' },
      operation: 'S',
      quantity: fromUnits(3),
      target_physical: fromUnits(16),
      reason: 'available_changed',
    })
    expect(plan.lines[1]).toMatchObject({ place: { account_id: 'Y', product_id: '222' } })
  })

  it('writes nothing when nothing changed, however often it is asked (sync 2, 7)', () => {
    const plans = [1, 2, 3].map(() => planSku(twoShops()))
    expect(plans.map((plan) => [plan.state, plan.lines.length])).toEqual(Array(3).fill(['unchanged', 0]))
  })

  it('writes only the place that is behind, which is what is left after a crash between two writes (sync 3, 18, 20)', () => {
    const moved = twoShops({ readings: { P1: reads(7) } })
    const first = planSku(moved).lines.slice(0, 1)
    expect(writesOf(applyLines(moved, first))).toEqual(['YC 19→16'])
  })

  it('follows a source in its mirror too (sync 4)', () => {
    expect(writesOf(twoShops({ readings: { P3: reads(2) } }))).toEqual(['C 19→16', 'E 5→2', 'YC 19→16'])
  })
})

describe('what is reserved in the target itself', () => {
  it('raises the físico so that the virtual is what may be sold (sync 11)', () => {
    const readings = { P1: reads(3), C: reads(19, 16), YC: reads(12) }
    const plan = planSku(twoShops({ readings }))
    expect(plan.lines).toHaveLength(1)
    expect(plan.lines[0]).toMatchObject({
      current: fromUnits(16),
      target: fromUnits(12),
      current_physical: fromUnits(19),
      target_physical: fromUnits(15),
      operation: 'S',
      quantity: fromUnits(4),
    })
  })

  it('shows nothing and says so when more was sold than there is (sync 12)', () => {
    const plan = planSku(twoShops({ readings: { P1: reads(1), P2: reads(0), P3: reads(0, -3) } }))
    expect(writesOf(plan)).toEqual(['C 19→0', 'E 5→0', 'YC 19→0'])
    expect(plan.decision).toMatchObject({ availability: { oversold: fromUnits(2) } })
  })
})

describe('what cannot be read or reached', () => {
  it('writes nothing anywhere while a source is unknown, and all as soon as it is known again (sync 17)', () => {
    const P3 = { kind: 'unknown', cause: 'unavailable' } as const
    const plan = planSku(twoShops({ readings: { P1: reads(7), P3 } }))
    expect([plan.state, plan.lines]).toEqual(['pending', []])
    expect(plan.decision).toMatchObject({ causes: [{ code: 'SOURCE_UNKNOWN', cause: 'unavailable' }] })
    expect(writesOf(twoShops({ readings: { P1: reads(7) } }))).toHaveLength(2)
  })

  it('leaves a target alone that cannot be read, and does not hold the others at a value that is gone', () => {
    const YC = { kind: 'unknown', cause: 'unavailable' } as const
    const plan = planSku(twoShops({ readings: { P1: reads(7), YC } }))
    expect(writesOf(plan)).toEqual(['C 19→16'])
    expect(plan.skipped).toMatchObject([{ place: { deposit_id: 'YC' }, cause: { code: 'TARGET_UNKNOWN' } }])
  })

  it('never writes in an account that does not have the product (sync 5)', () => {
    const absent = { kind: 'absent' } as const
    const plan = planSku(twoShops({ readings: { P3: absent, YC: absent } }))
    expect(writesOf(plan)).toEqual(['C 19→14', 'E 5→0'])
    expect(plan.skipped).toMatchObject([{ cause: { code: 'PRODUCT_ABSENT' } }])
  })

  it('writes nothing at all when an account with a source lost its access or is paused (sync 26, 27)', () => {
    for (const state of ['reauthorize', 'frozen'] as const) {
      const plan = planSku(twoShops({ accounts: { Y: state }, readings: { P1: reads(7) } }))
      expect([plan.state, plan.lines.length]).toEqual(['pending', 0])
    }
  })

  it('writes only in the accounts that remain when one is excluded (sync 27)', () => {
    const plan = planSku(twoShops({ accounts: { Y: 'excluded' } }))
    expect(writesOf(plan)).toEqual(['C 19→14'])
    expect(plan.skipped.map((one) => one.cause.code)).toEqual(['ACCOUNT_EXCLUDED', 'ACCOUNT_EXCLUDED'])
  })

  it('stops for a shared deposit that was switched off in the ERP and goes on with the others (sync 64)', () => {
    const plan = planSku(twoShops({ readings: { P1: reads(7), C: { kind: 'inactive' } } }))
    expect(writesOf(plan)).toEqual(['YC 19→16'])
    expect(plan.skipped).toMatchObject([{ place: { deposit_id: 'C' }, cause: { code: 'DEPOSIT_INACTIVE' } }])
  })

  it('never writes to a product that is not linked', () => {
    const { targets, ...state } = twoShops({ readings: { P1: reads(7) } })
    const unlinked = targets.map((target) => ({ ...target, place: { ...target.place, product_id: null } }))
    const plan = planSku({ ...state, targets: unlinked })
    expect([plan.lines, plan.skipped.length]).toEqual([[], 3])
  })

  it('fills a target where the product never moved', () => {
    const plan = planSku(twoShops({ readings: { C: { kind: 'unmoved' } } }))
    expect(writesOf(plan)).toEqual(['C 0→19'])
  })

  it('never writes a kit or a parent (sync 53, 55)', () => {
    for (const product_kind of ['kit', 'parent'] as const) {
      const plan = planSku(twoShops({ readings: { P1: reads(7) }, state: { product_kind } }))
      expect([plan.state, plan.lines]).toEqual(['not_written', []])
    }
  })
})

describe('someone else changed a deposit that we write', () => {
  it('puts its value back and names deposit, from and to (sync 35)', () => {
    const plan = planSku(twoShops({ readings: { C: reads(30) } }))
    expect(writesOf(plan)).toEqual(['C 30→19'])
    expect(plan.lines[0]).toMatchObject({ operation: 'S', quantity: fromUnits(11), reason: 'external_drift' })
    expect(plan.drifts).toMatchObject([
      { place: { deposit_id: 'C' }, from: fromUnits(19), to: fromUnits(30), imposed: true },
    ])
  })

  it('only says so when the owner wants to be told (sync 35)', () => {
    const plan = planSku(twoShops({ readings: { C: reads(30) }, drift_policy: 'warn' }))
    expect(plan.lines).toEqual([])
    expect(plan.drifts).toMatchObject([{ imposed: false }])
    expect(plan.skipped).toMatchObject([{ cause: { code: 'EXTERNAL_DRIFT' } }])
  })

  it('looks at the orders before it takes a drop for an edit, even when the value happens to be right', () => {
    const seen = { readings: { C: reads(18), P1: reads(9), YC: reads(18) } }
    const unread = planSku(twoShops({ ...seen, state: { orders_reread: false } }))
    expect([unread.state, unread.lines, unread.baselines]).toEqual(['orders_needed', [], []])
    expect(unread.skipped.map((one) => one.cause.code)).toEqual(['ORDERS_NOT_REREAD', 'ORDERS_NOT_REREAD'])
    expect(planSku(twoShops(seen)).state).toBe('unchanged')
  })

  it('waits right after our own write, whose balance may not show yet', () => {
    const { targets, ...state } = twoShops({ readings: { P1: reads(7), C: reads(22) } })
    const settling = { ...state, targets: targets.map((target) => ({ ...target, is_settling: true })) }
    const plan = planSku(settling)
    expect(writesOf(plan)).toEqual(['YC 19→16'])
    expect(plan.skipped.map((one) => one.cause.code)).toEqual(['BALANCE_SETTLING'])
    expect(plan.baselines).toEqual([])
  })

  it('judges from what a complete look found, and from nothing less', () => {
    const names = (changes: Changes) =>
      planSku(twoShops(changes)).baselines.map(({ place, history }) => [
        place.kind === 'deposit' ? place.deposit_id : '',
        toUnits(history.confirmed.physical),
      ])
    expect(names({})).toEqual([
      ['C', 19],
      ['E', 5],
      ['YC', 19],
    ])
    expect(names({ state: { orders_reread: false } })).toEqual([])
    const edited = { readings: { C: reads(30) } }
    expect(names({ ...edited, drift_policy: 'warn' }).map(([name]) => name)).toEqual(['E', 'YC'])
    expect(names(edited)).toContainEqual(['C', 30])
  })

  it('corrects a draw that landed between our read and our write until the virtuals are right (sync 36)', () => {
    const moved = twoShops({ readings: { P1: reads(7) } })
    const written = applyLines(moved, planSku(moved).lines)
    const raced = {
      ...written,
      targets: written.targets.map((target) =>
        target.place.kind === 'deposit' && target.place.deposit_id === 'C'
          ? { ...target, reading: reads(15) }
          : target,
      ),
    }
    const corrected = applyLines(raced, planSku(raced).lines)
    expect(writesOf(raced)).toEqual(['C 15→16'])
    expect(planSku(corrected).state).toBe('unchanged')
  })

  it('sets the balance at the first alignment, and moves by the difference ever after', () => {
    const fresh = twoShops({ readings: { C: reads(2) } })
    const first = {
      ...fresh,
      targets: fresh.targets.map((target) => ({ ...target, history: null })),
    }
    expect(planSku(first).lines).toMatchObject([{ operation: 'B', reason: 'first_alignment' }])
    const entry = planSku(twoShops({ readings: { P1: reads(12) } })).lines[0]
    expect(entry).toMatchObject({ operation: 'E', quantity: fromUnits(2), reason: 'available_changed' })
  })
})
