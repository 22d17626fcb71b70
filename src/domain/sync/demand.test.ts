import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideDemand } from './demand.ts'
import { at, channelW, linesAfter, look, order, SETTLING_MS } from './demand-lines.fixture.ts'
import { inflowBetween, outflowBetween, takenByOrders } from './outflow.ts'
import { fromUnits, NOTHING, sum, toUnits } from './quantity.ts'
import { reads } from './two-shops.fixture.ts'

describe('an account that reserves in its main deposit', () => {
  const aligned = { C: reads(17), YC: reads(17) }

  it('counts an order once, before and after it ships (sync 37)', () => {
    const placed = look(linesAfter(order('open', [2])), channelW({ reserved: 2 }), 0, {
      readings: { P1: reads(10, 8) },
    })
    expect([placed.available, placed.states]).toEqual([17, ['visible']])
    expect(placed.writes).toEqual(['C 19→17', 'YC 19→17'])

    const shipped = linesAfter(order('shipped', [2]), placed.lines, 10)
    const gone = look(shipped, channelW({ outflow: 2 }), 10, { readings: { ...aligned, P1: reads(8) } })
    expect([gone.available, gone.states, gone.writes]).toEqual([17, ['settled'], []])
  })

  it('shows 17 at every second, however late the reservation appears (sync 42)', () => {
    for (const delay of [0, 9, 22, 60]) {
      let lines = linesAfter(order('open', [2]))
      for (let second = 0; second <= 120; second += 1) {
        const reserved = second >= delay ? 2 : 0
        const seen = look(lines, channelW({ reserved }), second, {
          readings: { P1: reads(10, 10 - reserved) },
        })
        expect([delay, second, seen.available]).toEqual([delay, second, 17])
        lines = seen.lines
      }
    }
  })

  it('counts it once whichever is read first, the order as shipped or the stock as gone', () => {
    const placed = look(linesAfter(order('open', [2])), channelW({ reserved: 2 }), 0).lines
    const P1 = reads(8)
    const stockFirst = look(placed, channelW({ outflow: 2 }), 5, { readings: { P1 } })
    expect([stockFirst.available, stockFirst.states]).toEqual([17, ['settled']])
    const shipped = linesAfter(order('shipped', [2]), placed, 5)
    expect(look(shipped, channelW({ reserved: 2 }), 5, { readings: { P1: reads(10, 8) } }).available).toBe(17)
    expect(look(shipped, channelW(), 5).available).toBe(17)
  })

  it('does not take a counter sale beside a reserved order for the order leaving', () => {
    const placed = look(linesAfter(order('open', [2])), channelW({ reserved: 2 }), 0).lines
    const seen = look(placed, channelW({ reserved: 2, outflow: 1 }), 5, { readings: { P1: reads(9, 7) } })
    expect([seen.available, seen.states]).toEqual([16, ['visible']])
  })

  it('adds up orders that arrive together, reserved or not (sync 47)', () => {
    const lines = [
      ...linesAfter(order('open', [2]), [], 0, '1'),
      ...linesAfter(order('open', [3]), [], 0, '2'),
    ]
    expect(look(lines, channelW(), 0).available).toBe(14)
    const half = look(lines, channelW({ reserved: 2 }), 9, { readings: { P1: reads(10, 8) } })
    expect([half.available, half.states]).toEqual([14, ['visible', 'open']])
  })
})

describe('an account that reserves in its shared deposit', () => {
  const channel = channelW({ reserves_in: 'shared' })

  it('lowers everyone else and not the place that already shows it (sync 38, 39)', () => {
    const placed = look(linesAfter(order('open', [2])), channel, 0, { readings: { C: reads(19, 17) } })
    expect([placed.available, placed.writes]).toEqual([17, ['YC 19→17']])
    const later = look(placed.lines, channel, 500, { readings: { C: reads(19, 17), YC: reads(17) } })
    expect([later.available, later.writes]).toEqual([17, []])
  })

  it('owes real stock what was shipped until it is drawn, however long that takes', () => {
    const shipped = linesAfter(order('shipped', [2]), linesAfter(order('open', [2])), 10)
    expect(look(shipped, channel, 10_000).available).toBe(17)
  })

  it('keeps a debt until a transfer shows it, when the owner wants it so', () => {
    const debtor = { ...channel, when_shipped: 'debt' as const }
    const shipped = linesAfter(order('shipped', [2]), linesAfter(order('open', [2])), 10)
    expect(look(shipped, debtor, 10_000).available).toBe(17)
    const moved = look(shipped, { ...debtor, outflow: fromUnits(2) }, 10_000, { readings: { P1: reads(8) } })
    expect([moved.available, moved.states]).toEqual([17, ['settled']])
  })
})

