import type { NewSale } from '../../contract/sales.ts'
import { decideSale, type SaleDecision, type SaleLine, type SoldLine } from '../../domain/stock/sale.ts'
import { accepted } from './accept.ts'
import type { BatchState } from './batch/batch-state.ts'
import {
  type Accepted,
  type MovementExtras,
  type NewDivergence,
  plain,
  type StockCommand,
} from './batch/command.ts'
import { type CommandInput, operationOf } from './command-input.ts'
import { levelsOf, refusedBy, requireOpenBranch, requireProduct } from './decision-support.ts'

/** A sale whose lines name products by id. */
export type ResolvedSale = Omit<NewSale, 'lines'> & {
  readonly lines: readonly SaleLine[]
  /** What a device charged; it stands, and differs visibly where our prices say otherwise. */
  readonly charged_cents?: number | undefined
}

/** Records a sale: every line or none; the open box first, then boxes one by one. */
export function recordSale(input: CommandInput<ResolvedSale>): StockCommand {
  const { body, principal, key, fingerprint } = input
  const productIds = [...new Set(body.lines.map((line) => line.product_id))]
  return {
    principal,
    permission: 'stock.sell',
    key,
    fingerprint,
    is_fact: input.origin.kind === 'device',
    levels: productIds.map((product_id) => ({ branch_id: body.branch_id, product_id })),
    needs: {},
    decide(state) {
      const fact = input.origin.kind === 'device'
      requireOpenBranch(state, body.branch_id)
      for (const id of productIds) requireProduct(state, id, fact)
      const levels = levelsOf(state, body.branch_id, productIds)
      const decision = decideSale(
        { branch_id: body.branch_id, lines: body.lines, fact },
        levels,
        state.products,
        state.settings,
      )
      return decision.ok ? accept(input, state, decision) : refusedBy(decision, state)
    },
  }
}

function accept(input: CommandInput<ResolvedSale>, state: BatchState, decision: SaleDecision): Accepted {
  const { body, origin } = input
  const base = operationOf(input)
  const lines = decision.lines.map((line) => ({ ...line, ...nameOf(state, line) }))
  const { savings_cents, unpriced_lines } = decision
  const total_cents = body.charged_cents ?? decision.total_cents
  const money = { lines, total_cents, savings_cents, unpriced_lines }
  return accepted({
    origin,
    state,
    operation: { ...base, sale_id: base.id },
    movements: pricedMovements(decision),
    writes: {
      sale: { branch_id: body.branch_id, payment_method: body.payment_method ?? null, ...money },
      divergences: priceMismatch(body, decision),
    },
    answer: ({ number }) => ({ number, branch_id: body.branch_id, ...money, lines: lines.map(shownLine) }),
  })
}

function priceMismatch(body: ResolvedSale, decision: SaleDecision): NewDivergence[] {
  const [first] = body.lines
  const { charged_cents } = body
  if (charged_cents === undefined || charged_cents === decision.total_cents || first === undefined) return []
  const facts = { charged_cents, expected_cents: decision.total_cents }
  return [{ kind: 'price_mismatch', branch_id: body.branch_id, product_id: first.product_id, facts }]
}

/** A line as people see it; what a cancellation needs besides stays in the stored sale. */
function shownLine(line: SoldLine & { sku: string; product_name: string }): Record<string, unknown> {
  const {
    product_id,
    sku,
    product_name,
    sold_as,
    quantity,
    quantity_sold,
    unit_price_cents,
    amount_cents,
    saving_cents,
    note,
  } = line
  return {
    product_id,
    sku,
    product_name,
    sold_as,
    quantity,
    quantity_sold,
    unit_price_cents,
    amount_cents,
    saving_cents,
    note,
  }
}

function nameOf(state: BatchState, line: SoldLine): { sku: string; product_name: string } {
  const product = state.products.get(line.product_id)
  return { sku: product?.sku ?? '', product_name: product?.name ?? '' }
}

/** Gives each line's first movement the line's money and packs, so that the day's sums count each once. */
function pricedMovements(decision: SaleDecision): MovementExtras[] {
  const movements: MovementExtras[] = []
  let next = 0
  for (const line of decision.lines) {
    const drafts = decision.movements.slice(next, next + line.movement_count)
    next += line.movement_count
    drafts.forEach((draft, index) => {
      const first = index === 0
      const isMuntu = draft.movement_type === 'sale_muntu'
      movements.push({
        ...plain(draft),
        amount_cents: first ? (line.amount_cents ?? 0) : 0,
        muntu_packs: isMuntu ? line.packs : 0,
        muntu_quantity: isMuntu ? -draft.quantity : 0,
      })
    })
  }
  return movements
}
