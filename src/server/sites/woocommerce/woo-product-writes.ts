import type { WeightUnit } from '../../../domain/sites/weight.ts'
import type { ItemEnd, ProductWrite, SiteProduct, SiteProductRef } from '../connector.ts'
import { SiteError } from '../site-error.ts'
import { inTurn, sendBatch, sendInTurn, unanswered } from './woo-batch.ts'
import type { WooCaller } from './woo-caller.ts'
import { bodyOfFields, pathsOf, siteProduct } from './woo-product.ts'
import { productsOfSkus } from './woo-products.ts'
import type { ReadWeightUnit } from './woo-weight-unit.ts'

/** The shop fetches images before it answers: so many products with images are one call. */
const WITH_IMAGES = 5

/** A write at its place among all, and the product there is for it already; null when it is to be made. */
type Aimed = { readonly index: number; readonly write: ProductWrite; readonly there: SiteProductRef | null }

/**
 * Writes products in batches, each with its own end. One to be created is looked for by its SKU first, and one SKU is created once: a
 * creation can be repeated that way.
 */
export async function writeProducts(
  call: WooCaller,
  weightUnit: ReadWeightUnit,
  writes: readonly ProductWrite[],
): Promise<ItemEnd<SiteProduct>[]> {
  try {
    const unit = await weightUnit()
    const wanted = writes.flatMap(({ ref, fields }) => (ref === null && fields.sku ? [fields.sku] : []))
    const found = await productsOfSkus(call, weightUnit, [...new Set(wanted)])
    return await writeAll(call, unit, writes, new Map(found.map((product) => [product.sku, product])))
  } catch (error) {
    if (!(error instanceof SiteError)) throw error
    return writes.map(() => ({ kind: 'refused', error }))
  }
}

async function writeAll(
  call: WooCaller,
  unit: WeightUnit | null,
  writes: readonly ProductWrite[],
  known: Map<string, SiteProductRef>,
): Promise<ItemEnd<SiteProduct>[]> {
  const ends = new Map<number, ItemEnd<SiteProduct>>()
  for (let left = [...writes.entries()]; left.length > 0; ) {
    const aimed = left.map(([index, write]): Aimed => {
      const there = write.ref ?? known.get(write.fields.sku ?? '') ?? null
      return { index, write, there }
    })
    const now = withoutTwins(aimed)
    const done = await sendInTurn(groupsOf(now), (group) => sendSome(call, unit, group))
    for (const [{ index }, end] of done) {
      ends.set(index, end)
      if (end.kind === 'done') known.set(end.result.sku, end.result)
    }
    left = left.filter(([index]) => !ends.has(index))
  }
  return writes.map((_, index) => ends.get(index) ?? unanswered())
}

/** Without those that would make a SKU a second time: they are written to the first one afterwards. */
function withoutTwins(aimed: readonly Aimed[]): Aimed[] {
  const making = new Set<string>()
  return aimed.filter(({ write, there }) => {
    const sku = write.fields.sku ?? ''
    if (there !== null || sku === '') return true
    return !making.has(sku) && making.add(sku)
  })
}

function groupsOf(aimed: readonly Aimed[]): Aimed[][] {
  const bare = aimed.filter(({ write }) => write.fields.images === undefined)
  const withImages = aimed.filter(({ write }) => write.fields.images !== undefined)
  return [...inTurn(bare, listOf), ...inTurn(withImages, listOf, WITH_IMAGES)]
}

function listOf({ there }: Aimed): string {
  return there === null ? '/products' : pathsOf(there).list
}

async function sendSome(
  call: WooCaller,
  unit: WeightUnit | null,
  group: readonly Aimed[],
): Promise<ItemEnd<SiteProduct>[]> {
  const [first] = group
  if (first === undefined) return []
  const entries = group.map(({ write, there }) => {
    const body = bodyOfFields(write.fields, unit)
    // Uncounted it could be sold without end until its stock is set.
    return there === null
      ? { id: null, body: { ...body, manage_stock: true, stock_quantity: 0 } }
      : { id: there.product_id, body }
  })
  const ends = await sendBatch(call, listOf(first), entries)
  const parent_id = first.there?.parent_id ?? null
  return ends.map((end) =>
    end.kind === 'done' ? { ...end, result: siteProduct(end.result, parent_id, unit) } : end,
  )
}
