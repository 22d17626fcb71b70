import * as z from 'zod'
import { attributeForm, optionForm, type VariationAttribute } from '../../../domain/sites/family.ts'

/** An attribute as the API shows it: of a product with its `options`, of a variation with its one `option`. */
export const wooAttribute = z.looseObject({
  /** Zero where the attribute is this product's alone. */
  id: z.int().nullish(),
  name: z.string().default(''),
  variation: z.boolean().nullish(),
  options: z.array(z.string()).nullish(),
  option: z.string().nullish(),
})
export type WooAttribute = z.infer<typeof wooAttribute>

/** What separates options where the shop keeps them as one text. */
const DELIMITER = '|'

/** By what a product's variations differ, in the shop's words; empty where it does not say. */
export function varyingNames(attributes: readonly WooAttribute[]): string[] {
  return attributes.filter(({ variation }) => variation === true).map(({ name }) => name)
}

/** Whether a variation says something of exactly these attributes: what it left out would stand for any. */
export function variesBy(names: readonly string[], variation: readonly VariationAttribute[]): boolean {
  const wanted = new Set(variation.map(({ name }) => attributeForm(name)))
  return names.length === wanted.size && names.every((name) => wanted.has(attributeForm(name)))
}

/** Whether the shop can keep an option as it is. */
export function isPossible({ option }: VariationAttribute): boolean {
  return !option.includes(DELIMITER)
}

/** Names a combination of options: two variations of the same one could not be told apart. Null where one of them stands for any. */
export function combinationOf(
  names: readonly string[],
  variation: readonly { readonly name: string; readonly option?: string | null | undefined }[],
): string | null {
  const options = names.map((name) => optionOf(variation, name))
  return options.includes('') ? null : JSON.stringify(options)
}

function optionOf(
  variation: readonly { readonly name: string; readonly option?: string | null | undefined }[],
  name: string,
): string {
  const own = variation.find((one) => attributeForm(one.name) === attributeForm(name))
  return optionForm(own?.option ?? '')
}

/**
 * A product's attributes with whatever these variations need: nothing that is there is lost or spelled anew. `isSame`: it was all there.
 */
export function mergedAttributes(
  there: readonly WooAttribute[],
  variations: readonly (readonly VariationAttribute[])[],
): { readonly attributes: WooAttribute[]; readonly isSame: boolean } {
  const merged = new Map(there.map((one) => [attributeForm(one.name), one]))
  let isSame = true
  for (const { name, option } of variations.flat()) {
    const key = attributeForm(name)
    const before = merged.get(key)
    const options = before?.options ?? []
    const hasOption = options.some((one) => optionForm(one) === optionForm(option))
    if (hasOption && before?.variation === true) continue
    isSame = false
    const base = before ?? { name, position: merged.size, visible: true }
    merged.set(key, { ...base, variation: true, options: hasOption ? options : [...options, option] })
  }
  return { attributes: [...merged.values()], isSame }
}

/** A variation's attributes as a body has them, spelled as its product has them. */
export function attributesOut(
  product: readonly WooAttribute[],
  variation: readonly VariationAttribute[],
): Record<string, unknown>[] {
  return variation.map(({ name, option }) => {
    const own = product.find((one) => attributeForm(one.name) === attributeForm(name))
    const spelled = own?.options?.find((one) => optionForm(one) === optionForm(option)) ?? option
    return own?.id ? { id: own.id, option: spelled } : { name: own?.name ?? name, option: spelled }
  })
}
