import { writesOf } from './apply.fixture.ts'
import { type DemandChannel, decideDemand } from './demand.ts'
import type { DemandLine } from './demand-line.ts'
import { demandOfOrder, type OrderReading } from './order-demand.ts'
import { planSku } from './plan.ts'
import { fromUnits, NOTHING, toUnits } from './quantity.ts'
import { type Changes, twoShops } from './two-shops.fixture.ts'

/** How long balances may settle in the scenarios: the longest of scenario 42. */
export const SETTLING_MS = 60_000

/** An instant, in seconds of the scenario. */
export function at(seconds: number): Date {
  return new Date(Date.UTC(2026, 0, 1) + seconds * 1_000)
}

/** An order of CANECA-01 as it is read again: one item per quantity. */
export function order(
  phase: 'open' | 'shipped' | 'cancelled',
  quantities: readonly number[],
  more: Partial<Extract<OrderReading, { kind: 'found' }>> = {},
): OrderReading {
  const items = quantities.map((units) => ({ sku: 'CANECA-01', quantity: fromUnits(units) }))
  return { kind: 'found', phase, items, ignored_by: null, is_replaced: false, ...more }
}

/** The lines of order 8812 in W after a re-reading. */
export function linesAfter(
  reading: OrderReading,
  stored: readonly DemandLine[] = [],
  seconds = 0,
  order_id = '8812',
): readonly DemandLine[] {
  return demandOfOrder({ channel_id: 'W', order_id }, stored, reading, at(seconds)).lines
}

/** Account W with its reservations and the drop of its main deposits, in units. */
export function channelW(
  more: Partial<Omit<DemandChannel, 'reserved_in_main' | 'outflow' | 'inflow'>> & {
    readonly reserved?: number
    readonly outflow?: number
    readonly inflow?: number
  } = {},
): DemandChannel {
  const { reserved = 0, outflow = 0, inflow = 0, ...rest } = more
  return {
    channel_id: 'W',
    account_state: 'active',
    reserves_in: 'main',
    when_shipped: 'draw',
    reserved_in_main: fromUnits(reserved),
    is_settling: false,
    outflow: fromUnits(outflow),
    inflow: fromUnits(inflow),
    ...rest,
  }
}

/** One look at everything: what is decided about the lines, what is available, what is written. */
export function look(
  lines: readonly DemandLine[],
  channel: DemandChannel,
  seconds: number,
  changes: Changes = {},
): {
  readonly lines: readonly DemandLine[]
  readonly available: number
  readonly writes: readonly string[]
  readonly states: readonly string[]
} {
  const decided = decideDemand(lines, [channel], { balances_read_at: at(seconds), settling_ms: SETTLING_MS })
  const plan = planSku(twoShops({ ...changes, state: { ...changes.state, demand: decided.hidden } }))
  if (plan.decision.kind !== 'decided') throw new Error('pending')
  return {
    lines: decided.lines,
    available: toUnits(plan.decision.availability.available),
    writes: writesOf(plan),
    states: decided.lines.map((line) => line.state),
  }
}

/** The line as it stands once our movement on real stock for it was known to have arrived. */
export function drawArrived(
  line: DemandLine,
  place: DemandLine['draw']['place'],
  seconds: number,
): DemandLine {
  const isOut = line.phase === 'shipped'
  const draw = {
    posted: isOut ? line.quantity : NOTHING,
    made: line.draw.made + 1,
    is_pending: false,
    place,
    confirmed_at: at(seconds),
  }
  return { ...line, draw }
}
