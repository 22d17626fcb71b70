import type { NewTransfer } from '../../contract/stock.ts'
import { decideTransfer } from '../../domain/stock/transfer.ts'
import { accepted } from './accept.ts'
import type { StockCommand } from './batch/command.ts'
import { type CommandInput, operationOf } from './command-input.ts'
import { levelsOf, refusedBy, requireOpenBranch, requireProduct } from './decision-support.ts'

/** Moves stock from one branch to another in one operation: what leaves here arrives there, or nothing happens. */
export function transferStock(input: CommandInput<NewTransfer>): StockCommand {
  const { body, principal, key, fingerprint, origin } = input
  const productIds = body.lines.map((line) => line.product_id)
  const { from_branch_id, to_branch_id } = body
  return {
    principal,
    permission: 'stock.transfer',
    key,
    fingerprint,
    is_fact: input.origin.kind === 'device',
    levels: [from_branch_id, to_branch_id].flatMap((branch_id) =>
      productIds.map((product_id) => ({ branch_id, product_id })),
    ),
    needs: {},
    decide(state) {
      const fact = origin.kind === 'device'
      requireOpenBranch(state, from_branch_id)
      requireOpenBranch(state, to_branch_id)
      for (const id of productIds) requireProduct(state, id, fact)
      const decision = decideTransfer(
        { from_branch_id, to_branch_id, lines: body.lines, notes: body.notes ?? null, fact },
        levelsOf(state, from_branch_id, productIds),
        levelsOf(state, to_branch_id, productIds),
        state.settings,
      )
      if (!decision.ok) return refusedBy(decision, state)
      return accepted({
        origin,
        state,
        operation: operationOf(input),
        movements: decision.movements,
        writes: { document: { kind: 'transfer', branch_id: from_branch_id, body } },
      })
    },
  }
}
