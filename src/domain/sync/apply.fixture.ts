import { placeKey } from './place.ts'
import { type PlanLine, planSku, type SkuPlan } from './plan.ts'
import { type Quantity, sum, toUnits } from './quantity.ts'
import { balanceOf } from './reading.ts'
import type { PoolTarget, SkuState } from './sku-state.ts'
import { historyAfterWrite } from './write-outcome.ts'

/** The state after the ERP took some lines of a plan and acknowledged them. */
export function applyLines(state: SkuState, lines: readonly PlanLine[]): SkuState {
  const byPlace = new Map(lines.map((line) => [placeKey(line.place), line]))
  const targets = state.targets.map((target): PoolTarget => {
    const line = byPlace.get(placeKey(target.place))
    const balance = balanceOf(target.reading)
    if (line === undefined || balance === null) return target
    const physical = line.operation === 'B' ? line.quantity : sum([balance.physical, line.difference])
    const virtual = sum([balance.virtual, line.difference])
    return {
      ...target,
      reading: { kind: 'observed', physical, virtual },
      history: historyAfterWrite(target.history, line, 'acknowledged'),
    }
  })
  return { ...state, targets }
}

/** The writes of a plan as people read them: "C 19→16". */
export function writesOf(plan: SkuPlan | SkuState): readonly string[] {
  const { lines } = 'lines' in plan ? plan : planSku(plan)
  return lines.map((line) => `${nameOf(line)} ${toUnits(line.current)}→${toUnits(line.target)}`)
}

/** `available` in units; fails the test when the SKU is not decided. */
export function availableOf(state: SkuState): number {
  const { decision } = planSku(state)
  if (decision.kind !== 'decided') throw new Error(`not decided: ${decision.kind}`)
  return toUnits(decision.availability.available)
}

/** Each quantity in units. */
export function inUnits(quantities: readonly Quantity[]): readonly number[] {
  return quantities.map(toUnits)
}

function nameOf({ place }: PlanLine): string {
  return place.kind === 'deposit' ? place.deposit_id : placeKey(place)
}
