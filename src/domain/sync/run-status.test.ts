import { describe, expect, it } from 'vitest'
import { planSku } from './plan.ts'
import { isSuspectAfter, resultOfRun, resultOfSku, type WriteEnd } from './run-status.ts'
import { reads, twoShops } from './two-shops.fixture.ts'

const good: WriteEnd = { answer: 'acknowledged', read_back: 'as_intended' }
const refused: WriteEnd = { answer: 'refused', read_back: 'unread' }
const unknown = { kind: 'unknown', cause: 'unavailable' } as const
const moved = planSku(twoShops({ readings: { P1: reads(7) } }))

describe('how a run of one SKU ended', () => {
  it('is unchanged when there was nothing to write (sync 2)', () => {
    expect(resultOfSku(planSku(twoShops()), [])).toBe('unchanged')
  })

  it('is pending while a source is unknown, and stays suspect (sync 17)', () => {
    const result = resultOfSku(planSku(twoShops({ readings: { P3: unknown } })), [])
    expect([result, isSuspectAfter(result)]).toEqual(['pending', true])
  })

  it('is partial when one of two writes failed, and complete only after the other succeeds (sync 18)', () => {
    expect(resultOfSku(moved, [good, refused])).toBe('partial')
    const retry = planSku(twoShops({ readings: { P1: reads(7), YC: reads(16) } }))
    expect(resultOfSku(retry, [good])).toBe('success')
    expect(resultOfSku(moved, [good, good])).toBe('success')
    expect(resultOfSku(moved, [refused, refused])).toBe('failed')
  })

  it('is not complete while a read-back differs or never came', () => {
    expect(resultOfSku(moved, [good, { answer: 'acknowledged', read_back: 'differs' }])).toBe('partial')
    expect(resultOfSku(moved, [good, { answer: 'unclear', read_back: 'unread' }])).toBe('partial')
  })

  it('is complete without an account that has no such product (sync 5)', () => {
    const absent = { kind: 'absent' } as const
    expect(resultOfSku(planSku(twoShops({ readings: { P3: absent, YC: absent } })), [good, good])).toBe(
      'success',
    )
  })

  it('waits for a target that could not be read', () => {
    expect(resultOfSku(planSku(twoShops({ readings: { YC: unknown } })), [])).toBe('pending')
    expect(resultOfSku(planSku(twoShops({ readings: { YC: unknown, P1: reads(7) } })), [good])).toBe(
      'partial',
    )
  })

  it('waits for a person where an edit is only reported (sync 35)', () => {
    const warned = planSku(twoShops({ readings: { C: reads(30) }, drift_policy: 'warn' }))
    expect(isSuspectAfter(resultOfSku(warned, []))).toBe(true)
  })
})

describe('a suspect', () => {
  it('is cleared by a complete run and by nothing else (sync 18, 73)', () => {
    expect((['success', 'unchanged'] as const).map(isSuspectAfter)).toEqual([false, false])
    expect((['partial', 'failed', 'pending'] as const).map(isSuspectAfter)).toEqual([true, true, true])
  })
})

describe('a run over many', () => {
  it('is as good as its children', () => {
    expect(resultOfRun([])).toBe('unchanged')
    expect(resultOfRun(['unchanged', 'unchanged'])).toBe('unchanged')
    expect(resultOfRun(['success', 'unchanged'])).toBe('success')
    expect(resultOfRun(['success', 'failed'])).toBe('partial')
    expect(resultOfRun(['unchanged', 'pending'])).toBe('partial')
    expect(resultOfRun(['failed', 'failed'])).toBe('failed')
    expect(resultOfRun(['pending'])).toBe('pending')
  })
})
