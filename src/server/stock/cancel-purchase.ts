import { actorOf } from '../auth/audit.store.ts'
import { AppError } from '../kernel/app-error.ts'
import { accepted } from './accept.ts'
import type { StockCommand } from './batch/command.ts'
import { type CommandInput, operationOf } from './command-input.ts'
import type { PurchaseToReceive } from './receive-purchase.ts'
import { incomingOf, purchaseAnswer } from './record-purchase.ts'

/**
 * Gives up a purchase that is on its way: no stock moves, and its goods are no longer expected, also where the branch was closed
 * meanwhile. One that was cancelled already is answered as it stands; one that was received is refused. `ip` is for the audit trail.
 */
export function cancelPurchase(input: CommandInput<PurchaseToReceive>, ip: string): StockCommand {
  const { body, principal, key, fingerprint, origin } = input
  const productIds = [...new Set(body.lines.map((line) => line.product_id))]
  return {
    principal,
    permission: 'stock.purchase',
    key,
    fingerprint,
    is_fact: false,
    levels: productIds.map((product_id) => ({ branch_id: body.branch_id, product_id })),
    needs: { purchase_ids: [body.purchase_id] },
    decide(state) {
      const purchase = state.purchases.get(body.purchase_id)
      if (purchase === undefined) throw new AppError('NOT_FOUND', { purchase_id: body.purchase_id })
      const { id, number, status, cancelled_at } = purchase
      const facts = { purchase_id: id, number }
      if (status === 'received') return { ok: false, code: 'PURCHASE_ALREADY_RECEIVED', facts }
      const entry = {
        actor: actorOf(principal),
        action: 'purchase.cancelled',
        target: id,
        facts: { number },
        ip,
      }
      return accepted({
        origin,
        state,
        operation: { ...operationOf({ ...input, body: {} }), id, purchase_id: id },
        movements: [],
        writes:
          status === 'cancelled'
            ? {}
            : {
                cancel_purchase_id: id,
                incoming: incomingOf(body.branch_id, body.lines, -1),
                audit: [entry],
              },
        status: 200,
        answer: (assigned) =>
          purchaseAnswer(
            {
              ...purchase,
              lines: body.lines,
              status: 'cancelled',
              cancelled_at: cancelled_at ?? assigned.recorded_at,
            },
            assigned,
          ),
      })
    },
  }
}
