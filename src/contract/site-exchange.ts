import * as z from 'zod'
import { FIELD_OWNERS } from '../domain/sites/field-owners.ts'
import { PRODUCT_FIELDS } from '../domain/sites/product-fields.ts'
import { CHANGE_KINDS } from '../domain/sites/product-plan.ts'
import { id, instant, pageOf, pageQuery, text } from './common.ts'

const owner = z.enum(FIELD_OWNERS)
const field = z.enum(PRODUCT_FIELDS)
export const side = z.enum(['bling', 'estoqueuni', 'site'])
const owners = z.strictObject({
  name: owner,
  description: owner,
  price_cents: owner,
  sku: owner,
  gtin: owner,
  weight_mg: owner,
  images: owner,
  is_active: owner,
})
const takers = z.array(z.enum(['bling', 'estoqueuni'])).max(2)

/** Whose value of each field counts at a site, and whether differences are written by themselves. */
export const fieldOwners = z.object({
  account_id: id.nullable().describe('Nulo: a conta dos pedidos do site, ou a única'),
  account_in_force: id.nullable().describe('A conta que vale; nulo: nenhuma'),
  owners: owners.partial().describe('O que alguém escolheu'),
  in_force: owners.describe('O que vale para um produto sem escolha própria'),
  takers: takers.describe('Para onde vai o que é do site'),
  mode: z.enum(['manual', 'automatic']),
  creates: z.boolean().describe('No modo automático, se também cria produtos no site'),
  brings_in: z.boolean().describe('No modo automático, se também cadastra o que só o site tem'),
})
export type FieldOwnersView = z.infer<typeof fieldOwners>
export const fieldOwnersChange = z.strictObject({
  account_id: id.nullable().default(null),
  owners: owners.partial().default({}),
  takers: takers.default([]),
  mode: z.enum(['manual', 'automatic']).default('manual'),
  creates: z.boolean().default(false),
  brings_in: z.boolean().default(false),
})
export type FieldOwnersChange = z.output<typeof fieldOwnersChange>

/** The owners of one product alone; what is not named follows the site's. An empty object follows it altogether. */
export const productOwners = z.object({ product_id: id, owners: owners.partial(), in_force: owners })
export const productOwnersChange = z.strictObject({ owners: owners.partial() })

const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])
/** A field that is to be written. */
export const fieldChange = z.object({
  field,
  owner: side,
  before: value.nullable(),
  after: value,
  cause: z
    .enum(['first', 'owner', 'there', 'both'])
    .describe('Quem mudou desde que os dois lados eram iguais; first: nunca foram; both: os dois'),
})
export type FieldChangeView = z.infer<typeof fieldChange>

/** The product with variations into which a new variation goes. */
const plannedFamily = z.object({
  name: z.string(),
  sku: z.string(),
  attributes: z.array(z.object({ name: z.string(), option: z.string() })),
  is_new: z.boolean().describe('Se também ele se cria'),
})
export type PlannedFamilyView = z.infer<typeof plannedFamily>

/** A product of which something is to be written, or cannot be. */
export const plannedProduct = z.object({
  product_id: id,
  sku: z.string(),
  name: z.string(),
  owners: owners.partial().describe('As escolhas só deste produto'),
  writes: z.array(
    z.object({
      side,
      kind: z.enum(CHANGE_KINDS),
      fingerprint: z.string(),
      changes: z.array(fieldChange),
      family: plannedFamily.nullable().describe('Só de uma variação que se cria'),
    }),
  ),
  conflicts: z.array(
    z.object({
      side,
      field: field.nullable(),
      because: z.enum([
        ...[
          'not_read',
          'resembles',
          'ambiguous',
          'no_own_product',
          'no_account',
          'variation',
          'family_taken',
        ],
        ...['kit', 'two_sites_own', 'edited_there'],
      ] as const),
    }),
  ),
})
export type PlannedProductView = z.infer<typeof plannedProduct>
const counts = z.object({
  products: z.int().describe('Produtos comparados'),
  create: z.int(),
  update: z.int(),
  activate: z.int(),
  deactivate: z.int(),
  conflicts: z.int().describe('Produtos com algum conflito'),
  unread: z.int().describe('Produtos do Bling ainda não lidos por inteiro'),
  only_there: z.int().describe('Produtos do site que não são nenhum dos nossos'),
})
export type PlanCounts = z.infer<typeof counts>
export const plannedPage = pageOf(plannedProduct).extend({
  counts: counts.nullable().describe('Só na primeira página'),
})
export const planQuery = z.strictObject({
  ...pageQuery,
  kind: z.enum([...CHANGE_KINDS, 'conflict']).optional(),
  search: text(120).optional().describe('Parte do nome ou do SKU'),
})

/** Which products of the site are brought in: the named ones as they were shown, or all of a search. */
const newcomerChoice = z.union([
  z.strictObject({
    lines: z
      .array(
        z.strictObject({
          site_product_id: z.string().min(1).max(100),
          side: z.enum(['estoqueuni', 'bling']),
          fingerprint: z.string().min(1).max(100),
        }),
      )
      .min(1)
      .max(2000),
  }),
  z.strictObject({ search: text(120).nullable() }),
])

/** What to write: the named lines as they were shown, or everything of some kinds, or everything that is ours already. */
export const newProductRun = z.strictObject({
  lines: z
    .array(z.strictObject({ product_id: id, side, fingerprint: z.string().min(1).max(100) }))
    .min(1)
    .max(1000)
    .optional(),
  kinds: z.array(z.enum(CHANGE_KINDS)).min(1).max(4).optional(),
  newcomers: newcomerChoice
    .optional()
    .describe('Cadastra no EstoqueUni e na conta do Bling o que só o site tem; sem outra escolha, só isto'),
})
export type NewProductRun = z.output<typeof newProductRun>

/** A run over products of a site, with how far it has come. `partial`: it is over, and not everything was done. */
export const productRun = z.object({
  id,
  site_id: id,
  origin: z.enum(['person', 'automatic']),
  state: z.enum(['running', 'complete', 'partial', 'cancelled']),
  started_at: instant,
  finished_at: instant.nullable(),
  next_attempt_at: instant.describe('Quando continua, se o outro lado não respondeu'),
  error: z.string().nullable(),
  lines: z.object({
    waiting: z.int(),
    done: z.int(),
    refused: z.int(),
    overtaken: z.int(),
    cancelled: z.int(),
  }),
})
export type ProductRunView = z.infer<typeof productRun>
export const productRunPage = pageOf(productRun)
export const productRunQuery = z.strictObject({ ...pageQuery, cursor: id.optional() })

/** One product at one side, and how writing it ended. `overtaken`: it is not what was shown any more, and was not written. */
export const productRunLine = z.object({
  position: z.int(),
  product_id: id.nullable(),
  site_product_id: z.string().nullable().describe('O id no site, enquanto o produto não era nosso'),
  sku: z.string(),
  name: z.string(),
  side,
  kind: z.enum(CHANGE_KINDS),
  changes: z.array(fieldChange),
  family: plannedFamily.nullable(),
  state: z.enum(['waiting', 'done', 'refused', 'overtaken', 'cancelled']),
  reason: z.string().nullable(),
})
export const productRunLinePage = pageOf(productRunLine)
export const productRunLineQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(['waiting', 'done', 'refused', 'overtaken', 'cancelled']).optional(),
})

/** Reading of whole products that was begun. */
export const productReading = z.object({ unread: z.int() })
