import * as z from 'zod'
import { flag, id, instant, pageOf, pageQuery, text } from './common.ts'

/** A product as a site last showed it. */
export const siteProduct = z.object({
  product_id: z.string().describe('O id no site'),
  parent_id: z.string().nullable().describe('O produto de que é variação'),
  kind: z.enum(['simple', 'parent', 'variation']),
  sku: z.string(),
  gtin: z.string().nullable(),
  name: z.string(),
  price_cents: z.int().nullable(),
  is_active: z.boolean(),
  is_gone: z.boolean().describe('O site não tem mais este produto'),
  stock: z.number().nullable().describe('Nulo: o site não controla o estoque deste produto'),
  seen_at: instant,
  linked_to: z.object({ product_id: id, sku: z.string() }).nullable(),
})
export const siteProductPage = pageOf(siteProduct)
export const siteProductQuery = z.strictObject({
  ...pageQuery,
  search: text(120).optional().describe('Parte do nome, do SKU ou do código de barras'),
  linked: flag.optional(),
})

/** One reading of a site's products. `partial`: broken off, nothing lost, goes on from there. */
export const siteImport = z.object({
  id,
  site_id: id,
  scope: z.enum(['everything', 'changes']),
  state: z.enum(['running', 'partial', 'complete']),
  products: z.int().describe('Produtos lidos até agora'),
  pages: z.int().describe('Páginas lidas até agora'),
  started_at: instant,
  updated_at: instant,
  finished_at: instant.nullable(),
  error: z.string().nullable(),
})
export const siteImportPage = pageOf(siteImport)
export const siteImportQuery = z.strictObject({ ...pageQuery, cursor: id.optional() })
export const newSiteImport = z.strictObject({
  scope: z.enum(['everything', 'changes']).default('everything'),
})

/** Says that our product is this product of the site. */
export const newSiteLink = z.strictObject({
  product_id: id,
  site_product_id: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[\w.:-]+$/, 'não é um id de produto do site'),
})
export type NewSiteLink = z.infer<typeof newSiteLink>

/** A link: our product is this product of that site. */
export const siteLink = z.object({
  site_id: id,
  product_id: id,
  sku: z.string(),
  site_product_id: z.string(),
  site_sku: z.string(),
  site_name: z.string(),
  origin: z.enum(['sku', 'person']).describe('sku: encontrado pelo SKU exato; person: escolhido por alguém'),
  linked_at: instant,
})
export type SiteLink = z.infer<typeof siteLink>

/** A product of ours whose counterpart at a site a person has to choose. */
export const siteLinkSuggestion = z.object({
  product_id: id,
  sku: z.string(),
  product_name: z.string(),
  kind: z.enum(['suggested', 'ambiguous']),
  because: z.enum(['case_or_space', 'gtin', 'same_sku']),
  candidates: z.array(
    z.object({ site_product_id: z.string(), sku: z.string(), name: z.string(), gtin: z.string().nullable() }),
  ),
})
export type SiteLinkSuggestion = z.infer<typeof siteLinkSuggestion>
export const siteLinkSuggestionPage = pageOf(siteLinkSuggestion)
export const siteLinkSuggestionQuery = z.strictObject(pageQuery)
