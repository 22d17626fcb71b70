import { PRODUCT_FIELDS, type ProductField } from './product-fields.ts'

/** A side that holds a product. */
export type Side = 'bling' | 'estoqueuni' | 'site'

/** Whose value of a field counts; `nobody`: it is left as it is everywhere. */
export const FIELD_OWNERS = ['bling', 'estoqueuni', 'site', 'nobody'] as const
export type FieldOwner = (typeof FIELD_OWNERS)[number]
export type FieldOwners = Readonly<Record<ProductField, FieldOwner>>

/** What each side can hold: our own catalogue has neither descriptions nor weights nor images. */
const HOLDS: Readonly<Record<Side, readonly ProductField[]>> = {
  bling: PRODUCT_FIELDS,
  estoqueuni: ['name', 'price_cents', 'sku', 'gtin', 'is_active'],
  site: PRODUCT_FIELDS,
}

/**
 * What is written there for others. What becomes in Bling of images that stand already is not documented; in the catalogue a SKU is the
 * name of the stock, and putting a product away is for a person.
 */
const TAKES: Readonly<Record<Side, readonly ProductField[]>> = {
  bling: ['name', 'description', 'price_cents', 'sku', 'gtin', 'weight_mg', 'is_active'],
  estoqueuni: ['name', 'price_cents', 'gtin'],
  site: PRODUCT_FIELDS,
}

/** Whether a side can be the owner of a field. */
export function canOwn(owner: FieldOwner, field: ProductField): boolean {
  return owner === 'nobody' || HOLDS[owner].includes(field)
}

/** Whether a field is written at a side at all. */
export function takes(side: Side, field: ProductField): boolean {
  return TAKES[side].includes(field)
}

/**
 * The owners while nobody said otherwise: Bling. The SKU says which product it is and changes only when somebody wants it to; a site
 * written by hand is a shelf of our own catalogue.
 */
export function defaultOwners(kind: 'woocommerce' | 'generic'): FieldOwners {
  const shelf: readonly ProductField[] = ['name', 'price_cents', 'gtin', 'is_active']
  return everyField((field) => {
    if (field === 'sku') return 'nobody'
    return kind === 'generic' && shelf.includes(field) ? 'estoqueuni' : 'bling'
  })
}

/** The owners in force: what was said of this product, else of the site, else the default. */
export function ownersInForce(...said: readonly [...Partial<FieldOwners>[], FieldOwners]): FieldOwners {
  return everyField((field) => said.find((owners) => owners[field] !== undefined)?.[field] ?? 'nobody')
}

function everyField(ownerOf: (field: ProductField) => FieldOwner): FieldOwners {
  return Object.fromEntries(PRODUCT_FIELDS.map((field) => [field, ownerOf(field)])) as FieldOwners
}
