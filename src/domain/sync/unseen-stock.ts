import type { PlanLine } from './plan.ts'
import { NOTHING } from './quantity.ts'
import type { SkuState } from './sku-state.ts'

/**
 * Whether a line would lower, for the first time, what a site shows of a product that no source ever said a number of. Nobody having counted
 * it is no count of nothing: such a line is sent only once a person has seen it in a plan.
 */
export function isUnseenStock({ sources }: Pick<SkuState, 'sources'>, line: PlanLine): boolean {
  const isFirst = line.place.kind === 'site' && line.reason === 'first_alignment'
  const counted = sources.filter(({ account_state }) => account_state !== 'excluded')
  const isSilent = counted.every(({ reading }) => reading.kind === 'unmoved' || reading.kind === 'absent')
  return isFirst && line.difference < NOTHING && isSilent
}
