import type { Tx } from '../db/database.ts'

/** A product with every code that a device may have named it by. */
export type CodedProduct = {
  readonly id: string
  readonly skus: readonly string[]
  readonly gtins: readonly string[]
}

/** What waits for one product: how many operations, of which kinds, and when the oldest happened (ISO 8601, as its device said). */
export type WaitingFacts = {
  readonly waiting: number
  readonly kinds: readonly string[]
  readonly oldest_occurred_at: string
}

/** Which of some products have operations of devices that the server knows of and has not applied; by product id. */
export type WaitingFor = (
  tx: Tx,
  products: readonly CodedProduct[],
) => Promise<ReadonlyMap<string, WaitingFacts>>
