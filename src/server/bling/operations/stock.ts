import type { BalanceRow } from '../../../domain/sync/reading.ts'
import type { Caller } from '../client/caller.ts'
import { batchesOf, createdId, readData } from '../client/read-answer.ts'
import { balancesIn } from '../mapping/balance.ts'
import { movementOut, type NewMovement } from '../mapping/movement.ts'

/** How many products one call asks for: beyond 200 the address gets too long. */
export const BALANCE_BATCH = 100

/** Balances and movements of stock. */
export type StockOperations = {
  /**
   * Balances of products in every deposit. Products that Bling does not answer for are not in the rows: they are unknown, never zero.
   * All batches or an error.
   */
  balances(product_ids: readonly string[]): Promise<BalanceRow[]>
  /** Moves stock and gives the id of the movement. When the error is `ambiguous` the movement may stand: look before repeating. */
  move(movement: NewMovement): Promise<string>
}

/** Binds the operations to a caller. */
export function stockOperations(call: Caller): StockOperations {
  return {
    async balances(product_ids) {
      const rows: BalanceRow[] = []
      for (const batch of batchesOf([...new Set(product_ids)], BALANCE_BATCH)) {
        const request = {
          operation: 'GET /estoques/saldos',
          method: 'GET' as const,
          path: '/estoques/saldos',
          query: { idsProdutos: batch },
        }
        rows.push(...(await readData(call, request, balancesIn)))
      }
      return rows
    },
    move: (movement) =>
      createdId(call, {
        operation: 'POST /estoques',
        method: 'POST',
        path: '/estoques',
        body: movementOut(movement),
      }),
  }
}
