import { describe, expect, it } from 'vitest'
import { decideDrift, historyFrom } from './drift.ts'
import { type PlanLine, planSku } from './plan.ts'
import { fromUnits, NOTHING } from './quantity.ts'
import { reads, twoShops } from './two-shops.fixture.ts'
import { decideReadBack, historyAfterWrite, judgeUnclearWrite } from './write-outcome.ts'

const reread = { orders_reread: true, is_settling: false }
const unread = { orders_reread: false, is_settling: false }

const balance = (units: number) => ({ physical: fromUnits(units), virtual: fromUnits(units) })

function lineTo16(): PlanLine {
  const [line] = planSku(twoShops({ readings: { P1: reads(7) } })).lines
  if (line === undefined) throw new Error('no line')
  return line
}

describe('reading back what was written', () => {
  it('finds it as intended, or finds that someone else moved too (sync 11, 36)', () => {
    expect(decideReadBack(lineTo16(), balance(16))).toBe('as_intended')
    expect(decideReadBack(lineTo16(), balance(15))).toBe('differs')
    expect(decideReadBack(lineTo16(), { physical: fromUnits(16), virtual: fromUnits(15) })).toBe('differs')
  })

  it('judges a write without an answer by the balance alone', () => {
    const line = lineTo16()
    expect(judgeUnclearWrite(line, balance(16))).toBe('applied')
    expect(judgeUnclearWrite(line, balance(19))).toBe('not_applied')
    expect(judgeUnclearWrite(line, balance(15))).toBe('unrecognizable')
  })
})

describe('what we believe of a place afterwards', () => {
  const before = historyFrom(balance(19))

  it('is what an acknowledged write meant to leave, so that a sale beside it stays visible', () => {
    const history = historyAfterWrite(before, lineTo16(), 'acknowledged')
    if (history === null) throw new Error('no history')
    expect(history.confirmed).toEqual(balance(16))
    expect(decideDrift(history, balance(15), unread)).toEqual({ kind: 'orders_not_reread' })
  })

  it('is unchanged by a refused write, and either way after an unclear one', () => {
    expect(historyAfterWrite(before, lineTo16(), 'refused')).toBe(before)
    const unclear = historyAfterWrite(before, lineTo16(), 'unclear')
    if (unclear === null) throw new Error('no history')
    for (const units of [19, 16])
      expect(decideDrift(unclear, balance(units), reread)).toEqual({ kind: 'none' })
    expect(decideDrift(unclear, balance(15), reread)).toMatchObject({ kind: 'external_drift' })
    expect(historyAfterWrite(null, lineTo16(), 'unclear')).toBeNull()
  })
})

describe('external drift', () => {
  const history = { ...historyFrom(balance(19)), explained_outflow: fromUnits(2) }

  it('is what neither our writes nor known orders explain, upwards and downwards (sync 35)', () => {
    expect(decideDrift(history, balance(30), reread)).toEqual({
      kind: 'external_drift',
      from: fromUnits(19),
      to: fromUnits(30),
    })
    expect(decideDrift(history, balance(10), reread)).toEqual({
      kind: 'external_drift',
      from: fromUnits(17),
      to: fromUnits(10),
    })
  })

  it('is not what orders took, moved already or still to move', () => {
    for (const units of [19, 18, 17])
      expect(decideDrift(history, balance(units), unread)).toEqual({ kind: 'none' })
  })

  it('is not a reservation: that changes the virtual balance only', () => {
    const reserved = { physical: fromUnits(19), virtual: NOTHING }
    expect(decideDrift(historyFrom(balance(19)), reserved, unread)).toEqual({ kind: 'none' })
  })

  it('waits after our own write, whose balance may not show yet', () => {
    const settling = { orders_reread: true, is_settling: true }
    expect(decideDrift(history, balance(30), settling)).toEqual({ kind: 'balance_settling' })
    expect(decideDrift(history, balance(17), settling)).toEqual({ kind: 'none' })
    const unclear = { ...history, unconfirmed: [fromUnits(3)] }
    expect(decideDrift(unclear, balance(19), settling)).toEqual({ kind: 'balance_settling' })
    expect(decideDrift(unclear, balance(19), unread)).toEqual({ kind: 'orders_not_reread' })
    expect(decideDrift(unclear, balance(19), reread)).toEqual({ kind: 'none' })
  })

  it('is never concluded from a drop before the orders were read again', () => {
    expect(decideDrift(history, balance(16), unread)).toEqual({ kind: 'orders_not_reread' })
    expect(decideDrift(history, balance(16), reread)).toMatchObject({ kind: 'external_drift' })
  })
})
