import type { OversellPreview } from '../../../contract/sync.ts'
import { oversellExamples } from '../../../domain/sync/oversell-examples.ts'
import type { PoolConfig } from '../../../domain/sync/pool-config.ts'
import { toUnits } from '../../../domain/sync/quantity.ts'

/** What the pool's policies show together, and how far that can oversell before the next write, for some amounts available. */
export function oversellPreview(config: PoolConfig): OversellPreview {
  const examples = oversellExamples(config.targets).map(({ available, exposed, oversell_bound }) => ({
    available: toUnits(available),
    exposed: toUnits(exposed),
    oversell_bound: toUnits(oversell_bound),
  }))
  const can_oversell = examples.some((example) => example.oversell_bound > 0)
  const whole = examples.at(-1)
  const message = can_oversell
    ? `Com ${whole?.available} disponíveis, os canais mostram ${whole?.exposed} ao todo e podem vender até ${whole?.oversell_bound} a mais antes da próxima gravação. Percentuais que somam até 100% não têm esse risco.`
    : 'Os canais juntos nunca mostram mais do que existe.'
  return { can_oversell, examples, message }
}