describe('an account that reserves nowhere', () => {
  const channel = channelW({ reserves_in: 'nowhere' })

  it('holds an order back by the ledger until the stock leaves (sync 41)', () => {
    const placed = look(linesAfter(order('open', [2])), channel, 0)
    expect([placed.available, placed.states]).toEqual([17, ['open']])
    const left = look(placed.lines, { ...channel, outflow: fromUnits(2) }, 30, { readings: { P1: reads(8) } })
    expect([left.available, left.states]).toEqual([17, ['settled']])
    const after = look(left.lines, channel, 31, { readings: { P1: reads(8) } })
    expect(after.available).toBe(17)
  })

  it('gives a drop to the order that shipped, whichever it was guessed to be at first', () => {
    const older = linesAfter(order('open', [5]), [], 0, '1')
    const newer = linesAfter(order('open', [2]), [], 1, '2')
    const guess = look([...older, ...newer], { ...channel, outflow: fromUnits(2) }, 5, {
      readings: { P1: reads(8) },
    })
    expect([guess.available, guess.lines.map((line) => toUnits(line.drawn))]).toEqual([12, [2, 0]])
    const [first, second] = guess.lines
    if (first === undefined || second === undefined) throw new Error('two lines')
    const shipped = linesAfter(order('shipped', [2]), [second], 6, '2')
    const known = look([first, ...shipped], channel, 7, { readings: { P1: reads(8) } })
    expect(known.lines.map((line) => toUnits(line.drawn))).toEqual([0, 2])
    expect(known.available).toBe(12)
  })

  it('gives a drop to the order that shipped also when nobody looked before that order ended by time', () => {
    const placed = [
      ...linesAfter(order('open', [2]), [], 0, '1'),
      ...linesAfter(order('open', [2]), [], 1, '2'),
    ]
    const guessed = look(placed, channelW({ reserves_in: 'nowhere', outflow: 2 }), 5, {
      readings: { P1: reads(8) },
    })
    expect([guessed.available, guessed.states]).toEqual([15, ['settled', 'open']])
    const shipped = [
      ...guessed.lines.filter((line) => line.order_id === '1'),
      ...linesAfter(
        order('shipped', [2]),
        guessed.lines.filter((line) => line.order_id === '2'),
        10,
        '2',
      ),
    ]
    const late = look(shipped, channelW({ reserves_in: 'nowhere' }), 10 + SETTLING_MS / 1_000, {
      readings: { P1: reads(8) },
    })
    expect(late.available).toBe(15)
  })

  it('holds an order back again that was guessed to have left, when as much comes in as the goods of one that was cancelled', () => {
    const placed = linesAfter(order('open', [2]), [], 0, '1')
    const guessed = look(placed, channelW({ reserves_in: 'nowhere', outflow: 2 }), 5, {
      readings: { P1: reads(8) },
    })
    expect([guessed.available, guessed.states]).toEqual([17, ['settled']])
    const back = look(guessed.lines, channelW({ reserves_in: 'nowhere', inflow: 2 }), 9)
    expect([back.available, back.states]).toEqual([17, ['open']])
    // What is known to have left stays gone, whatever comes in.
    const shipped = linesAfter(order('shipped', [2]), guessed.lines, 9, '1')
    const restocked = look(shipped, channelW({ reserves_in: 'nowhere', inflow: 5 }), 10, {
      readings: { P1: reads(13) },
    })
    expect([restocked.available, restocked.states]).toEqual([22, ['settled']])
  })

  it('takes back what a shipped order has in part of a drop of others, so that its own passes on to nobody', () => {
    const open = linesAfter(order('open', [3]), [], 0, '1')
    const shipped = linesAfter(order('shipped', [3]), [], 1, '2')
    const nowhere = (change: object) => channelW({ reserves_in: 'nowhere', ...change })
    // Two of an order that is off again left; they come back with three new ones; then the three leave.
    const others = look([...open, ...shipped], nowhere({ outflow: 2 }), 2, { readings: { P1: reads(8) } })
    const back = look(others.lines, nowhere({ inflow: 5 }), 3, { readings: { P1: reads(13) } })
    const left = look(back.lines, nowhere({ outflow: 3 }), 4)
    expect([left.available, left.states]).toEqual([16, ['open', 'settled']])
  })

  it('takes goods that move between its deposits for no order', () => {
    const moved = channelW({ reserves_in: 'nowhere', outflow: 2, inflow: 2 })
    expect(look(linesAfter(order('open', [2])), moved, 5).available).toBe(17)
  })

  it('ends a shipped order by time when its drop was hidden by an entry', () => {
    const shipped = linesAfter(order('shipped', [2]), linesAfter(order('open', [2])), 10)
    const entered = { readings: { P1: reads(18) } }
    expect(look(shipped, channel, 10 + SETTLING_MS / 1_000 - 1, entered).available).toBe(25)
    const over = look(shipped, channel, 10 + SETTLING_MS / 1_000, entered)
    expect([over.available, over.states]).toEqual([27, ['settled']])
  })
})

