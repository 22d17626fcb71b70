import type { Side } from './field-owners.ts'
import {
  fieldOf,
  PRODUCT_FIELDS,
  type ProductField,
  type ProductFields,
  saysSomething,
} from './product-fields.ts'
import type { FieldChange, SideChange } from './product-plan.ts'

/**
 * Why a product of a site cannot be brought in. Of its SKU: none, one with spaces around or too long, one that several products of the site
 * have; `name_unfit`: no name, or a longer one than fits. Of a side: something there resembles it, has its SKU and is put away, has it and is
 * somebody else, several have it, or it is no product by itself; a variation has its place only within its family.
 */
export const NEWCOMER_CAUSES = [
  ...(['no_sku', 'sku_unfit', 'same_sku', 'name_unfit'] as const),
  ...(['resembles', 'put_away', 'taken', 'ambiguous', 'no_own_product', 'variation'] as const),
  ...(['not_read', 'no_account'] as const),
] as const
export type NewcomerCause = (typeof NEWCOMER_CAUSES)[number]

/** How a product of a site stands elsewhere. `held`: it is there; `none`: there is no such side. `other` names who is in its way. */
export type Standing =
  | { readonly kind: 'held' | 'absent' | 'none' }
  | { readonly kind: 'unclear'; readonly because: NewcomerCause; readonly other: string | null }

/** A product of a site that our catalogue or the account does not have. */
export type Newcomer = {
  /** What the new product would say of itself. */
  readonly fields: ProductFields & { readonly sku: string; readonly name: string }
  readonly is_variation: boolean
  /** Products of the site with this SKU, itself among them. */
  readonly same_sku: number
  readonly estoqueuni: Standing
  readonly bling: Standing
}

/** What keeps a product out, at which side, and who is in its way there. */
export type NewcomerConflict = {
  readonly side: Side
  readonly because: NewcomerCause
  readonly other: string | null
}

export type NewcomerPlan = {
  readonly writes: readonly SideChange[]
  readonly conflicts: readonly NewcomerConflict[]
}

const LONGEST_SKU = 120
/** Of a name in the catalogue, and in Bling. */
const LONGEST_NAME = { estoqueuni: 200, bling: 120 } as const

/** What each new product is told: in the catalogue putting it away is for a person, and no balance is invented anywhere. */
const GETS: Readonly<Record<'estoqueuni' | 'bling', readonly ProductField[]>> = {
  estoqueuni: ['name', 'price_cents', 'sku', 'gtin'],
  bling: PRODUCT_FIELDS,
}

/**
 * What would be made where so that a product of a site is ours, and in the account. All or nothing: while anything is unclear at one side
 * nothing is made at the other, or it would stand half.
 */
export function planNewcomer(newcomer: Newcomer): NewcomerPlan {
  const conflicts = conflictsOf(newcomer)
  if (conflicts.length > 0) return { writes: [], conflicts }
  const sides = (['estoqueuni', 'bling'] as const).filter((side) => newcomer[side].kind === 'absent')
  return { writes: sides.map((side) => creationAt(side, newcomer)), conflicts }
}

function creationAt(side: 'estoqueuni' | 'bling', { fields }: Newcomer): SideChange {
  const changes = GETS[side].flatMap((field): FieldChange[] => {
    const after = fieldOf(fields, field)
    return saysSomething(after) ? [{ field, owner: 'site', before: null, after, cause: 'first' }] : []
  })
  return { side, kind: 'create', changes }
}

function conflictsOf({ fields, is_variation, same_sku, estoqueuni, bling }: Newcomer): NewcomerConflict[] {
  const own = ownCause(fields, same_sku, bling.kind !== 'none')
  if (own !== null) return [{ side: 'site', because: own, other: null }]
  const sides = { estoqueuni, bling }
  const conflicts = (['estoqueuni', 'bling'] as const).flatMap((side): NewcomerConflict[] => {
    const standing = sides[side]
    return standing.kind === 'unclear' ? [{ side, because: standing.because, other: standing.other }] : []
  })
  // To give a family there another member its parent would have to be saved, and that gives the parent's price to all of them.
  const isAlone = is_variation && bling.kind === 'absent'
  return isAlone ? [...conflicts, { side: 'bling', because: 'variation', other: null }] : conflicts
}

function ownCause(
  { sku, name }: Newcomer['fields'],
  same_sku: number,
  hasBling: boolean,
): NewcomerCause | null {
  if (sku.trim() === '') return 'no_sku'
  if (sku !== sku.trim() || sku.length > LONGEST_SKU) return 'sku_unfit'
  if (same_sku > 1) return 'same_sku'
  const longest = hasBling ? LONGEST_NAME.bling : LONGEST_NAME.estoqueuni
  return name.trim() === '' || name.length > longest ? 'name_unfit' : null
}
