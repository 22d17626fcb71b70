declare const grains: unique symbol

/**
 * An exact amount of stock in ten-thousandths of a unit ("grains"): 2.5 units are 25,000.
 * Four decimals because that is the finest a Brazilian invoice line holds (qCom) and what the ERP prints ("0.9000"):
 * coarser would change real quantities. Whole numbers, so that 0.1 + 0.2 is 0.3 and balances compare with `===`.
 * Compare with `<` and `===`; add with the functions here, which refuse to leave the exact range.
 */
export type Quantity = number & { readonly [grains]: true }

/** How many grains make one unit. */
export const GRAINS_PER_UNIT = 10_000

/** A billion units: beyond it a balance is a mistake, and sums of hundreds of sources would stop being exact. */
const LARGEST_GRAINS = 1_000_000_000 * GRAINS_PER_UNIT

/** Zero. */
export const NOTHING = fromGrains(0)
/** One whole unit: the step of whatever is sold by the piece. */
export const ONE_UNIT = fromGrains(GRAINS_PER_UNIT)
/** The smallest step there is, for what is sold by weight or length. */
export const ONE_GRAIN = fromGrains(1)

/** What reading a number from outside gives: a quantity, or the reason why it cannot be one. */
export type ParsedQuantity =
  | { readonly ok: true; readonly quantity: Quantity }
  | { readonly ok: false; readonly code: 'NOT_A_QUANTITY' | 'QUANTITY_OUT_OF_RANGE' }

/**
 * Reads a balance as another system sends it: a JSON number with its float noise, or a decimal text ("9.0000000000").
 * Digits finer than a grain are rounded to the nearest one; anything that is not a plain finite number is refused,
 * because an unreadable balance is unknown and never zero.
 */
export function parseQuantity(value: unknown): ParsedQuantity {
  const units = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value
  if (typeof units !== 'number' || !Number.isFinite(units)) return { ok: false, code: 'NOT_A_QUANTITY' }
  const rounded = Math.round(units * GRAINS_PER_UNIT)
  if (Math.abs(rounded) > LARGEST_GRAINS) return { ok: false, code: 'QUANTITY_OUT_OF_RANGE' }
  return { ok: true, quantity: fromGrains(rounded) }
}

const DECIMAL = /^-?\d{1,15}(\.\d{1,15})?$/

/** A quantity from the count of grains that a database row holds. Throws on what is not an exact whole number. */
export function fromGrains(count: number): Quantity {
  if (!Number.isSafeInteger(count)) throw new RangeError(`not an exact number of grains: ${count}`)
  return (count + 0) as Quantity // `+ 0` turns -0 into 0, which would otherwise differ when written as JSON or compared
}

/** A quantity from units known to be right (the ledger's whole units, a constant). Throws on anything else. */
export function fromUnits(units: number): Quantity {
  const parsed = parseQuantity(units)
  if (!parsed.ok) throw new RangeError(`not a quantity of units: ${units}`)
  return parsed.quantity
}

/** The number of units for JSON: the double nearest to the exact decimal, so 3,000 grains print as 0.3. */
export function toUnits(quantity: Quantity): number {
  return quantity / GRAINS_PER_UNIT
}

/** The exact sum. */
export function sum(quantities: Iterable<Quantity>): Quantity {
  let total: Quantity = NOTHING
  for (const quantity of quantities) total = fromGrains(total + quantity)
  return total
}

/** `from` less `taken`, exact, possibly negative. */
export function minus(from: Quantity, taken: Quantity): Quantity {
  return fromGrains(from - taken)
}

/** The same amount with the other sign. */
export function negated(quantity: Quantity): Quantity {
  return fromGrains(-quantity)
}

/** The smaller of two. */
export function lesser(a: Quantity, b: Quantity): Quantity {
  return a < b ? a : b
}

/** The larger of two. */
export function greater(a: Quantity, b: Quantity): Quantity {
  return a > b ? a : b
}

/** Nothing when negative: what a shop can be told, whatever the arithmetic says. */
export function atLeastNothing(quantity: Quantity): Quantity {
  return greater(quantity, NOTHING)
}

/** The largest multiple of `step` not above the quantity (towards minus infinity). */
export function floorToStep(quantity: Quantity, step: Quantity): Quantity {
  return fromGrains(Math.floor(quantity / step) * step)
}
