import { centsOfText } from './price-text.ts'
import type { ProductFields } from './product-row.ts'

/** How a cell becomes a field's value; what cannot be read is said in words. */
type ReadCell = (cell: string) => { readonly value: unknown } | { readonly message: string }

/** A column of a product file: the field it fills and how it is read. */
export type ProductColumn = { readonly field: keyof ProductFields; readonly read: ReadCell }

const YES = new Set(['true', 'sim', 's', '1', 'verdadeiro', 'yes'])
const NO = new Set(['false', 'nao', 'n', '0', 'falso', 'no'])

const asText: ReadCell = (cell) => ({ value: cell })
const asTextOrNull: ReadCell = (cell) => ({ value: cell.trim() === '' ? null : cell })
/** An empty cell says nothing about a field that must have a value. */
const unlessEmpty =
  (read: ReadCell): ReadCell =>
  (cell) =>
    cell.trim() === '' ? { value: undefined } : read(cell)
const orNull =
  (read: ReadCell): ReadCell =>
  (cell) =>
    cell.trim() === '' ? { value: null } : read(cell)
const asWhole: ReadCell = (cell) =>
  /^\d{1,15}$/.test(cell.trim()) ? { value: Number(cell) } : { message: 'deve ser um número inteiro' }
const asReais: ReadCell = (cell) => {
  const value = centsOfText(cell.trim())
  return value === null ? { message: 'deve ser um preço em reais, como 12,90' } : { value }
}
const asFlag: ReadCell = (cell) => {
  const word = plainName(cell)
  if (YES.has(word)) return { value: true }
  if (NO.has(word)) return { value: false }
  return { message: 'deve ser sim ou não' }
}

/** Every column that is understood: the API's own name first, then how people call it. */
const COLUMNS: readonly (ProductColumn & { readonly names: readonly string[] })[] = [
  { field: 'sku', read: asText, names: ['sku', 'codigo_sku', 'codigo'] },
  {
    field: 'gtin',
    read: asTextOrNull,
    names: ['gtin', 'ean', 'gtin_ean', 'codigo_de_barras', 'codigo_de_barras_ean'],
  },
  {
    field: 'box_gtin',
    read: asTextOrNull,
    names: ['box_gtin', 'gtin_caixa', 'ean_caixa', 'codigo_de_barras_da_caixa'],
  },
  { field: 'name', read: unlessEmpty(asText), names: ['name', 'nome', 'produto', 'descricao'] },
  { field: 'category', read: asText, names: ['category', 'categoria'] },
  ...priceColumns('unit_price_cents', [
    'unit_price',
    'preco_unitario',
    'preco',
    'preco_de_venda',
    'preco_unit',
  ]),
  ...priceColumns('box_price_cents', ['box_price', 'preco_caixa', 'preco_da_caixa', 'preco_por_caixa']),
  ...priceColumns('dose_price_cents', ['dose_price', 'preco_dose', 'preco_da_dose', 'preco_por_dose']),
  ...priceColumns('cost_cents', ['cost', 'custo', 'custo_unitario', 'preco_de_custo']),
  { field: 'box_tracking', read: unlessEmpty(asFlag), names: ['box_tracking', 'controla_caixa'] },
  { field: 'units_per_box', read: orNull(asWhole), names: ['units_per_box', 'unidades_por_caixa'] },
  { field: 'dose_enabled', read: unlessEmpty(asFlag), names: ['dose_enabled', 'vender_por_doses'] },
  { field: 'doses_per_bottle', read: orNull(asWhole), names: ['doses_per_bottle', 'doses_por_garrafa'] },
  { field: 'dose_mode', read: unlessEmpty(asText), names: ['dose_mode', 'modo_de_dose'] },
  { field: 'muntu_enabled', read: unlessEmpty(asFlag), names: ['muntu_enabled', 'produto_muntu', 'muntu'] },
  {
    field: 'muntu_quantity',
    read: orNull(asWhole),
    names: ['muntu_quantity', 'quantidade_muntu', 'quantidade_do_pack'],
  },
  ...priceColumns('muntu_price_cents', [
    'muntu_price',
    'preco_muntu',
    'preco_do_pack',
    'preco_total_do_pack_muntu',
  ]),
  {
    field: 'low_stock_alert',
    read: unlessEmpty(asWhole),
    names: ['low_stock_alert', 'alerta_de_estoque_baixo', 'alerta'],
  },
  { field: 'target_days', read: orNull(asWhole), names: ['target_days', 'meta_de_dias'] },
  { field: 'is_active', read: unlessEmpty(asFlag), names: ['is_active', 'ativo'] },
]

function priceColumns(field: keyof ProductFields, namesInReais: readonly string[]) {
  return [
    { field, read: orNull(asWhole), names: [field] },
    { field, read: orNull(asReais), names: namesInReais },
  ]
}

const BY_NAME = new Map(
  COLUMNS.flatMap(({ names, ...column }) => names.map((name) => [name, column] as const)),
)

/** The column that a header names, whatever its accents, case and spaces; null when it is none of ours. */
export function productColumn(header: string): ProductColumn | null {
  return BY_NAME.get(plainName(header)) ?? null
}

function plainName(text: string): string {
  const bare = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return bare.replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '')
}
