import { FAMILY_FIELDS, type Family } from './family.ts'
import { type FieldOwners, type Side, takes } from './field-owners.ts'
import {
  canonicalValue,
  type FieldValue,
  fieldOf,
  PRODUCT_FIELDS,
  type ProductField,
  type ProductFields,
  saysSomething,
} from './product-fields.ts'

/** A side's product. `absent`: a healthy reading does not have it; `unknown`: nobody can tell, and nothing is concluded. */
export type Holding =
  | { readonly kind: 'held'; readonly fields: ProductFields }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly because: UnknownCause }

/**
 * Why nobody can tell: not read to the end yet, only resembling, several, or of a kind that holds nothing by itself. `variation`: it has its
 * place there only within a product of which too little is known; `family_taken`: that product's SKU is another one's there.
 */
export type UnknownCause =
  | 'not_read'
  | 'resembles'
  | 'ambiguous'
  | 'no_own_product'
  | 'no_account'
  | 'variation'
  | 'family_taken'

/** Short text for a long one: equal for equal texts, else different. */
export type Digest = (text: string) => string

/**
 * What a field was when a side was last seen to follow its owner: what the owner said, and how the side showed it. A side may show the same
 * in its own way (an image under an address of its own), and that is no difference.
 */
export type Agreement = { readonly owner: string; readonly shown: string }
export type Agreements = Readonly<Partial<Record<ProductField, Agreement>>>

/** One product of ours, on all sides, with what was decided about it. */
export type ProductState = {
  readonly owners: FieldOwners
  /** Where values that the site owns go. */
  readonly takers: readonly ('bling' | 'estoqueuni')[]
  readonly sides: Readonly<Record<Side, Holding>>
  readonly agreed: Readonly<Partial<Record<Side, Agreements>>>
  /** Fields of this product that another site owns as well. */
  readonly claimed: readonly ProductField[]
  /** Whether it is put together from others in Bling: then it is read there, and never written. */
  readonly is_kit: boolean
  /** What the site can be written. */
  readonly site_fields: readonly ProductField[]
  /** Where the site would have it: within this product with variations. Absent for what stands by itself. */
  readonly family?: Family
}

/** Who changed since both sides were the same: `first` when they never were. `both`: an edit there is overwritten. */
export type ChangeCause = 'first' | 'owner' | 'there' | 'both'

/** A field to be written. */
export type FieldChange = {
  readonly field: ProductField
  readonly owner: Side
  /** Null where there is nothing yet. */
  readonly before: FieldValue | null
  readonly after: FieldValue
  readonly cause: ChangeCause
}

export const CHANGE_KINDS = ['create', 'update', 'activate', 'deactivate'] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

/** What one side is to be written. */
export type SideChange = {
  readonly side: Side
  readonly kind: ChangeKind
  readonly changes: readonly FieldChange[]
  /** Of a variation that is made: the product with variations that it goes into. */
  readonly family?: Family
}

/** What keeps a product, or one field of it, from following its owner. */
export type ProductConflict = {
  readonly side: Side
  readonly field: ProductField | null
  readonly because: UnknownCause | 'kit' | 'two_sites_own' | 'edited_there'
}

export type ProductPlan = {
  readonly writes: readonly SideChange[]
  readonly conflicts: readonly ProductConflict[]
}

/**
 * What has to be written, and where, so that every side shows what the owner of each field says. Empty when they do. Only fields that the
 * owner says something of are written; a field that a side does not show is unknown there and left alone, unless the product is new.
 */
export function planProduct(state: ProductState, digest: Digest): ProductPlan {
  const { sides } = state
  const conflicts: ProductConflict[] = []
  for (const side of ['bling', 'site'] as const) {
    const holding = sides[side]
    if (holding.kind === 'unknown') conflicts.push({ side, field: null, because: holding.because })
  }
  const writes: SideChange[] = []
  if (sides.site.kind === 'absent') writes.push(...creation(state))
  for (const side of ['site', 'bling', 'estoqueuni'] as const) {
    const change = changeOf(state, side, digest)
    writes.push(...change.writes)
    conflicts.push(...change.conflicts)
  }
  return { writes, conflicts }
}

/** The side whose value of a field counts: our catalogue stands in for an account that is known not to have the product. */
export function ownerSide(state: ProductState, field: ProductField): Side | null {
  const owner = state.owners[field]
  if (owner === 'nobody') return null
  if (owner !== 'bling' || state.sides.bling.kind !== 'absent') return owner
  return valueIn(state, 'estoqueuni', field) === undefined ? null : 'estoqueuni'
}

function valueIn({ sides }: ProductState, side: Side, field: ProductField): FieldValue | undefined {
  const holding = sides[side]
  return holding.kind === 'held' ? fieldOf(holding.fields, field) : undefined
}

/**
 * What a new product gets: the owner's value, or that of whoever has one while the site has none. Its SKU is ours. Where nobody says whether
 * it is for sale it is not made: that keeps goods out of a shop that are not for it. A variation has its name and pictures from its family.
 */
