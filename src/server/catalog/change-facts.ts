import type { PlannedProduct } from './plan-product.ts'

/** What a product was and became, field by field, for the trail. */
export function changeFacts({ before, after, changed }: PlannedProduct): Record<string, unknown> {
  return Object.fromEntries(
    [...changed].map((field) => [
      field,
      { before: before === null ? null : before[field], after: after[field] },
    ]),
  )
}
