import type { Permission } from '../../contract/permissions.ts'
import type { NewOutflow } from '../../contract/stock.ts'
import { decideOutflow, type Outflow } from '../../domain/stock/outflow.ts'
import { accepted } from './accept.ts'
import type { StockCommand } from './batch/command.ts'
import { type CommandInput, operationOf } from './command-input.ts'
import { refusedBy, requireItem, requireOpenBranch, requireProduct } from './decision-support.ts'

const PERMISSIONS = {
  loss: 'stock.loss',
  breakage: 'stock.loss',
  courtesy: 'stock.loss',
} as const satisfies Record<Outflow['movement_type'], Permission>

/** Records stock that left without being sold: a loss, a breakage or a courtesy, with its reason. */
export function recordOutflow(type: Outflow['movement_type'], input: CommandInput<NewOutflow>): StockCommand {
  const { body, principal, key, fingerprint, origin } = input
  return {
    principal,
    permission: PERMISSIONS[type],
    key,
    fingerprint,
    is_fact: input.origin.kind === 'device',
    levels: [{ branch_id: body.branch_id, product_id: body.product_id }],
    needs: {},
    decide(state) {
      const fact = origin.kind === 'device'
      requireOpenBranch(state, body.branch_id)
      requireProduct(state, body.product_id, fact)
      const decision = decideOutflow(
        { ...body, movement_type: type, notes: body.notes ?? null, fact },
        requireItem(state, body).level,
      )
      if (!decision.ok) return refusedBy(decision, state)
      return accepted({ origin, state, operation: operationOf(input), movements: decision.movements })
    },
  }
}
