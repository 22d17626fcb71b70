import { describe, expect, it } from 'vitest'
import { applyLines } from './apply.fixture.ts'
import { decideEvent, noteFor, type RememberedWrite, referenceIn, type StockEvent } from './echo.ts'
import { planSku } from './plan.ts'
import { fromUnits } from './quantity.ts'
import { reads, twoShops } from './two-shops.fixture.ts'

function at(seconds: number): Date {
  return new Date(Date.UTC(2026, 7, 24, 15, 0, seconds))
}

const write: RememberedWrite = {
  reference: '0198-ab',
  account_id: 'W',
  product_id: '111',
  deposit_id: 'C',
  operation: 'S',
  quantity: fromUnits(3),
  target_physical: fromUnits(16),
  target: fromUnits(16),
  sent_at: at(10),
  answered_at: at(12),
}

const itsEvent: StockEvent = {
  account_id: 'W',
  product_id: '111',
  deposit_id: 'C',
  operation: 'S',
  quantity: fromUnits(3),
  physical: fromUnits(16),
  virtual: fromUnits(16),
  notes: null,
  occurred_at: at(11),
}

const isMonitored = (deposit_id: string) => ['P1', 'P2', 'P3', 'C', 'YC', 'E'].includes(deposit_id)

function decide(changes: Partial<StockEvent> = {}, remembered: readonly RememberedWrite[] = [write]): string {
  return decideEvent({ ...itsEvent, ...changes }, isMonitored, remembered).kind
}

describe('an event', () => {
  it('about a deposit that no pool uses asks for nothing (sync 6)', () => {
    expect(decide({ deposit_id: 'FULL' })).toBe('unmonitored')
  })

  it('is our own write coming back when place, movement and balance agree (sync 34)', () => {
    expect(decide()).toBe('echo')
    expect(decide({ notes: noteFor('0198-ab') })).toBe('echo')
  })

  it('is looked at when anything differs: a sale beside our write, another reference, another account', () => {
    const others: Partial<StockEvent>[] = [
      { physical: fromUnits(15), virtual: fromUnits(15) },
      { virtual: fromUnits(14) },
      { quantity: fromUnits(4) },
      { operation: 'B' },
      { operation: null, quantity: null },
      { product_id: '222' },
      { account_id: 'Y' },
      { notes: noteFor('0199-cd') },
      { deposit_id: null },
    ]
    for (const other of others) expect(decide(other)).toBe('look_again')
    expect(decide({}, [])).toBe('look_again')
  })

  it('is somebody else’s when it happened before our call or after it, however well the values fit', () => {
    expect([3, 35].map((seconds) => decide({ occurred_at: at(seconds) }))).toEqual([
      'look_again',
      'look_again',
    ])
    expect([8, 16].map((seconds) => decide({ occurred_at: at(seconds) }))).toEqual(['echo', 'echo'])
    expect(decide({ occurred_at: null })).toBe('echo')
    expect(decide({ occurred_at: at(35) }, [{ ...write, answered_at: null }])).toBe('echo')
  })

  it('on a shared deposit is not ignored for its deposit alone: an edit there is real (sync 35)', () => {
    expect(
      decide({ operation: 'B', quantity: fromUnits(30), physical: fromUnits(30), virtual: fromUnits(30) }),
    ).toBe('look_again')
  })
})

describe('our reference in the notes', () => {
  it('comes back out of what we write, and only of that', () => {
    expect(referenceIn(noteFor('0198-ab'))).toBe('0198-ab')
    expect(referenceIn(`acerto ${noteFor('x_1')} de sábado`)).toBe('x_1')
    expect(referenceIn('contagem de sábado')).toBeNull()
    expect(referenceIn('[eu:]')).toBeNull()
  })
})

describe('a hundred rounds of our own events', () => {
  it('write nothing more and never make stock grow (sync 34)', () => {
    const moved = twoShops({ readings: { P1: reads(7) } })
    let state = applyLines(moved, planSku(moved).lines)
    let writes = 0
    for (let round = 0; round < 100; round += 1) {
      const { lines } = planSku(state)
      writes += lines.length
      state = applyLines(state, lines)
    }
    expect(writes).toBe(0)
    expect(state.targets.slice(0, 2).map((target) => target.reading)).toEqual([reads(16), reads(16)])
  })
})
