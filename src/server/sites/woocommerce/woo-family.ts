import type { VariationAttribute } from '../../../domain/sites/family.ts'
import type { WeightUnit } from '../../../domain/sites/weight.ts'
import type { FamilyEnd, FamilyMember, FamilyWrite, ItemEnd, SiteProduct } from '../connector.ts'
import { SiteError } from '../site-error.ts'
import {
  attributesOut,
  combinationOf,
  isPossible,
  mergedAttributes,
  variesBy,
  varyingNames,
  type WooAttribute,
} from './woo-attributes.ts'
import { inTurn, sendBatch, sendInTurn, unanswered } from './woo-batch.ts'
import type { WooCaller } from './woo-caller.ts'
import { bodyOfFields, siteProduct, type WooProduct, wooProduct } from './woo-product.ts'
import { rowsOfSkus, variationRows } from './woo-products.ts'
import { understood } from './woo-request.ts'
import type { ReadWeightUnit } from './woo-weight-unit.ts'

/** A variation to be sent, and the one that is there for it already. */
type Due = { readonly member: FamilyMember; readonly known: WooProduct | null }
type Judged = { readonly due: readonly Due[]; readonly refused: ReadonlyMap<FamilyMember, SiteError> }

/**
 * Puts variations into their product, which is looked for by its variations and its SKU, and made where there is none. Options that the product has stay; a
 * variation is looked for by its SKU among its siblings, so that all of it can be repeated.
 */
export async function writeFamily(
  call: WooCaller,
  weightUnit: ReadWeightUnit,
  write: FamilyWrite,
): Promise<FamilyEnd> {
  let parent: SiteProduct | null = null
  try {
    const unit = await weightUnit()
    const there = await findParent(call, write)
    if (there !== null) parent = siteProduct(there, null, unit)
    const siblings = there === null ? [] : await variationRows(call, there)
    const { due, refused } = judge(there?.attributes ?? [], siblings, write.members)
    const sent = new Map<FamilyMember, ItemEnd<SiteProduct>>()
    if (due.length > 0) {
      const product = await readyParent(call, unit, write, there, due)
      parent = siteProduct(product, null, unit)
      for (const [{ member }, end] of await sendVariations(call, unit, product, due)) sent.set(member, end)
    }
    return { parent, members: write.members.map((member) => endOf(member, sent, refused)) }
  } catch (error) {
    if (!(error instanceof SiteError)) throw error
    // The product may be made; none of its variations was sent.
    return { parent, members: write.members.map(() => ({ kind: 'refused', error })) }
  }
}

function endOf(
  member: FamilyMember,
  sent: ReadonlyMap<FamilyMember, ItemEnd<SiteProduct>>,
  refused: ReadonlyMap<FamilyMember, SiteError>,
): ItemEnd<SiteProduct> {
  const error = refused.get(member)
  return error === undefined ? (sent.get(member) ?? unanswered()) : { kind: 'refused', error }
}

/** The product that takes the variations in; null when there is none. Throws when what is there takes none. */
async function findParent(call: WooCaller, write: FamilyWrite): Promise<WooProduct | null> {
  const { product_id, fields, sibling_skus } = write
  if (product_id !== null) return readParent(call, product_id)
  const sku = fields.sku ?? ''
  const found = await rowsOfSkus(call, [...new Set([sku, ...sibling_skus])])
  const parents = new Set(found.flatMap(({ type, parent_id }) => (type === 'variation' && parent_id) || []))
  const [known, ...others] = parents
  if (others.length > 0) throw refusal('family_split')
  if (known !== undefined) return readParent(call, String(known))
  const same = found.find((one) => one.sku === sku)
  if (same !== undefined && same.type !== 'variable') throw refusal('family_sku_taken', sku)
  return same ?? null
}

async function readParent(call: WooCaller, id: string): Promise<WooProduct> {
  const operation = 'GET /products/{id}'
  const request = { operation, method: 'GET' as const, path: `/products/${id}` }
  const found = understood(request, wooProduct, (await call(request)).body)
  if (found.type !== 'variable') throw refusal('family_changed')
  return found
}

/** Which variations can be sent: by the attributes of their product, each combination once. */
function judge(
  attributes: readonly WooAttribute[],
  siblings: readonly WooProduct[],
  members: readonly FamilyMember[],
): Judged {
  const refused = new Map<FamilyMember, SiteError>()
  const due: Due[] = []
  const said = varyingNames(attributes)
  const names = said.length > 0 ? said : (members[0]?.attributes ?? []).map(({ name }) => name)
  const taken = new Map(siblings.map((one) => [combinationOf(names, one.attributes ?? []), one.sku] as const))
  for (const member of members) {
    const sku = member.fields.sku ?? ''
    const combination = combinationOf(names, member.attributes)
    const holder = combination === null ? undefined : taken.get(combination)
    if (!member.attributes.every(isPossible)) refused.set(member, refusal('option_not_possible'))
    else if (!variesBy(names, member.attributes))
      refused.set(member, refusal('family_attributes_differ', names.join(', ')))
    else if (holder !== undefined && holder !== sku) refused.set(member, refusal('variation_there', holder))
    else {
      taken.set(combination, sku)
      due.push({ member, known: siblings.find((one) => sku !== '' && one.sku === sku) ?? null })
    }
  }
  return { due, refused }
}

/** The product with all options that the variations need. */
async function readyParent(
  call: WooCaller,
  unit: WeightUnit | null,
  { fields }: FamilyWrite,
  there: WooProduct | null,
  due: readonly Due[],
): Promise<WooProduct> {
  const wanted: (readonly VariationAttribute[])[] = due.map(({ member }) => member.attributes)
  const { attributes, isSame } = mergedAttributes(there?.attributes ?? [], wanted)
  if (there !== null && isSame) return there
  const request =
    there === null
      ? {
          ...{ operation: 'POST /products', method: 'POST' as const, path: '/products' },
          body: { ...bodyOfFields(fields, unit), type: 'variable', manage_stock: false, attributes },
        }
      : {
          ...{ operation: 'PUT /products/{id}', method: 'PUT' as const, path: `/products/${there.id}` },
          body: { attributes },
        }
  return understood(request, wooProduct, (await call(request)).body)
}

function sendVariations(
  call: WooCaller,
  unit: WeightUnit | null,
  product: WooProduct,
  due: readonly Due[],
): Promise<Map<Due, ItemEnd<SiteProduct>>> {
  const list = `/products/${product.id}/variations`
  return sendInTurn(
    inTurn(due, () => list),
    async (group) => {
      const entries = group.map(({ member, known }) => {
        const attributes = attributesOut(product.attributes ?? [], member.attributes)
        const body = { ...bodyOfFields(member.fields, unit), attributes }
        // Uncounted it could be sold without end until its stock is set.
        return known === null
          ? { id: null, body: { ...body, manage_stock: true, stock_quantity: 0 } }
          : { id: String(known.id), body }
      })
      const ends = await sendBatch(call, list, entries)
      return ends.map((end) =>
        end.kind === 'done' ? { ...end, result: siteProduct(end.result, String(product.id), unit) } : end,
      )
    },
  )
}

function refusal(code: string, detail?: string): SiteError {
  const operation = 'POST /products/{id}/variations/batch'
  return new SiteError({ kind: 'invalid', operation, code, ...(detail ? { detail } : {}) })
}
