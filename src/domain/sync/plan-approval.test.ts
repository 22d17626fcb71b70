import { describe, expect, it } from 'vitest'
import type { PlanLine } from './plan.ts'
import { approvalCauses, DEFAULT_APPROVAL_LIMITS, decideApply } from './plan-approval.ts'
import { fromUnits, toUnits } from './quantity.ts'
import { lineKey, planSkus, remainingLines, type SyncPlan } from './sync-plan.ts'
import { reads, twoShops } from './two-shops.fixture.ts'

const gone = { P1: reads(0), P2: reads(0), P3: reads(0) }

/** A plan over `total` SKUs of which `emptied` lost their stock and `moved` lost a part. */
function planOver(total: number, emptied: number, moved = 0): SyncPlan {
  const states = Array.from({ length: total }, (_, index) => {
    const readings = index < emptied ? gone : index < emptied + moved ? { P1: reads(7) } : {}
    return twoShops({ readings, state: { sku: `SKU-${index}` } })
  })
  return planSkus(states)
}

function firstLine(plan: SyncPlan): PlanLine {
  const [line] = plan.lines
  if (line === undefined) throw new Error('no line')
  return line
}

describe('a plan that may change too much', () => {
  it('waits for a person at the first activation, with what would change (sync 67)', () => {
    const plan = planOver(5, 0, 1)
    expect(approvalCauses(plan, DEFAULT_APPROVAL_LIMITS, true)).toEqual([{ code: 'FIRST_ACTIVATION' }])
    const { sku, current, target, difference } = firstLine(plan)
    expect([sku, ...[current, target, difference].map(toUnits)]).toEqual(['SKU-0', 19, 16, -3])
    expect(approvalCauses(planOver(5, 0), DEFAULT_APPROVAL_LIMITS, true)).toEqual([])
  })

  it('stops when it would zero more than 20 % of the SKUs, and not at exactly 20 % (sync 68)', () => {
    expect(approvalCauses(planOver(10, 2), DEFAULT_APPROVAL_LIMITS, false)).toEqual([])
    expect(approvalCauses(planOver(10, 3), DEFAULT_APPROVAL_LIMITS, false)).toEqual([
      { code: 'TOO_MANY_ZEROED', affected_skus: 3, total_skus: 10, limit_percent: 20 },
    ])
  })

  it('stops at another limit when the owner set one (sync 68)', () => {
    const limits = { zeroed_percent: 100, changed_percent: 30 }
    expect(approvalCauses(planOver(10, 1, 2), limits, false)).toEqual([])
    expect(approvalCauses(planOver(10, 1, 3), limits, false)).toMatchObject([
      { code: 'TOO_MANY_CHANGED', affected_skus: 4 },
    ])
  })
})

describe('applying an approved plan', () => {
  it('skips a line whose balance changed since, and says from what to what', () => {
    const line = firstLine(planOver(1, 0, 1))
    expect(decideApply(line, reads(19))).toEqual({ kind: 'apply' })
    expect(decideApply(line, reads(18))).toMatchObject({
      kind: 'skip',
      planned: { physical: fromUnits(19) },
      now: { physical: fromUnits(18) },
    })
    expect(decideApply(line, reads(19, 17)).kind).toBe('skip')
    expect(decideApply(line, { kind: 'unknown', cause: 'unavailable' })).toMatchObject({
      kind: 'skip',
      now: null,
    })
    expect(
      decideApply({ ...line, current: fromUnits(0), current_physical: fromUnits(0) }, { kind: 'absent' }),
    ).toMatchObject({ kind: 'skip' })
  })

  it('takes up an interrupted plan where it stopped (sync 74)', () => {
    const plan = planOver(1_000, 0, 1_000)
    const done = new Set(plan.lines.slice(0, 600).map(lineKey))
    const rest = remainingLines(plan, done)
    expect([rest.length, rest[0]]).toEqual([1_400, plan.lines[600]])
    expect(remainingLines(plan, new Set(plan.lines.map(lineKey)))).toEqual([])
  })
})
