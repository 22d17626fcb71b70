import { AppError } from '../kernel/app-error.ts'
import { accepted } from './accept.ts'
import type { StockCommand } from './batch/command.ts'
import { type CommandInput, operationOf } from './command-input.ts'
import { refusedBy, requireOpenBranch } from './decision-support.ts'
import {
  decideReceipt,
  incomingOf,
  type PurchaseLineRow,
  purchaseAnswer,
  receivedMovements,
} from './record-purchase.ts'

/** A pending purchase whose goods arrived. Its lines never change, so they may be read before the levels are locked. */
export type PurchaseToReceive = {
  readonly purchase_id: string
  readonly branch_id: string
  readonly lines: readonly PurchaseLineRow[]
}

/** Receives a pending purchase. One that was received already is answered as it stands, and nothing moves again; a cancelled one is refused. */
export function receivePurchase(input: CommandInput<PurchaseToReceive>): StockCommand {
  const { body, principal, key, fingerprint, origin } = input
  const productIds = [...new Set(body.lines.map((line) => line.product_id))]
  return {
    principal,
    permission: 'stock.purchase',
    key,
    fingerprint,
    is_fact: input.origin.kind === 'device',
    levels: productIds.map((product_id) => ({ branch_id: body.branch_id, product_id })),
    needs: { purchase_ids: [body.purchase_id] },
    decide(state) {
      const purchase = state.purchases.get(body.purchase_id)
      if (purchase === undefined) throw new AppError('NOT_FOUND', { purchase_id: body.purchase_id })
      if (purchase.status === 'cancelled') {
        const facts = { purchase_id: purchase.id, number: purchase.number }
        return { ok: false, code: 'PURCHASE_CANCELLED', facts }
      }
      const shownPurchase = { ...purchase, lines: body.lines, status: 'received' as const }
      const base = { ...operationOf({ ...input, body: {} }), id: purchase.id, purchase_id: purchase.id }
      if (purchase.status === 'received') {
        return accepted({
          origin,
          state,
          operation: base,
          movements: [],
          status: 200,
          answer: (assigned) => purchaseAnswer(shownPurchase, assigned),
        })
      }
      requireOpenBranch(state, body.branch_id)
      const decision = decideReceipt(state, body.branch_id, body.lines, purchase.notes)
      if (!decision.ok) return refusedBy(decision, state)
      return accepted({
        origin,
        state,
        operation: base,
        movements: receivedMovements(decision, body.lines),
        writes: { receive_purchase_id: purchase.id, incoming: incomingOf(body.branch_id, body.lines, -1) },
        status: 200,
        answer: (assigned) => purchaseAnswer(shownPurchase, assigned),
      })
    },
  }
}
