import type { ProductField } from './product-fields.ts'

/** By what a variation differs from its siblings: its `Cor` is `Azul`. */
export type VariationAttribute = { readonly name: string; readonly option: string }

/** The product with variations to which a variation belongs, as its owner has it, and what the variation is in it. */
export type Family = {
  /** Its id at its owner. */
  readonly owner_id: string
  readonly name: string
  /** By this it is looked for at a site before it is made there. */
  readonly sku: string
  readonly attributes: readonly VariationAttribute[]
  /** The site's product with variations that the variation goes into; null where it is made first. */
  readonly there: string | null
  /** The site had it, or some of its variations, and has them no more. */
  readonly was_there: boolean
}

/** What a variation has from its family where it is made in one. */
export const FAMILY_FIELDS: readonly ProductField[] = ['name', 'images']

/** A product with variations as our copies show it, with what a site has of it. */
export type FamilyFacts = {
  readonly owner_id: string
  readonly name: string
  /** Empty where it has none. */
  readonly sku: string
  /** On sale at its owner, and read whole since it changed. */
  readonly is_known: boolean
  /** One of its own variations has its SKU. */
  readonly is_sku_shared: boolean
  /** The site had a product of its SKU, or of that of one of its variations, that is gone. */
  readonly was_there: boolean
  /** The site's products with variations in which its other variations are. */
  readonly siblings_in: readonly string[]
  /** The site's products of its SKU, or of the one that is made of its id. */
  readonly same_sku: readonly {
    readonly product_id: string
    readonly sku: string
    readonly kind: 'simple' | 'parent' | 'variation'
  }[]
}

/** Where a variation that a site does not have goes. `variation`: its family or its attributes are not known. */
export type FamilyPlace =
  | { readonly kind: 'known'; readonly family: Family }
  | { readonly kind: 'unknown'; readonly because: 'variation' | 'ambiguous' | 'family_taken' }

/**
 * Finds a variation's place: beside its siblings, else in the product of its family's SKU, else in one that is to be made. `variation` is how
 * the owner writes its attributes; null where that was not read.
 */
export function familyPlace(facts: FamilyFacts | undefined, variation: string | null): FamilyPlace {
  const attributes = attributesIn(variation ?? '')
  if (facts === undefined || !facts.is_known || attributes === null)
    return { kind: 'unknown', because: 'variation' }
  const { owner_id, name, siblings_in, was_there } = facts
  const sku = facts.sku === '' || facts.is_sku_shared ? `V-${owner_id}` : facts.sku
  const family = (there: string | null): FamilyPlace => ({
    kind: 'known',
    family: { owner_id, name, sku, attributes, there, was_there },
  })
  const [sibling, ...others] = siblings_in
  if (others.length > 0) return { kind: 'unknown', because: 'ambiguous' }
  if (sibling !== undefined) return family(sibling)
  const same = facts.same_sku.filter((one) => one.sku === sku)
  const parents = same.filter(({ kind }) => kind === 'parent')
  if (parents.length > 1) return { kind: 'unknown', because: 'ambiguous' }
  // The site gives a SKU to one product only, and a simple one takes no variations in.
  if (same.length > parents.length) return { kind: 'unknown', because: 'family_taken' }
  return family(parents[0]?.product_id ?? null)
}

/** The attributes in a text like `Cor:Azul;Tamanho:G`; null where it says none, or something else. */
export function attributesIn(text: string): readonly VariationAttribute[] | null {
  const parts = text.split(';').filter((part) => part.trim() !== '')
  const attributes = parts.map((part): VariationAttribute => {
    const colon = part.indexOf(':')
    return { name: part.slice(0, Math.max(colon, 0)).trim(), option: part.slice(colon + 1).trim() }
  })
  const names = new Set(attributes.map(({ name }) => attributeForm(name)))
  const isWhole = attributes.every(({ name, option }) => attributeForm(name) !== '' && option !== '')
  return attributes.length > 0 && isWhole && names.size === attributes.length ? attributes : null
}

/** The name of an attribute as it is compared: accents, case and signs aside. */
export function attributeForm(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
}

/** An option as it is compared: case and spaces aside. Signs count: 3.5 is not 3,5. */
export function optionForm(option: string): string {
  return option.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase()
}
