import { floorToStep, fromGrains, NOTHING, type Quantity, sum } from './quantity.ts'

/** How the sources become one number. Sum is the rule; the others exist because users of the earlier system had them. */
export const COMBINE_RULES = ['sum', 'max', 'min', 'average'] as const
export type CombineRule = (typeof COMBINE_RULES)[number]

/** Combines the virtual balances of the sources. An average is floored to the step in which the SKU is sold. */
export function combine(rule: CombineRule, virtuals: readonly Quantity[], step: Quantity): Quantity {
  const [first, ...rest] = virtuals
  if (first === undefined) return NOTHING
  switch (rule) {
    case 'sum':
      return sum(virtuals)
    case 'max':
      return rest.reduce((best, next) => (next > best ? next : best), first)
    case 'min':
      return rest.reduce((best, next) => (next < best ? next : best), first)
    case 'average':
      return floorToStep(fromGrains(Math.floor(sum(virtuals) / virtuals.length)), step)
  }
}
