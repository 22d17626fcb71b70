import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ChainedMovement, GENESIS_HASH, type LedgerRow, sealOf } from './batch/ledger-chain.ts'
import { createChainCheck } from './verify-ledger-chain.ts'

const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`

function rowAt(seq: number): LedgerRow {
  return {
    tenant_id: id(1),
    seq,
    recorded_at: new Date(1_760_000_000_000 + seq),
    occurred_at: new Date(1_760_000_000_000),
    id: id(seq),
    branch_id: id(2),
    product_id: id(3),
    operation_id: id(seq),
    sale_id: null,
    purchase_id: null,
    responsible: id(4),
    quantity: -1,
    quantity_before: 100 - seq,
    quantity_after: 99 - seq,
    closed_boxes_before: 0,
    closed_boxes_after: 0,
    open_box_before: 100 - seq,
    open_box_after: 99 - seq,
    open_bottle_before: 0,
    open_bottle_after: 0,
    units_per_box: null,
    doses_per_bottle: null,
    boxes_opened: 0,
    bottles_opened: 0,
    unit_cost_micros: null,
    box_opened_automatically: false,
    from_device: false,
    movement_type: 'sale',
    reason: null,
    terminal: null,
    notes: null,
    lots: null,
  }
}

function ledgerOf(length: number): ChainedMovement[] {
  let hash = GENESIS_HASH
  return Array.from({ length }, (_, index) => {
    const row = rowAt(index + 1)
    hash = sealOf(hash, row)
    return { ...row, hash }
  })
}

function differencesOf(rows: readonly ChainedMovement[]): [string, number | null][] {
  const check = createChainCheck({ seq: 0, hash: GENESIS_HASH })
  for (const row of rows) check.take(row)
  return check.differences().map((one) => [one.kind, one.seq])
}

const LENGTH = 12
const place = fc.integer({ min: 1, max: LENGTH })

describe('the chain of a ledger', () => {
  it('holds as it was written, also from the middle on', () => {
    const rows = ledgerOf(LENGTH)
    expect(differencesOf(rows)).toEqual([])
    const middle = rows[5]
    const check = createChainCheck({ seq: 6, hash: middle?.hash ?? '' })
    for (const row of rows.slice(6)) check.take(row)
    expect(check.differences()).toEqual([])
    expect(check.end()).toEqual({ seq: LENGTH, hash: rows.at(-1)?.hash })
  })

  it('blames exactly the row that was changed', () => {
    fc.assert(
      fc.property(place, (seq) => {
        const rows = ledgerOf(LENGTH).map((row) => (row.seq === seq ? { ...row, notes: 'x' } : row))
        expect(differencesOf(rows)).toEqual([['row_changed', seq]])
      }),
    )
  })

  it('blames exactly the seal that was changed; the last one has no witness after it', () => {
    fc.assert(
      fc.property(place, (seq) => {
        const rows = ledgerOf(LENGTH).map((row) => (row.seq === seq ? { ...row, hash: GENESIS_HASH } : row))
        expect(differencesOf(rows)).toEqual([[seq === LENGTH ? 'row_changed' : 'seal_changed', seq]])
      }),
    )
  })

  it('finds the first place of a gap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: LENGTH - 1 }), fc.nat(3), (seq, more) => {
        const rows = ledgerOf(LENGTH + 4).filter((row) => row.seq < seq || row.seq > seq + more)
        expect(differencesOf(rows)).toEqual([['row_missing', seq]])
      }),
    )
  })

  it('knows two rows that changed places, with their seals or without', () => {
    fc.assert(
      fc.property(place, place, fc.boolean(), (one, other, takesSeal) => {
        fc.pre(one < other)
        const rows = ledgerOf(LENGTH)
        const swapped = rows.map((row) => {
          const source = row.seq === one ? rows[other - 1] : row.seq === other ? rows[one - 1] : row
          if (source === undefined) throw new Error('no such row')
          return { ...source, seq: row.seq, hash: takesSeal ? source.hash : row.hash }
        })
        expect(differencesOf(swapped)).toEqual([['rows_swapped', one]])
      }),
    )
  })

  it('tells two changed rows apart from a swap', () => {
    const rows = ledgerOf(LENGTH).map((row) =>
      row.seq === 3 || row.seq === 8 ? { ...row, notes: 'x' } : row,
    )
    expect(differencesOf(rows)).toEqual([
      ['row_changed', 3],
      ['row_changed', 8],
    ])
  })
})
