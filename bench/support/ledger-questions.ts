import { INVENTORY_SORTS } from '../../src/contract/inventory.ts'
import { branchId, type CompanySize, FIRST_DAY, LAST_DAY, personId, productId } from './large-company.ts'

/** A question about movements: its filter as a client writes it, and the branch it is limited to. */
export type MovementQuestion = {
  readonly name: string
  /** The filter; `chance` gives numbers from 0 to 1, so that no two rounds ask the same. */
  readonly filter: (chance: () => number) => Record<string, string>
  readonly inOneBranch?: boolean
}

const DAY_MS = 86_400_000

/** Every filter alone, rare values apart from common ones, and the usual combinations. */
export function movementQuestions(size: CompanySize): readonly MovementQuestion[] {
  const product = (chance: () => number) => productId(1 + Math.floor(size.products * chance() ** 3))
  const person = (chance: () => number) => personId(1 + Math.floor(size.people * chance() ** 2))
  const days = (chance: () => number, count: number) => {
    const from = FIRST_DAY.getTime() + chance() * (LAST_DAY.getTime() - FIRST_DAY.getTime() - count * DAY_MS)
    return { from: new Date(from).toISOString(), to: new Date(from + count * DAY_MS).toISOString() }
  }
  return [
    { name: 'no filter', filter: () => ({}) },
    { name: 'product', filter: (c) => ({ product_id: product(c) }) },
    { name: 'branch', filter: () => ({}), inOneBranch: true },
    { name: 'type sale', filter: () => ({ type: 'sale' }) },
    { name: 'type loss', filter: () => ({ type: 'loss' }) },
    { name: 'a type that never was', filter: () => ({ type: 'box_config' }) },
    { name: 'boxes opened', filter: () => ({ auto_opened: 'true' }) },
    { name: 'person', filter: (c) => ({ responsible: person(c) }) },
    { name: 'day', filter: (c) => days(c, 1) },
    { name: 'month', filter: (c) => days(c, 30) },
    { name: 'until a day', filter: (c) => ({ to: days(c, 1).to }) },
    { name: 'search, one product', filter: (c) => ({ search: `SKU-${skuOf(size, c)}` }) },
    { name: 'search, a hundred products', filter: (c) => ({ search: `SKU-${skuOf(size, c).slice(0, 4)}` }) },
    { name: 'search, one product in eight', filter: () => ({ search: 'maca' }) },
    { name: 'search, a person', filter: (c) => ({ search: `pessoa ${1 + Math.floor(9 * c())}` }) },
    { name: 'product and branch', filter: (c) => ({ product_id: product(c) }), inOneBranch: true },
    { name: 'product and type loss', filter: (c) => ({ product_id: product(c), type: 'loss' }) },
    { name: 'product and month', filter: (c) => ({ product_id: product(c), ...days(c, 30) }) },
    { name: 'product and boxes opened', filter: (c) => ({ product_id: product(c), auto_opened: 'true' }) },
    { name: 'branch and type loss', filter: () => ({ type: 'loss' }), inOneBranch: true },
    { name: 'branch and month', filter: (c) => days(c, 30), inOneBranch: true },
    { name: 'branch and boxes opened', filter: () => ({ auto_opened: 'true' }), inOneBranch: true },
    { name: 'type loss and month', filter: (c) => ({ type: 'loss', ...days(c, 30) }) },
    { name: 'type sale and month', filter: (c) => ({ type: 'sale', ...days(c, 30) }) },
    { name: 'person and type loss', filter: (c) => ({ responsible: person(c), type: 'loss' }) },
    { name: 'person and day', filter: (c) => ({ responsible: person(c), ...days(c, 1) }) },
    { name: 'boxes opened and day', filter: (c) => ({ auto_opened: 'true', ...days(c, 1) }) },
  ]
}

/** Both directions of every sort. */
export const INVENTORY_ORDERS = INVENTORY_SORTS.flatMap((sort) => [sort, `-${sort}`])

/** One of the two branches. */
export const ONE_BRANCH = branchId(2)

function skuOf(size: CompanySize, chance: () => number): string {
  return String(1 + Math.floor(size.products * chance())).padStart(6, '0')
}