describe('an account that a person excluded', () => {
  it('brings its orders along no more than its stock (sync 27)', () => {
    const channel = channelW({ account_state: 'excluded', reserves_in: 'nowhere' })
    expect(look(linesAfter(order('open', [2])), channel, 0).available).toBe(19)
  })
})

describe('the list of what is reserved', () => {
  it('no longer holds an order that shipped (sync 52)', () => {
    const placed = look(linesAfter(order('open', [2])), channelW({ reserved: 2 }), 0)
    const shipped = look(linesAfter(order('shipped', [2]), placed.lines, 1), channelW({ outflow: 2 }), 1)
    const reserved = (states: readonly string[]) =>
      states.filter((state) => state === 'open' || state === 'visible')
    expect([reserved(placed.states).length, reserved(shipped.states).length]).toEqual([1, 0])
  })
})

describe('what is missing from the sources', () => {
  it('is the larger of what orders ask and what is reserved, in any case', () => {
    const quantities = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 6 })
    fc.assert(
      fc.property(quantities, fc.nat(30), (asked, reserved) => {
        const lines = asked.flatMap((units, index) =>
          linesAfter(order('open', [units]), [], index, `${index}`),
        )
        const { hidden } = decideDemand(lines, [channelW({ reserved })], {
          balances_read_at: at(0),
          settling_ms: SETTLING_MS,
        })
        const total = asked.reduce((a, b) => a + b, 0)
        expect(toUnits(sum(hidden.map((one) => one.quantity)))).toBe(Math.max(total, reserved) - reserved)
      }),
    )
  })

  it('needs to know the channel of every line', () => {
    const look = { balances_read_at: at(0), settling_ms: SETTLING_MS }
    expect(() => decideDemand(linesAfter(order('open', [2])), [], look)).toThrow(RangeError)
  })
})

describe('what left a deposit', () => {
  it('is its drop, less what we moved ourselves', () => {
    expect(toUnits(outflowBetween(reads(10), reads(8), NOTHING))).toBe(2)
    expect(toUnits(outflowBetween(reads(10), reads(8), fromUnits(-2)))).toBe(0)
    expect(toUnits(outflowBetween(reads(10), reads(13), fromUnits(5)))).toBe(2)
    expect(outflowBetween(reads(10), reads(12), NOTHING)).toBe(0)
    expect(toUnits(inflowBetween(reads(10), reads(12), NOTHING))).toBe(2)
    expect(inflowBetween(reads(10), reads(8), NOTHING)).toBe(0)
    expect(outflowBetween(reads(10), { kind: 'unknown', cause: 'not_read' }, NOTHING)).toBe(0)
  })

  it('is explained by what orders took since we last looked', () => {
    const shipped = linesAfter(order('shipped', [2]), linesAfter(order('open', [2]), [], 5), 10)
    expect(toUnits(takenByOrders(shipped, at(9), 'shipped'))).toBe(2)
    expect(toUnits(takenByOrders(shipped, at(10), 'shipped'))).toBe(0)
    expect(toUnits(takenByOrders(shipped, at(4), 'placed'))).toBe(2)
    expect(toUnits(takenByOrders(shipped, at(9), 'placed'))).toBe(0)
  })
})
