import type { SaleLine, SoldAs } from '../../../domain/stock/sale.ts'

/** What stands in the sale, in the order in which it was tapped. */
export type Cart = readonly SaleLine[]

/** Adds one, to the line that is there or as a new one. */
export function addToCart(cart: Cart, product_id: string, sold_as: SoldAs): Cart {
  return addLine(cart, { product_id, sold_as, quantity: 1, partial: 'refuse' })
}

/** Puts the lines of another sale to these, what is the same together. */
export function mergeCarts(cart: Cart, others: Cart): Cart {
  let merged = cart
  for (const line of others) merged = addLine(merged, line)
  return merged
}

function addLine(cart: Cart, added: SaleLine): Cart {
  const isSame = (line: SaleLine) => line.product_id === added.product_id && line.sold_as === added.sold_as
  if (!cart.some(isSame)) return [...cart, added]
  return cart.map((line) => (isSame(line) ? { ...line, quantity: line.quantity + added.quantity } : line))
}

/** Changes one line; a quantity of zero takes it out. */
export function changeLine(cart: Cart, changed: SaleLine, changes: Partial<SaleLine>): Cart {
  return cart
    .map((line) => (line === changed ? { ...line, ...changes } : line))
    .filter((line) => line.quantity > 0)
}
