import type { PlanLine } from './plan.ts'
import { NOTHING } from './quantity.ts'
import type { SkuState } from './sku-state.ts'

/**
 * Whether a line would lower, for the first time, what a site shows of a product that no source ever said a number of. Nobody having counted
 * it is no count of nothing: such a line is sent only once a person has seen it in a plan.
 */
export function isUnseenStock(state: SkuState, line: PlanLine): boolean {
  const isFirst = line.place.kind === 'site' && line.reason === 'first_alignment'
  return isFirst && line.difference < NOTHING && isSilent(state)
}

/** A kit is as little known as the least known of its parts. */
function isSilent({ product_kind, sources, parts }: SkuState): boolean {
  if (product_kind === 'kit') return parts.some(({ state }) => state === null || isSilent(state))
  const counted = sources.filter(({ account_state }) => account_state !== 'excluded')
  return counted.every(({ reading }) => reading.kind === 'unmoved' || reading.kind === 'absent')
}
