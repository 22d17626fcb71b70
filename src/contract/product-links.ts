import * as z from 'zod'
import { flag, id, instant, pageOf, pageQuery, text } from './common.ts'

/** The id of a product in Bling, always as text. */
export const blingProductId = z.string().regex(/^[1-9]\d{0,19}$/, 'não é um id do Bling')

const productStatus = z.enum(['active', 'inactive', 'deleted', 'other'])
const productKind = z.enum(['simple', 'parent', 'kit', 'other'])

/** A product as a Bling account last showed it. */
export const blingProduct = z.object({
  account_id: id,
  product_id: z.string(),
  code: z.string().describe('O código (SKU) exatamente como está no Bling'),
  name: z.string(),
  kind: productKind,
  status: productStatus,
  parent_id: z.string().nullable(),
  gtin: z.string().nullable(),
  price_cents: z.int(),
  seen_at: instant,
  linked_to: z.object({ product_id: id, sku: z.string() }).nullable(),
})
export const blingProductPage = pageOf(blingProduct)
export const blingProductQuery = z.strictObject({
  ...pageQuery,
  search: text(120).optional().describe('Parte do nome ou do código'),
  linked: flag.optional(),
  status: productStatus.optional(),
})

/** One reading of an account's products. `partial`: broken off, nothing lost, goes on from there. */
export const productImport = z.object({
  id,
  account_id: id,
  scope: z.enum(['everything', 'changes']),
  state: z.enum(['waiting', 'running', 'partial', 'complete']),
  products: z.int().describe('Produtos lidos até agora'),
  pages: z.int().describe('Páginas lidas até agora'),
  started_at: instant,
  updated_at: instant,
  finished_at: instant.nullable(),
  error: z.string().nullable(),
})
export const productImportPage = pageOf(productImport)
export const productImportQuery = z.strictObject({ ...pageQuery, cursor: id.optional() })
export const newProductImport = z.strictObject({
  scope: z.enum(['everything', 'changes']).default('everything'),
})

/** A link: our product is this product of that account. */
export const productLink = z.object({
  account_id: id,
  account_name: z.string(),
  product_id: id,
  sku: z.string(),
  product_name: z.string(),
  bling_product_id: z.string(),
  bling_code: z.string(),
  bling_name: z.string(),
  bling_status: productStatus,
  bling_kind: productKind,
  origin: z
    .enum(['code', 'person'])
    .describe('code: encontrado pelo código exato; person: escolhido por alguém'),
  linked_at: instant,
})
export type ProductLink = z.infer<typeof productLink>
export const productLinkPage = pageOf(productLink)
export const productLinkQuery = z.strictObject({
  ...pageQuery,
  account_id: id.optional(),
  product_id: id.optional(),
})
export const newProductLink = z.strictObject({
  account_id: id,
  product_id: id,
  bling_product_id: blingProductId,
})
export type NewProductLink = z.infer<typeof newProductLink>

/** Our product is not this product of that account: it is not suggested again. */
export const refusedProductLink = newProductLink
export type RefusedProductLink = z.infer<typeof refusedProductLink>

/** A product of an account that could be ours. */
const linkCandidate = z.object({
  bling_product_id: z.string(),
  code: z.string(),
  name: z.string(),
  gtin: z.string().nullable(),
  kind: productKind,
})

/** A product of ours whose counterpart in an account a person has to choose. */
export const linkSuggestion = z.object({
  product_id: id,
  sku: z.string(),
  product_name: z.string(),
  account_id: id,
  account_name: z.string(),
  kind: z.enum(['suggested', 'ambiguous', 'absent']),
  because: z.enum(['case_or_space', 'gtin', 'same_code']).nullable(),
  candidates: z.array(linkCandidate),
  refused: z.array(linkCandidate).describe('Os que alguém disse que não são'),
})
export type LinkSuggestion = z.infer<typeof linkSuggestion>
export const linkSuggestionPage = pageOf(linkSuggestion)
export const linkSuggestionQuery = z.strictObject({
  ...pageQuery,
  account_id: id.optional(),
  kind: z
    .enum(['suggested', 'ambiguous', 'absent'])
    .optional()
    .describe('Sem isto: o que precisa de escolha'),
})

/** Which of an account's products to make ours; all that have a code when none is named. */
export const catalogFromBling = z.strictObject({
  product_ids: z.array(blingProductId).min(1).max(5000).optional(),
})
export const catalogFromBlingQuery = z.strictObject({
  preview: flag.default(false).describe('Só mostra o que aconteceria'),
})
export const catalogFromBlingResult = z.object({
  preview: z.boolean(),
  created: z.int(),
  linked: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  rows: z.array(
    z.object({
      bling_product_id: z.string(),
      sku: z.string().nullable(),
      name: z.string(),
      result: z.enum(['created', 'linked', 'unchanged', 'refused']),
      reason: z.string().nullable(),
    }),
  ),
})
export type CatalogFromBlingRow = z.infer<typeof catalogFromBlingResult>['rows'][number]

/** A kit: nothing is ever written for it; it follows from its components. */
export const blingKit = z.object({
  account_id: id,
  product_id: z.string(),
  code: z.string(),
  name: z.string(),
  available: z
    .number()
    .nullable()
    .describe('Kits inteiros que o estoque faz; nulo enquanto algum componente não é conhecido'),
  components: z.array(
    z.object({
      product_id: z.string(),
      sku: z.string().nullable(),
      quantity: z.number(),
      available: z.number().nullable(),
    }),
  ),
})
export const blingKitPage = pageOf(blingKit)
export const blingKitQuery = z.strictObject(pageQuery)
