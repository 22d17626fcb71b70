import { describe, expect, it } from 'vitest'
import { boxed, loose, poured, split } from './level.fixture.ts'
import { decideOutflow, type Outflow } from './outflow.ts'
import { accepted, refused, rows } from './sale.fixture.ts'

const loss = (changes: Partial<Outflow> = {}): Outflow => ({
  branch_id: 'bar',
  product_id: 'beer',
  movement_type: 'loss',
  quantity: 2,
  taken_from: 'unit',
  reason: 'Vencido',
  notes: null,
  fact: false,
  ...changes,
})

describe('a loss', () => {
  it('takes from the open box and records before and after (stock 39)', () => {
    const decision = accepted(decideOutflow(loss(), boxed(9, 9)))
    expect(decision.movements).toHaveLength(1)
    expect(decision.movements[0]).toMatchObject({
      movement_type: 'loss',
      quantity: -2,
      before: boxed(9, 9),
      after: boxed(9, 7),
      box_opened_automatically: false,
      reason: 'Vencido',
      notes: null,
    })
  })

  it('opens a box as a sale does and says so before the person speaks (stock 40)', () => {
    const decision = accepted(decideOutflow(loss({ quantity: 10, notes: 'freezer' }), boxed(9, 7)))
    expect(split(decision.level)).toEqual([8, 9])
    expect(decision.movements[0]?.notes).toBe('1 caixa aberta automaticamente (Perda) · freezer')
  })

  it('keeps boxes and quantity in step where earlier systems did not (stock 40)', () => {
    const decision = accepted(decideOutflow(loss({ quantity: 4 }), boxed(5, 2)))
    expect(split(decision.level)).toEqual([4, 10])
    expect(rows(decision.movements)).toEqual([['loss', -4, 1]])
  })

  it('is refused beyond what there is (stock 42)', () => {
    expect(refused(decideOutflow(loss({ quantity: 4 }), boxed(0, 3)))).toMatchObject({
      available: 3,
      required: 4,
    })
  })

  it('is recorded whole when it already happened', () => {
    const decision = accepted(decideOutflow(loss({ quantity: 4, fact: true }), boxed(0, 3)))
    expect(split(decision.level)).toEqual([0, -1])
  })

  it('of doses empties the open bottle, for reasons that bottles do not have (stock 63)', () => {
    const spilt = loss({ quantity: 4, taken_from: 'dose', reason: 'Sobra de garrafa' })
    expect(split(accepted(decideOutflow(spilt, poured(1, 2, 4))).level)).toEqual([1, 2, 0])
    expect(refused(decideOutflow({ ...spilt, taken_from: 'unit' }, poured(1, 2, 4))).code).toBe(
      'INVALID_VALUES',
    )
  })
})

describe('a breakage', () => {
  const broken = loss({ movement_type: 'breakage', reason: 'Queda', quantity: 1, taken_from: 'box' })

  it('takes a sealed box where the person says so (stock 41)', () => {
    const decision = accepted(decideOutflow(broken, boxed(5, 0)))
    expect(split(decision.level)).toEqual([4, 0])
    expect(rows(decision.movements)).toEqual([['breakage', -12, 0]])
  })

  it('is refused without a sealed box, or without box control', () => {
    expect(refused(decideOutflow(broken, boxed(0, 12))).code).toBe('NO_SEALED_BOX')
    expect(refused(decideOutflow(broken, loose(12))).code).toBe('BOX_NOT_TRACKED')
  })
})

describe('the reason of what left', () => {
  it.each(['', 'Sumiu', 'Queda'])('refuses "%s" for a loss (stock 43)', (reason) => {
    expect(refused(decideOutflow(loss({ reason }), boxed(5, 0)))).toMatchObject({
      code: 'INVALID_VALUES',
      fields: [{ path: 'reason' }],
    })
  })

  it('asks for notes with "Outro" (stock 43)', () => {
    const other = loss({ reason: 'Outro' })
    expect(refused(decideOutflow({ ...other, notes: ' ' }, boxed(5, 0)))).toMatchObject({
      fields: [{ path: 'notes' }],
    })
    expect(accepted(decideOutflow({ ...other, notes: 'rato' }, boxed(0, 5))).movements[0]?.notes).toBe('rato')
  })

  it('may be any text for a courtesy, but some', () => {
    const courtesy = loss({ movement_type: 'courtesy', reason: 'aniversário da casa' })
    expect(rows(accepted(decideOutflow(courtesy, boxed(0, 5))).movements)).toEqual([['courtesy', -2, 0]])
    expect(refused(decideOutflow({ ...courtesy, reason: ' ' }, boxed(0, 5))).code).toBe('INVALID_VALUES')
  })
})
