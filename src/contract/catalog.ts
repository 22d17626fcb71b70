import * as z from 'zod'
import { cents, flag, id, instant, pageOf, pageQuery, text } from './common.ts'

/** A branch (filial): a place that holds stock. */
export const branch = z.object({
  id,
  name: z.string(),
  is_active: z.boolean().describe('Se recebe movimentações de pessoas e de caixas'),
  kind: z.enum(['own', 'bling_deposit']).describe('bling_deposit: acompanha um depósito do Bling'),
  deposit_id: id.nullable(),
  created_at: instant,
})
export const newBranch = z.strictObject({ name: text(120) })
/** A change: only the given fields. */
export const branchChange = z.strictObject({ name: text(120).optional(), is_active: z.boolean().optional() })
export const branchQuery = z.strictObject(pageQuery)
export const branchPage = pageOf(branch)

/** Text that may be left empty, otherwise as strict as any other. */
const textOrEmpty = (max: number) => z.union([z.string().trim().length(0), text(max)])
const gtin = z.string().regex(/^(\d{8}|\d{12,14})$/, 'deve ter 8, 12, 13 ou 14 dígitos')
const packing = z.int().min(2).max(10_000)

const alert = z.int().min(0).max(1_000_000)

const productFields = {
  sku: text(120),
  gtin: gtin.nullable(),
  box_gtin: gtin.nullable(),
  name: text(200),
  category: textOrEmpty(120),
  unit_price_cents: cents.nullable(),
  box_price_cents: cents.nullable(),
  dose_price_cents: cents.nullable(),
  cost_cents: cents.nullable(),
  box_tracking: z.boolean(),
  units_per_box: packing.nullable(),
  dose_enabled: z.boolean(),
  doses_per_bottle: packing.nullable(),
  dose_mode: z.enum(['open_bottle', 'bottle_per_sale']),
  muntu_enabled: z.boolean(),
  muntu_quantity: packing.nullable(),
  muntu_price_cents: cents.nullable(),
  low_stock_alert: alert.describe('Vale onde a filial não tem alerta próprio'),
  target_days: z.int().min(1).max(365).nullable(),
}

/** A product as it is read; `warnings` says what is allowed but odd (a pack without saving). */
export const product = z.object({
  id,
  ...productFields,
  is_active: z.boolean(),
  created_at: instant,
  updated_at: instant,
  warnings: z.array(z.string()).optional(),
})
export type Product = z.infer<typeof product>

/** A new product: `sku` and `name` are needed, everything else has a quiet default. */
export const newProduct = z.strictObject({
  ...z.object(productFields).partial().shape,
  sku: productFields.sku,
  name: productFields.name,
  is_active: z.boolean().optional(),
  confirm_no_saving: z.boolean().optional().describe('Aceita um pack Muntu mais caro que as unidades'),
})
/** A change: only the given fields. */
export const productChange = newProduct.partial()

/** A branch's own alert for a product; null: the product's counts again. */
export const branchAlertChange = z.strictObject({ low_stock_alert: alert.nullable() })
export const branchAlert = z.object({
  product_id: id,
  branch_id: id,
  low_stock_alert: z.int().describe('O alerta que vale nesta filial'),
  branch_low_stock_alert: z.int().nullable().describe('O alerta próprio da filial; null: vale o do produto'),
  status: z.enum(['ok', 'low', 'out', 'divergent']),
})

export const productQuery = z.strictObject({
  ...pageQuery,
  search: textOrEmpty(120).optional().describe('Parte do nome, do SKU ou do código de barras, sem acentos'),
  category: textOrEmpty(120).optional(),
  is_active: flag.optional(),
  gtin: text(14).optional().describe('Da unidade ou da caixa'),
  sku: text(120).optional(),
})
export const productPage = pageOf(product)

export const importQuery = z.strictObject({
  preview: flag.default(false).describe('Só mostra o que aconteceria'),
  confirm_no_saving: flag.default(false).describe('Aceita packs Muntu mais caros que as unidades'),
})
/** A CSV of products: `;` or `,`, first line names the columns as the API does. */
export const importBody = z.strictObject({ csv: z.string().min(1).max(5_000_000) })
export const importResult = z.object({
  preview: z.boolean(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  ignored_columns: z.array(z.string()).describe('Colunas do arquivo que não são de produto'),
  rows: z.array(
    z.object({
      line: z.int(),
      sku: z.string().nullable(),
      result: z.enum(['created', 'updated', 'unchanged', 'refused']),
      fields: z.array(z.object({ path: z.string(), message: z.string() })),
      warnings: z.array(z.string()).optional(),
    }),
  ),
})
