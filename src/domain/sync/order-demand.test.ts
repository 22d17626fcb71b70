import { describe, expect, it } from 'vitest'
import { at, channelW, linesAfter, look, order } from './demand-lines.fixture.ts'
import { excludedBy } from './excluded-order.ts'
import { expandKits } from './kits.ts'
import { demandOfOrder } from './order-demand.ts'
import { fromUnits, toUnits } from './quantity.ts'
import { reads } from './two-shops.fixture.ts'

const unreserved = channelW({ reserves_in: 'nowhere' })

function availableAfter(...readings: Parameters<typeof linesAfter>[0][]): number {
  const lines = readings.reduce(
    (stored, reading) => linesAfter(reading, stored),
    linesAfter(order('open', [])),
  )
  return look(lines, unreserved, 0).available
}

describe('an order, as it is read again', () => {
  it('releases its demand when it is cancelled (sync 43)', () => {
    expect(availableAfter(order('open', [2]))).toBe(17)
    expect(availableAfter(order('open', [2]), order('cancelled', [2]))).toBe(19)
  })

  it('releases the stored lines once when it is gone (sync 44)', () => {
    expect(availableAfter(order('open', [2]), { kind: 'gone' }, { kind: 'gone' })).toBe(19)
    expect(linesAfter({ kind: 'gone' })).toEqual([])
  })

  it('follows edits up and down and removed items (sync 45)', () => {
    expect(availableAfter(order('open', [2]), order('open', [5]))).toBe(14)
    expect(availableAfter(order('open', [5]), order('open', [1]))).toBe(18)
    expect(availableAfter(order('open', [2]), order('open', []))).toBe(19)
  })

  it('knows when nothing changed (sync 46)', () => {
    const stored = linesAfter(order('open', [2]))
    const again = demandOfOrder({ channel_id: 'W', order_id: '8812' }, stored, order('open', [2]), at(90))
    expect(again.is_changed).toBe(false)
    expect(again.lines).toEqual(stored)
  })

  it('adds two lines of the same SKU (sync 48)', () => {
    expect(linesAfter(order('open', [1, 2])).map((line) => line.item_id)).toEqual([
      'CANECA-01#1',
      'CANECA-01#2',
    ])
    expect(availableAfter(order('open', [1, 2]))).toBe(16)
    expect(availableAfter(order('open', [1, 2]), order('open', [2]))).toBe(17)
  })

  it('comes to the same lines whatever was seen in between (sync 32)', () => {
    const direct = availableAfter(order('open', [3]))
    expect(availableAfter(order('open', [9]), order('cancelled', [9]), order('open', [3]))).toBe(direct)
    expect(availableAfter(order('open', [3]), order('shipped', [3]), order('open', [3]))).toBe(direct)
  })

  it('counts nothing of an order that lives on in another channel', () => {
    expect(availableAfter(order('open', [2]), order('open', [2], { is_replaced: true }))).toBe(19)
  })

  it('of a site counts once from the sending on, whether the account shows its reservation already or not (sync 88)', () => {
    const of = { channel_id: 'S', order_id: '1' }
    const sent = demandOfOrder(of, [], order('open', [2], { carrier_id: 'W' }), at(0))
    // Two of ten are reserved by the account before anybody heard that the order arrived there.
    expect(look(sent.lines, channelW(), 1).available).toBe(17)
    const shown = { readings: { P1: reads(10, 8) } }
    expect(look(sent.lines, channelW({ reserved: 2 }), 9, shown).available).toBe(17)
    const [line] = demandOfOrder(of, sent.lines, order('open', [2], { is_replaced: true }), at(10)).lines
    expect([line?.state, line?.carrier_id]).toEqual(['settled', null])
  })

  it('keeps no lines of an order that was never seen before it was cancelled', () => {
    expect(linesAfter(order('cancelled', [2]))).toEqual([])
  })
})

describe('orders that do not count', () => {
  const rules = [
    { label: 'full', sales_channel_id: '900001', notes_contain: null },
    { label: 'fulfillment', sales_channel_id: null, notes_contain: 'Fulfillment' },
  ]

  it('knows them by channel or by words in the notes (sync 49)', () => {
    const notes = 'pedido FULFILLMENT magalu'
    expect(excludedBy({ sales_channel_id: '900001', notes: '' }, rules)).toBe('full')
    expect(excludedBy({ sales_channel_id: '1', notes }, rules)).toBe('fulfillment')
    expect(excludedBy({ sales_channel_id: '1', notes: 'presente' }, rules)).toBeNull()
    expect(excludedBy({ sales_channel_id: null, notes: 'Fúlfillment' }, rules)).toBe('fulfillment')
  })

  it('takes neither an empty text nor special signs for a rule that matches everything', () => {
    const empty = [{ label: 'x', sales_channel_id: null, notes_contain: '  ' }]
    const signs = [{ label: 'x', sales_channel_id: null, notes_contain: '.*' }]
    expect(excludedBy({ sales_channel_id: null, notes: 'qualquer' }, empty)).toBeNull()
    expect(excludedBy({ sales_channel_id: null, notes: 'qualquer' }, signs)).toBeNull()
  })

  it('keeps their lines as ignored, for counting, and demands nothing (sync 49)', () => {
    const reading = order('open', [2], { ignored_by: 'fulfillment' })
    expect(linesAfter(reading)).toMatchObject([{ state: 'ignored', ignored_by: 'fulfillment' }])
    expect(availableAfter(reading)).toBe(19)
  })
})

describe('an order for kits', () => {
  it('demands the components and never the kit (sync 53)', () => {
    const structures = new Map([['KIT2', [{ sku: 'CANECA-01', quantity: fromUnits(2) }]]])
    const expanded = expandKits([{ sku: 'KIT2', quantity: fromUnits(1) }], structures)
    if (!expanded.ok) throw new Error(expanded.code)
    const lines = linesAfter(order('open', [], { items: expanded.items }))
    expect(lines.map((line) => [line.sku, toUnits(line.quantity)])).toEqual([['CANECA-01', 2]])
  })
})
