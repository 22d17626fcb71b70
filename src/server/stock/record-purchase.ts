import type { NewPurchase } from '../../contract/purchases.ts'
import { costPurchaseLine } from '../../domain/stock/cost.ts'
import type { LevelsDecision } from '../../domain/stock/enter.ts'
import { isAmount } from '../../domain/stock/integer.ts'
import { bottlesIn } from '../../domain/stock/portion.ts'
import { decidePurchase } from '../../domain/stock/purchase.ts'
import { tooDear } from '../../domain/stock/refusal.ts'
import { accepted } from './accept.ts'
import type { BatchState } from './batch/batch-state.ts'
import { type Assigned, type MovementExtras, plain, type StockCommand } from './batch/command.ts'
import { type CommandInput, operationOf } from './command-input.ts'
import {
  levelsOf,
  refusedBy,
  requireItem,
  requireOpenBranch,
  requireProduct,
  shown,
} from './decision-support.ts'

/** A purchase line as it is stored and shown. */
export type PurchaseLineRow = {
  readonly product_id: string
  readonly sku: string
  readonly product_name: string
  readonly boxes: number
  readonly units: number
  readonly total_units: number
  readonly unit_cost_micros: number | null
  readonly total_cents: number | null
  readonly batch_number: string | null
  readonly expiry_date: string | null
}

/** Records a purchase: goods that came in (`received`), or that are on their way (`pending`) and only counted as incoming. */
export function recordPurchase(input: CommandInput<NewPurchase>): StockCommand {
  const { body, principal, key, fingerprint } = input
  const productIds = [...new Set(body.lines.map((line) => line.product_id))]
  return {
    principal,
    permission: 'stock.purchase',
    key,
    fingerprint,
    is_fact: input.origin.kind === 'device',
    levels: productIds.map((product_id) => ({ branch_id: body.branch_id, product_id })),
    needs: {},
    decide(state) {
      requireOpenBranch(state, body.branch_id)
      for (const id of productIds) requireProduct(state, id, false)
      const lines = body.lines.map((line) => lineOf(state, body.branch_id, line))
      const total_cents = lines.reduce((sum, line) => sum + (line.total_cents ?? 0), 0)
      if (!isAmount(total_cents)) return refusedBy(tooDear('lines'), state)
      // A pending purchase is decided too, so that what can never be received is refused when it is written down.
      const decision = decideReceipt(state, body.branch_id, lines, body.notes ?? null)
      if (!decision.ok) return refusedBy(decision, state)
      const { origin } = input
      const received = body.status === 'received'
      const base = operationOf(input)
      const { branch_id, status } = body
      const purchase = {
        branch_id,
        supplier: body.supplier ?? null,
        status,
        lines,
        total_cents,
        notes: body.notes ?? null,
      }
      return accepted({
        origin,
        state,
        operation: { ...base, purchase_id: base.id },
        movements: received ? receivedMovements(decision, lines) : [],
        writes: { purchase, ...(received ? {} : { incoming: incomingOf(branch_id, lines, 1) }) },
        answer: (assigned) => purchaseAnswer({ ...purchase, created_at: assigned.recorded_at }, assigned),
      })
    },
  }
}

/** What a purchase's answer says besides its id and movements. */
export function purchaseAnswer(
  purchase: {
    readonly branch_id: string
    readonly supplier: string | null
    readonly status: 'pending' | 'received' | 'cancelled'
    readonly lines: readonly PurchaseLineRow[]
    readonly total_cents: number
    readonly notes: string | null
    readonly created_at: Date
    readonly cancelled_at?: Date | null
    readonly number?: number
  },
  assigned: Assigned,
): Record<string, unknown> {
  return {
    number: purchase.number ?? assigned.number,
    branch_id: purchase.branch_id,
    supplier: purchase.supplier,
    status: purchase.status,
    notes: purchase.notes,
    total_cents: purchase.total_cents,
    uncosted_lines: purchase.lines.filter((line) => line.total_cents === null).length,
    lines: purchase.lines,
    created_at: purchase.created_at.toISOString(),
    received_at: purchase.status === 'received' ? assigned.recorded_at.toISOString() : null,
    cancelled_at: purchase.cancelled_at?.toISOString() ?? null,
    movements: assigned.movements.map(shown),
  }
}

/** Decides the receipt of stored lines against the levels of now. */
export function decideReceipt(
  state: BatchState,
  branchId: string,
  lines: readonly PurchaseLineRow[],
  notes: string | null,
) {
  const levels = levelsOf(state, branchId, new Set(lines.map((line) => line.product_id)))
  return decidePurchase({ branch_id: branchId, lines, notes }, levels, state.settings)
}

/** Gives each line's own row its cost and lot; the regroup rows between them carry neither. */
export function receivedMovements(
  decision: LevelsDecision,
  lines: readonly PurchaseLineRow[],
): MovementExtras[] {
  let next = 0
  return decision.movements.map((draft) => {
    if (draft.movement_type !== 'purchase') return plain(draft)
    const line = lines[next]
    next += 1
    if (line === undefined) throw new Error('a receipt has more rows than lines')
    const { batch_number, expiry_date, unit_cost_micros } = line
    return {
      ...plain(draft),
      unit_cost_micros,
      lot: batch_number === null ? null : { batch_number, expiry_date },
    }
  })
}

/** How the goods on their way change: in whole units, `sign` +1 when ordered and -1 when received. */
export function incomingOf(branch_id: string, lines: readonly PurchaseLineRow[], sign: 1 | -1) {
  return lines.map((line) => ({ branch_id, product_id: line.product_id, units: sign * line.total_units }))
}

function lineOf(state: BatchState, branch_id: string, line: NewPurchase['lines'][number]): PurchaseLineRow {
  const { level } = requireItem(state, { branch_id, product_id: line.product_id })
  const product = state.products.get(line.product_id)
  const costs = { box_cost_cents: line.box_cost_cents ?? null, unit_cost_cents: line.unit_cost_cents ?? null }
  return {
    product_id: line.product_id,
    sku: product?.sku ?? '',
    product_name: product?.name ?? '',
    boxes: line.boxes,
    units: line.units,
    total_units: bottlesIn({ ...line, doses: 0 }, level),
    ...costPurchaseLine({ ...line, ...costs }, level.units_per_box),
    batch_number: line.batch_number ?? null,
    expiry_date: line.expiry_date ?? null,
  }
}
