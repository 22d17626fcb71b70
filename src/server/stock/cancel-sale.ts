import { ROLE_PERMISSIONS } from '../../contract/permissions.ts'
import { returnToLots } from '../../domain/stock/lots.ts'
import { restateLots } from '../../domain/stock/restate-lots.ts'
import type { ReturnedLine } from '../../domain/stock/return.ts'
import { decideReturn } from '../../domain/stock/return.ts'
import { AppError } from '../kernel/app-error.ts'
import { accepted } from './accept.ts'
import type { BatchState, SaleState } from './batch/batch-state.ts'
import {
  type LotShare,
  type MovementExtras,
  plain,
  type Refused,
  type StockCommand,
} from './batch/command.ts'
import { type CommandInput, operationOf } from './command-input.ts'
import { levelsOf, refusedBy, requireOpenBranch } from './decision-support.ts'

/** What a line of a stored sale says about what it took and what it cost. */
export type CancelledLine = ReturnedLine & {
  readonly amount_cents: number | null
  readonly packs: number
  /** Units of a Muntu sold in part beyond its whole packs. */
  readonly loose_units: number
  /** The lots it took from, to be given back. */
  readonly lots: readonly LotShare[]
}

/** A sale to cancel, as it was written; it never changes but for being cancelled. */
export type SaleToCancel = {
  readonly sale_id: string
  readonly branch_id: string
  readonly sold_by: string
  readonly lines: readonly CancelledLine[]
  readonly notes?: string | undefined
}

/** How long whoever sold may take the sale back without the right to cancel others'. */
const UNDO_MS = 10 * 60 * 1000

/** Cancels a sale: everything it took comes back through the ledger, in the form in which it can come back. */
export function cancelSale(input: CommandInput<SaleToCancel>): StockCommand {
  const { body, principal, key, fingerprint, origin } = input
  const productIds = [...new Set(body.lines.map((line) => line.product_id))]
  return {
    principal,
    permission: 'stock.sell',
    key,
    fingerprint,
    is_fact: input.origin.kind === 'device',
    levels: productIds.map((product_id) => ({ branch_id: body.branch_id, product_id })),
    needs: { sale_ids: [body.sale_id] },
    decide(state) {
      const sale = state.sales.get(body.sale_id)
      if (sale === undefined) throw new AppError('NOT_FOUND', { sale_id: body.sale_id })
      requireOpenBranch(state, body.branch_id)
      const barred = whyNot(input, sale, state)
      if (barred !== null) return barred
      const decision = decideReturn(
        {
          branch_id: body.branch_id,
          lines: body.lines,
          reason: 'Venda cancelada',
          notes: body.notes ?? null,
        },
        levelsOf(state, body.branch_id, productIds),
        state.settings,
      )
      if (!decision.ok) return refusedBy(decision, state)
      return accepted({
        origin,
        state,
        operation: { ...operationOf({ ...input, body: {} }), sale_id: sale.id },
        movements: returnedMovements(decision.movements, body.lines),
        writes: { cancel_sale_id: sale.id },
        status: 200,
        answer: () => ({ sale_id: sale.id, number: sale.number, status: 'cancelled' }),
      })
    },
  }
}

function whyNot(input: CommandInput<SaleToCancel>, sale: SaleState, state: BatchState): Refused | null {
  if (sale.cancelled) return { ok: false, code: 'SALE_ALREADY_CANCELLED', facts: { sale_id: sale.id } }
  if (ROLE_PERMISSIONS[input.principal.role].has('stock.cancel')) return null
  const own = input.body.sold_by === input.principal.user_id
  const recent = state.now.getTime() - sale.recorded_at.getTime() <= UNDO_MS
  if (own && recent) return null
  throw new AppError('FORBIDDEN')
}

function returnedMovements(
  drafts: readonly MovementExtras['draft'][],
  lines: readonly CancelledLine[],
): MovementExtras[] {
  let next = 0
  return drafts.map((draft) => {
    if (draft.movement_type !== 'return') return plain(draft)
    const line = lines[next]
    next += 1
    if (line === undefined) throw new Error('a cancellation has more rows than lines')
    const lots_back = lotsBack(line, draft)
    const loose = line.loose_units * (draft.after.doses_per_bottle ?? 1)
    return {
      ...plain(draft),
      lots_back,
      amount_cents: -(line.amount_cents ?? 0),
      muntu_packs: -line.packs,
      muntu_quantity: line.packs === 0 ? 0 : loose - draft.quantity,
    }
  })
}

/** The lots that a line took from, in the unit that the ledger counts in today. */
function lotsBack(line: CancelledLine, { after }: MovementExtras['draft']): readonly LotShare[] | null {
  const taken = returnToLots([], line.lots)
  const restated = restateLots(taken, line.doses_per_bottle ?? 1, after.doses_per_bottle ?? 1)
  const lots = returnToLots(taken, restated).filter((lot) => lot.quantity > 0)
  return lots.length === 0 ? null : lots
}