function creation(state: ProductState): SideChange[] {
  const { family } = state
  if (state.owners.is_active === 'nobody') return []
  const others = (field: ProductField): readonly Side[] =>
    field === 'sku' ? ['estoqueuni'] : [ownerSide(state, field) ?? 'bling', 'bling', 'estoqueuni']
  const sale = others('is_active').map((side) => valueIn(state, side, 'is_active'))
  if (sale.find((value) => value !== undefined) !== true || state.sides.bling.kind === 'unknown') return []
  const changes = PRODUCT_FIELDS.flatMap((field): FieldChange[] => {
    if (!state.site_fields.includes(field) || (family !== undefined && FAMILY_FIELDS.includes(field)))
      return []
    if (field === 'is_active')
      // Where the site decides, its keeper puts it on sale.
      return [newField(field, 'estoqueuni', state.owners.is_active !== 'site')]
    const owner = others(field).find((side) => saysSomething(valueIn(state, side, field)))
    const after = owner === undefined ? undefined : valueIn(state, owner, field)
    return owner === undefined || after === undefined ? [] : [newField(field, owner, after)]
  })
  const named = family === undefined ? (['name', 'sku'] as const) : (['sku'] as const)
  if (!named.every((field) => changes.some((one) => one.field === field))) return []
  return [{ side: 'site', kind: 'create', changes, ...(family === undefined ? {} : { family }) }]
}

function newField(field: ProductField, owner: Side, after: FieldValue): FieldChange {
  return { field, owner, before: null, after, cause: 'first' }
}

function changeOf(state: ProductState, side: Side, digest: Digest): ProductPlan {
  const holding = state.sides[side]
  if (holding.kind !== 'held') return { writes: [], conflicts: [] }
  const changes: FieldChange[] = []
  const conflicts: ProductConflict[] = []
  for (const field of PRODUCT_FIELDS) {
    const change = fieldChange(state, side, field, digest)
    if (change === null) continue
    if (side === 'bling' && state.is_kit) {
      conflicts.push({ side, field, because: 'kit' })
      continue
    }
    if (side !== 'site' && state.claimed.includes(field))
      conflicts.push({ side, field, because: 'two_sites_own' })
    else changes.push(change)
    if (change.cause === 'both') conflicts.push({ side, field, because: 'edited_there' })
  }
  if (changes.length === 0) return { writes: [], conflicts }
  return { writes: [{ side, kind: kindOf(changes), changes }], conflicts }
}

function kindOf(changes: readonly FieldChange[]): ChangeKind {
  const sale = changes.find(({ field }) => field === 'is_active')
  if (sale === undefined) return 'update'
  return sale.after === true ? 'activate' : 'deactivate'
}

/** What becomes of one field at one side; null when nothing does. */
function fieldChange(
  state: ProductState,
  side: Side,
  field: ProductField,
  digest: Digest,
): FieldChange | null {
  const owner = ownerSide(state, field)
  if (owner === null || !isFollower(state, side, owner, field)) return null
  const after = valueIn(state, owner, field)
  const before = valueIn(state, side, field)
  if (before === undefined || !saysSomething(after)) return null
  const wanted = canonicalValue(after)
  const shown = canonicalValue(before)
  if (wanted === shown) return null
  const last = state.agreed[side]?.[field]
  const isOwnerSame = last?.owner === digest(wanted)
  const isShownSame = last?.shown === digest(shown)
  if (isOwnerSame && isShownSame) return null
  const cause = last === undefined ? 'first' : isShownSame ? 'owner' : isOwnerSame ? 'there' : 'both'
  return { field, owner, before, after, cause }
}

/**
 * The site follows everybody; what the site owns goes where it is wanted. Bling and our catalogue do not follow each other here, but for the
 * SKU: where it is ours it names the product in the account, too.
 */
function isFollower(state: ProductState, side: Side, owner: Side, field: ProductField): boolean {
  if (side === owner || !takes(side, field)) return false
  if (side === 'site') return state.site_fields.includes(field)
  const isNamed = owner === 'estoqueuni' && field === 'sku'
  return (owner === 'site' || isNamed) && state.takers.includes(side)
}

/**
 * What to remember of a side that was just seen: for every field that it follows and shows as the owner has it, or as it shows what was
 * just written. `written` holds the owner's values that were sent.
 */
export function agreementsOf(
  state: ProductState,
  side: Side,
  written: ProductFields,
  digest: Digest,
): Agreements {
  const agreed: Partial<Record<ProductField, Agreement>> = {}
  for (const field of PRODUCT_FIELDS) {
    const owner = ownerSide(state, field)
    if (owner === null || !isFollower(state, side, owner, field)) continue
    const shown = valueIn(state, side, field)
    const said = fieldOf(written, field) ?? valueIn(state, owner, field)
    if (shown === undefined || !saysSomething(said)) continue
    const isWritten = fieldOf(written, field) !== undefined
    if (isWritten || canonicalValue(said) === canonicalValue(shown))
      agreed[field] = { owner: digest(canonicalValue(said)), shown: digest(canonicalValue(shown)) }
  }
  return agreed
}
