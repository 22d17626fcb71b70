import type { Level } from '../../../domain/stock/level.ts'
import type { Refusal } from '../../../domain/stock/refusal.ts'
import { decideSale, type SaleProduct } from '../../../domain/stock/sale.ts'
import type { SaleRules } from '../../../domain/stock/sale-terms.ts'
import type { Cart } from './cart.ts'

/** What a cart will do: prices, what it opens, and whether the stock covers it. */
export type CartPlan = {
  readonly total_cents: number
  readonly savings_cents: number
  readonly unpriced_lines: number
  /** Per line: its amount and saving, in cents. */
  readonly lines: readonly { readonly amount_cents: number | null; readonly saving_cents: number }[]
  /** Boxes that the sale opens, by product. */
  readonly opened: ReadonlyMap<string, number>
  readonly levels: ReadonlyMap<string, Level>
  /** Why the stock does not cover it, as far as this device knows. */
  readonly refusal: Refusal | null
}

/** Plans a cart by the server's own rules; what does not cover it is said, and priced all the same. */
export function planCart(
  cart: Cart,
  levels: ReadonlyMap<string, Level>,
  products: ReadonlyMap<string, SaleProduct>,
  rules: SaleRules,
): CartPlan {
  const asked = { branch_id: '', lines: cart, fact: false }
  const decision = decideSale(asked, levels, products, rules)
  const priced = decision.ok ? decision : decideSale({ ...asked, fact: true }, levels, products, rules)
  const refusal = decision.ok ? null : decision
  if (!priced.ok) {
    return {
      total_cents: 0,
      savings_cents: 0,
      unpriced_lines: cart.length,
      lines: [],
      opened: new Map(),
      levels,
      refusal,
    }
  }
  const opened = new Map<string, number>()
  for (const { product_id, boxes_opened } of priced.movements) {
    opened.set(product_id, (opened.get(product_id) ?? 0) + boxes_opened)
  }
  const { total_cents, savings_cents, unpriced_lines, lines } = priced
  return { total_cents, savings_cents, unpriced_lines, lines, opened, levels: priced.levels, refusal }
}
