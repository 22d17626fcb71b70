import * as z from 'zod'
import { NEWCOMER_CAUSES } from '../domain/sites/newcomer-plan.ts'
import { id, pageOf, pageQuery, text } from './common.ts'
import { fieldChange, side } from './site-exchange.ts'

/** A product of a site that our catalogue or the account does not have: what would be made where, or why it cannot be. */
export const newcomer = z.object({
  site_product_id: z.string(),
  kind: z.enum(['simple', 'variation']),
  sku: z.string(),
  name: z.string(),
  is_active: z.boolean(),
  product_id: id.nullable().describe('O nosso produto, se já é um'),
  stock: z
    .number()
    .nullable()
    .describe('O que o site mostra; só informação: nada é lançado em estoque nenhum'),
  writes: z.array(
    z.object({
      side: z.enum(['estoqueuni', 'bling']),
      fingerprint: z.string(),
      changes: z.array(fieldChange),
    }),
  ),
  conflicts: z.array(
    z.object({
      side,
      because: z.enum(NEWCOMER_CAUSES),
      other: z.string().nullable().describe('Quem está no caminho'),
    }),
  ),
})
export type NewcomerView = z.infer<typeof newcomer>
const counts = z.object({
  ready: z.int().describe('Os que podem ser cadastrados'),
  conflicts: z.int().describe('Os que esperam algo'),
})
export type NewcomerCounts = z.infer<typeof counts>
export const newcomerPage = pageOf(newcomer).extend({
  counts: counts.nullable().describe('Só na primeira página'),
})
export const newcomerQuery = z.strictObject({
  ...pageQuery,
  kind: z.enum(['ready', 'conflict']).optional(),
  search: text(120).optional().describe('Parte do nome, do SKU ou do código de barras'),
})
