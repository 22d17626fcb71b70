import { describe, expect, it } from 'vitest'
import type { DemandLine } from './demand-line.ts'
import { channelW, drawArrived, linesAfter, look, order } from './demand-lines.fixture.ts'
import { planDraws } from './draw.ts'
import { placeKey } from './place.ts'
import { fromUnits, toUnits } from './quantity.ts'
import { deposit, reads, twoShops } from './two-shops.fixture.ts'

const channel = channelW({ reserves_in: 'shared' })

function drawsOf(lines: readonly DemandLine[], changes: Parameters<typeof twoShops>[0] = {}): string[] {
  return plannedDraws(lines, [channel], twoShops(changes).sources).movements.map(
    ({ operation, quantity, place }) =>
      `${operation} ${toUnits(quantity)} ${place.kind === 'deposit' ? place.deposit_id : ''}`,
  )
}

function plannedDraws(
  lines: readonly DemandLine[],
  channels: Parameters<typeof planDraws>[1],
  sources: Parameters<typeof planDraws>[2],
  settling: readonly string[] = [],
) {
  return planDraws(lines, channels, sources, new Set(settling))
}

const placed = linesAfter(order('open', [2]))
const shipped = linesAfter(order('shipped', [2]), placed, 10)

describe('an order that leaves from a shared deposit', () => {
  it('is drawn from real stock exactly once, even when told three times (sync 40)', () => {
    expect(drawsOf(placed)).toEqual([])
    expect(drawsOf(shipped)).toEqual(['S 2 P1'])

    const sent = shipped.map((line) => ({ ...line, draw: { ...line.draw, is_pending: true } }))
    const arrived = shipped.map((line) => drawArrived(line, deposit('W', 'P1'), 12))
    const toldAgain = linesAfter(order('shipped', [2]), linesAfter(order('shipped', [2]), arrived, 13), 14)
    expect([drawsOf(sent), drawsOf(arrived), drawsOf(toldAgain)]).toEqual([[], [], []])

    const readings = { P1: reads(8), C: reads(17), YC: reads(17) }
    const after = look(toldAgain, channel, 15, { readings })
    expect([after.available, after.writes, after.states]).toEqual([17, [], ['settled']])
  })

  it('stays counted while the balances were read before the withdrawal arrived', () => {
    const arrived = shipped.map((line) => drawArrived(line, deposit('W', 'P1'), 12))
    expect(look(arrived, channel, 11).available).toBe(17)
  })

  it('is never drawn from a branch, which tells its own movements, however much it holds', () => {
    const short = { readings: { P1: reads(1), P2: reads(0), P3: reads(1) } }
    const place = { kind: 'branch', branch_id: 'counter' } as const
    const counter = { place, account_state: 'active', priority: 0, reading: reads(50) } as const
    const plan = plannedDraws(shipped, [channel], [...twoShops(short).sources, counter])
    expect(plan.movements.map((movement) => movement.place)).toEqual([deposit('W', 'P1')])
    expect(plannedDraws(shipped, [channel], [counter])).toMatchObject({ movements: [], waiting: shipped })
  })

  it('is drawn from its own account first, then by priority, from one deposit that covers it', () => {
    expect(drawsOf(shipped, { readings: { P1: reads(1) } })).toEqual(['S 2 P2'])
    expect(drawsOf(shipped, { readings: { P1: reads(1), P2: reads(0) } })).toEqual(['S 2 P3'])
    expect(drawsOf(shipped, { readings: { P1: reads(1), P2: reads(0), P3: reads(1) } })).toEqual(['S 2 P1'])
    const inY = shipped.map((line) => ({ ...line, channel_id: 'Y' }))
    const plan = plannedDraws(inY, [{ ...channel, channel_id: 'Y' }], twoShops().sources)
    expect(plan.movements).toMatchObject([{ place: { deposit_id: 'P3' } }])
  })

  it('waits when no source can be drawn from, and names what waits', () => {
    const W = 'reauthorize' as const
    const plan = plannedDraws(shipped, [channel], twoShops({ accounts: { W, Y: 'frozen' } }).sources)
    expect(plan).toEqual({ movements: [], waiting: shipped, held: [] })
  })

  it('waits while it is not known what became of another order’s withdrawal from the same deposit', () => {
    const doubtful = shipped.map((line) => {
      const place = deposit('W', 'P1')
      return { ...line, order_id: '8811', draw: { ...line.draw, is_pending: true, place } }
    })
    const { sources } = twoShops()
    expect(plannedDraws([...doubtful, ...shipped], [channel], sources)).toEqual({
      ...{ movements: [], waiting: [], held: shipped },
    })
    const elsewhere = doubtful.map((line) => ({
      ...line,
      draw: { ...line.draw, place: deposit('W', 'P2') },
    }))
    expect(plannedDraws([...elsewhere, ...shipped], [channel], sources).movements).toMatchObject([
      { place: { deposit_id: 'P1' } },
    ])
  })

  it('waits while its deposit may not show the withdrawal before it, which would be taken for this one', () => {
    const { sources } = twoShops()
    const P1 = placeKey(deposit('W', 'P1'))
    expect(plannedDraws(shipped, [channel], sources, [P1])).toEqual({
      ...{ movements: [], waiting: [], held: shipped },
    })
    expect(plannedDraws(shipped, [channel], sources, ['elsewhere']).movements).toHaveLength(1)
    const arrived = shipped.map((line) => drawArrived(line, deposit('W', 'P1'), 12))
    const off = linesAfter(order('cancelled', [2]), arrived, 20)
    expect(plannedDraws(off, [channel], sources, [P1])).toMatchObject({ movements: [], held: off })
  })

  it('comes back when the order is cancelled after it shipped, and once only', () => {
    const arrived = shipped.map((line) => drawArrived(line, deposit('W', 'P1'), 12))
    const off = linesAfter(order('cancelled', [2]), arrived, 20)
    expect(drawsOf(off)).toEqual(['E 2 P1'])
    expect(drawsOf(off.map((line) => drawArrived(line, deposit('W', 'P1'), 21)))).toEqual([])
  })

  it('takes only the rest when the order grew after it shipped', () => {
    const arrived = shipped.map((line) => drawArrived(line, deposit('W', 'P1'), 12))
    const plan = plannedDraws(linesAfter(order('shipped', [5]), arrived, 20), [channel], twoShops().sources)
    expect(plan.movements).toMatchObject([
      { key: 'W/8812/CANECA-01#1/2', operation: 'S', quantity: fromUnits(3) },
    ])
  })

  it('makes no movement where orders leave from real stock, are ignored, or are kept as a debt', () => {
    const { sources } = twoShops()
    for (const other of [
      channelW({ reserves_in: 'main' }),
      channelW({ reserves_in: 'nowhere' }),
      channelW({ reserves_in: 'shared', when_shipped: 'debt' }),
    ]) {
      expect(plannedDraws(shipped, [other], sources).movements).toEqual([])
    }
    const ignored = linesAfter(order('shipped', [2], { ignored_by: 'full' }), placed, 10)
    expect(drawsOf(ignored)).toEqual([])
  })
})
