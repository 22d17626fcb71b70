import type { NewBoxOpening } from '../../contract/stock.ts'
import { decideBoxOpening } from '../../domain/stock/box-opening.ts'
import { accepted } from './accept.ts'
import type { StockCommand } from './batch/command.ts'
import { type CommandInput, operationOf } from './command-input.ts'
import { refusedBy, requireItem, requireOpenBranch, requireProduct } from './decision-support.ts'

/** Records that a person opened a box: nothing leaves, its units become loose. */
export function openBox(input: CommandInput<NewBoxOpening>): StockCommand {
  const { body, principal, key, fingerprint, origin } = input
  return {
    principal,
    permission: 'stock.open_box',
    key,
    fingerprint,
    is_fact: input.origin.kind === 'device',
    levels: [{ branch_id: body.branch_id, product_id: body.product_id }],
    needs: {},
    decide(state) {
      const fact = origin.kind === 'device'
      requireOpenBranch(state, body.branch_id)
      requireProduct(state, body.product_id, fact)
      const asked = { ...body, notes: body.notes ?? null, fact }
      const decision = decideBoxOpening(asked, requireItem(state, body).level, state.settings)
      if (!decision.ok) return refusedBy(decision, state)
      return accepted({ origin, state, operation: operationOf(input), movements: decision.movements })
    },
  }
}
