import * as z from 'zod'
import type { ProductAttribute, ShopProduct, VariationAttribute } from './shop.ts'

/** Attributes as given: of a product with all their `options`, of a variation with its one `option`. */
export const attributesInput = z.array(
  z.looseObject({
    name: z.string().optional(),
    position: z.int().optional(),
    visible: z.boolean().optional(),
    variation: z.boolean().optional(),
    options: z.union([z.string(), z.array(z.string())]).optional(),
    option: z.string().optional(),
  }),
)
type Given = z.infer<typeof attributesInput>

/** What separates the options of an attribute where they are kept as one text. */
const DELIMITER = '|'

/** The attributes of a product: all of them anew. One without a name or without options is passed over, of two of a name the last counts. */
export function productAttributes(given: Given): ProductAttribute[] {
  const kept = new Map<string, ProductAttribute>()
  for (const { name = '', options, position, visible, variation } of given) {
    if (name === '' || options === undefined) continue
    // Kept as one text: an option that holds the separator comes back as two.
    const text = typeof options === 'string' ? options : options.join(DELIMITER)
    kept.set(keyOf(name), {
      ...{ name, position: position ?? kept.size, visible: visible ?? false, variation: variation ?? false },
      options: text.split(DELIMITER).flatMap((option) => option.trim() || []),
    })
  }
  return [...kept.values()]
}

/**
 * The attributes of a variation: only those by which its parent says that it varies. Whatever else is given is passed over without a word, and
 * an attribute that is missing, or has an empty option, stands for any.
 */
export function variationAttributes(parent: ShopProduct | undefined, given: Given): VariationAttribute[] {
  const kept = new Map<string, VariationAttribute>()
  for (const { name = '', option = '' } of given) {
    const known = parent?.attributes?.find((one) => one.variation && keyOf(one.name) === keyOf(name))
    if (known !== undefined && name !== '') kept.set(keyOf(name), { name: known.name, option: option.trim() })
  }
  return [...kept.values()]
}

/** How the API shows them. Options that stand for any are not shown. */
export function attributesView({ attributes = [], chosen = [], type }: ShopProduct): unknown[] {
  if (type === 'variation')
    return chosen
      .filter(({ option }) => option !== '')
      .map((one) => ({ id: 0, slug: keyOf(one.name), ...one }))
  return attributes.map((one) => ({ id: 0, slug: keyOf(one.name), ...one }))
}

/** What a name is known by: without accents and case, with hyphens for whatever is no letter or digit. */
function keyOf(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
}
