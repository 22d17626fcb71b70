import type { NewAdjustment } from '../../contract/stock.ts'
import { decideAdjustment } from '../../domain/stock/adjustment.ts'
import { accepted } from './accept.ts'
import type { StockCommand } from './batch/command.ts'
import { type CommandInput, operationOf } from './command-input.ts'
import { refusedBy, requireItem, requireOpenBranch, requireProduct } from './decision-support.ts'

/** Records a correction by hand, up or down, with its reason. */
export function recordAdjustment(input: CommandInput<NewAdjustment>): StockCommand {
  const { body, principal, key, fingerprint, origin } = input
  return {
    principal,
    permission: 'stock.adjust',
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
      const decision = decideAdjustment(asked, requireItem(state, body).level, state.settings)
      if (!decision.ok) return refusedBy(decision, state)
      return accepted({ origin, state, operation: operationOf(input), movements: decision.movements })
    },
  }
}
