import { decideRepack } from '../../domain/stock/repack.ts'
import type { CatalogWrite, Repack } from '../catalog/catalog-deps.ts'
import type { CatalogPlan } from '../catalog/catalog-plan.ts'
import { newId } from '../kernel/ids.ts'
import type { StockQueue } from './batch/batch-queue.ts'
import type { BatchState } from './batch/batch-state.ts'
import {
  type LevelKey,
  type MovementExtras,
  type Outcome,
  plain,
  type StockCommand,
} from './batch/command.ts'
import { refusedBy, requireItem } from './decision-support.ts'

/** Lets the catalogue change packings through the one door into the ledger. */
export function repackThrough(queue: StockQueue): Repack {
  return (write, plan, answer) => queue.execute(repackProducts(write, plan, answer))
}

/**
 * Splits the stock of products anew in every branch and writes the products in the same transaction. No bottle comes or goes; the
 * ledger says in which packing its numbers stand from here on.
 */
function repackProducts(
  write: CatalogWrite,
  plan: CatalogPlan,
  answer: { readonly status: 200; readonly body: unknown },
): StockCommand {
  const { principal, fingerprint } = write
  // Levels that the plan only realigns are locked with the others, so that all locks are taken in one order.
  const productIds = [...new Set([...plan.repacked.map((one) => one.product_id), ...plan.realigned])]
  return {
    principal,
    permission: 'catalog.write',
    key: write.key ?? newId(),
    fingerprint,
    is_fact: false,
    levels: keysOf(plan, productIds),
    needs: {},
    decide: (state) => decide(state, plan, answer),
  }
}

function decide(
  state: BatchState,
  plan: CatalogPlan,
  answer: { readonly status: 200; readonly body: unknown },
): Outcome {
  const movements: MovementExtras[] = []
  for (const { product_id, packing } of plan.repacked) {
    for (const key of keysOf(plan, [product_id])) {
      const decision = decideRepack({ ...key, packing, notes: null }, requireItem(state, key).level)
      if (!decision.ok) return refusedBy(decision, state)
      movements.push(...decision.movements.map(plain))
    }
  }
  const operation = { id: newId(), occurred_at: null, terminal: null, from_device: false }
  return {
    ok: true,
    status: answer.status,
    operation: { ...operation, sale_id: null, purchase_id: null },
    movements,
    writes: { catalog: plan },
    respond: () => answer.body,
  }
}

function keysOf(plan: CatalogPlan, productIds: readonly string[]): LevelKey[] {
  return plan.branch_ids.flatMap((branch_id) => productIds.map((product_id) => ({ branch_id, product_id })))
}
