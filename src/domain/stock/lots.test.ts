import { describe, expect, it } from 'vitest'
import { allocateLots, type LotShare, returnToLots } from './lots.ts'

const lot = (batch_number: string, expiry_date: string | null, quantity: number): LotShare => ({
  batch_number,
  expiry_date,
  quantity,
})

describe('lots', () => {
  it('are sellable at once (stock 38)', () => {
    const lots = [lot('L1', '2027-01-31', 10)]
    expect(allocateLots(lots, 4)).toEqual([lot('L1', '2027-01-31', 4)])
  })

  it('leave by expiry, undated ones last, equal dates by batch number', () => {
    const lots = [
      lot('Z', null, 5),
      lot('B', '2027-02-01', 5),
      lot('A', '2027-02-01', 5),
      lot('C', '2026-12-01', 5),
    ]
    expect(allocateLots(lots, 17).map((share) => [share.batch_number, share.quantity])).toEqual([
      ['C', 5],
      ['A', 5],
      ['B', 5],
      ['Z', 2],
    ])
  })

  it('do not cover what came in without a lot', () => {
    expect(allocateLots([lot('L1', null, 3), lot('L2', null, 0)], 10)).toEqual([lot('L1', null, 3)])
    expect(allocateLots([], 10)).toEqual([])
  })

  it('get back exactly what was taken from them', () => {
    const lots = [lot('A', '2027-02-01', 5), lot('B', null, 5)]
    const taken = allocateLots(lots, 7)
    const left = returnToLots(
      lots,
      taken.map((share) => ({ ...share, quantity: -share.quantity })),
    )
    expect(left.map((share) => share.quantity)).toEqual([0, 3])
    expect(returnToLots(left, taken)).toEqual(lots)
    expect(returnToLots([], [lot('N', null, 2)])).toEqual([lot('N', null, 2)])
  })
})
