import type { Entry } from './entry.ts'

/**
 * The operations of this device that are about a product and that the server may not have heard of. What a cancellation is about only
 * the sale tells, which is not on this device: it counts for every product. What the server keeps in quarantine it knows of itself.
 */
export function unsentOf(product_id: string, waiting: readonly Entry[]): readonly Entry[] {
  return waiting.filter(
    ({ kind, state, body }) => state !== 'quarantined' && (kind === 'sale_cancel' || names(body, product_id)),
  )
}

function names(body: Entry['body'], product_id: string): boolean {
  if (body['product_id'] === product_id) return true
  // Written by this very app, in the shape of the request of the same kind.
  const lines = (body['lines'] ?? []) as readonly { readonly product_id: string }[]
  return lines.some((line) => line.product_id === product_id)
}
