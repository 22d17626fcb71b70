import type { OversellPreview } from '../../../contract/sync.ts'
import { exposeTo } from '../../../domain/sync/exposure.ts'
import { oversellBound } from '../../../domain/sync/oversell-bound.ts'
import { configKey, type PoolConfig } from '../../../domain/sync/pool-config.ts'
import { fromUnits, ONE_UNIT, sum, toUnits } from '../../../domain/sync/quantity.ts'

/** Amounts by which a person can see what the policies do. */
const EXAMPLES = [1, 10, 100]

/** What the pool's policies show together, and how far that can oversell before the next write, for some amounts available. */
export function oversellPreview(config: PoolConfig): OversellPreview {
  const showings = config.targets
    .filter((target) => target.role === 'shared')
    .map(({ place, policy, paused }, priority) => ({ key: configKey(place), policy, paused, priority }))
  const examples = EXAMPLES.map((available) => {
    const exposures = [...exposeTo(showings, fromUnits(available), ONE_UNIT).values()]
    return {
      available,
      exposed: toUnits(sum(exposures)),
      oversell_bound: toUnits(oversellBound(exposures, fromUnits(available))),
    }
  })
  const can_oversell = examples.some((example) => example.oversell_bound > 0)
  const whole = examples.at(-1)
  const message = can_oversell
    ? `Com ${whole?.available} disponíveis, os canais mostram ${whole?.exposed} ao todo e podem vender até ${whole?.oversell_bound} a mais antes da próxima gravação. Percentuais que somam até 100% não têm esse risco.`
    : 'Os canais juntos nunca mostram mais do que existe.'
  return { can_oversell, examples, message }
}
