import { exposeTo } from './exposure.ts'
import { oversellBound } from './oversell-bound.ts'
import { type ConfiguredTarget, configKey } from './pool-config.ts'
import { fromUnits, ONE_UNIT, type Quantity, sum } from './quantity.ts'

/** Amounts by which a person can see what the policies do, in units. */
const EXAMPLES = [1, 10, 100]

/** With so many available: what the channels show together, and how many too many they could sell. */
export type OversellExample = {
  readonly available: Quantity
  readonly exposed: Quantity
  readonly oversell_bound: Quantity
}

/** What the policies of a pool's shared targets risk before the next write, for some amounts available. Mirrors sell nothing. */
export function oversellExamples(targets: readonly ConfiguredTarget[]): readonly OversellExample[] {
  const showings = targets
    .filter((target) => target.role === 'shared')
    .map(({ place, policy, paused }, priority) => ({ key: configKey(place), policy, paused, priority }))
  return EXAMPLES.map((units) => {
    const available = fromUnits(units)
    const exposures = [...exposeTo(showings, available, ONE_UNIT).values()]
    return { available, exposed: sum(exposures), oversell_bound: oversellBound(exposures, available) }
  })
}
