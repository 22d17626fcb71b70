import * as z from 'zod'
import type { Quantity } from '../../../domain/sync/quantity.ts'
import {
  blingId,
  moneyCents,
  optionalNumber,
  optionalReference,
  optionalText,
  quantity,
  reais,
  wordOf,
} from './fields.ts'

/** A product in a list. The account's total balance is left out on purpose: it contains what we write. */
export type ProductRow = {
  readonly product_id: string
  /** The product of which this is a variation. */
  readonly parent_id: string | null
  readonly name: string
  /** The SKU; it may be empty, and it is only unique among active products, if there. */
  readonly code: string
  readonly price_cents: number
  readonly type: 'product' | 'service' | 'other'
  readonly status: 'active' | 'inactive' | 'deleted' | 'other'
  /** A parent holds no stock (its variations do), a kit follows from its components. */
  readonly kind: 'simple' | 'parent' | 'kit' | 'other'
  readonly image_url: string
}

/** What one kit is made of. */
export type Component = { readonly product_id: string; readonly quantity: Quantity }

/** A whole product. */
export type ProductDetail = ProductRow & {
  readonly gtin: string
  readonly box_gtin: string
  readonly unit: string
  readonly brand: string
  readonly description: string
  readonly category_id: string | null
  readonly net_weight_kg: number
  readonly gross_weight_kg: number
  /** Where its pictures are, those kept by Bling under addresses that end after some days. */
  readonly images: readonly string[]
  readonly width: number
  readonly height: number
  readonly depth: number
  readonly dimension_unit: 'm' | 'cm' | 'mm' | 'other'
  readonly components: readonly Component[]
  /** Whether the kit's balance is counted by itself or follows from the components; null when it is no kit. */
  readonly kit_stock: 'physical' | 'virtual' | 'other' | null
  /** What a sale of the kit moves; null when it is no kit, or nothing was said. */
  readonly kit_moves: 'product' | 'components' | 'both' | 'other' | null
  readonly variations: readonly ProductRow[]
  /** By what a variation differs from its siblings, as Bling writes it: `Cor:Azul;Tamanho:G`. Empty where it says nothing. */
  readonly variation: string
}

const TYPES = { P: 'product', S: 'service', N: 'service' } as const
const STATUSES = { A: 'active', I: 'inactive', E: 'deleted' } as const
const KINDS = { S: 'simple', V: 'parent', E: 'kit' } as const
const DIMENSION_UNITS = { 0: 'm', 1: 'cm', 2: 'mm' } as const
const KIT_STOCKS = { F: 'physical', V: 'virtual' } as const
const KIT_MOVES = { P: 'product', M: 'components', A: 'both' } as const

const pictures = z.array(z.looseObject({ link: optionalText })).nullish()

const row = z.looseObject({
  id: blingId,
  idProdutoPai: z.union([z.int(), z.string()]).nullish(),
  nome: z.string(),
  codigo: optionalText,
  preco: moneyCents,
  tipo: wordOf(TYPES),
  situacao: wordOf(STATUSES),
  formato: wordOf(KINDS),
  imagemURL: optionalText,
  variacao: z.looseObject({ nome: optionalText, produtoPai: optionalReference }).nullish(),
})

const detail = z.looseObject({
  ...row.shape,
  gtin: optionalText,
  gtinEmbalagem: optionalText,
  unidade: optionalText,
  marca: optionalText,
  descricaoCurta: optionalText,
  categoria: optionalReference,
  pesoLiquido: optionalNumber,
  pesoBruto: optionalNumber,
  dimensoes: z
    .looseObject({
      largura: optionalNumber,
      altura: optionalNumber,
      profundidade: optionalNumber,
      unidadeMedida: wordOf(DIMENSION_UNITS),
    })
    .nullish(),
  estrutura: z
    .looseObject({
      tipoEstoque: z.string().nullish(),
      lancamentoEstoque: z.string().nullish(),
      componentes: z
        .array(z.looseObject({ produto: z.looseObject({ id: blingId }), quantidade: quantity }))
        .nullish(),
    })
    .nullish(),
  midia: z
    .looseObject({ imagens: z.looseObject({ externas: pictures, internas: pictures }).nullish() })
    .nullish(),
  variacoes: z.array(row).nullish(),
})

/** Reads a row of a list of products. */
export const productRowIn = row.transform(rowOf)

/** Reads a whole product. */
export const productDetailIn = detail.transform((product): ProductDetail => {
  const components = product.estrutura?.componentes ?? []
  const kitStock = product.estrutura?.tipoEstoque
  const kitMoves = product.estrutura?.lancamentoEstoque
  return {
    ...rowOf(product),
    gtin: product.gtin,
    box_gtin: product.gtinEmbalagem,
    unit: product.unidade,
    brand: product.marca,
    description: product.descricaoCurta,
    category_id: product.categoria,
    net_weight_kg: product.pesoLiquido,
    gross_weight_kg: product.pesoBruto,
    images: [
      ...(product.midia?.imagens?.externas ?? []),
      ...(product.midia?.imagens?.internas ?? []),
    ].flatMap(({ link }) => (link === '' ? [] : [link])),
    width: product.dimensoes?.largura ?? 0,
    height: product.dimensoes?.altura ?? 0,
    depth: product.dimensoes?.profundidade ?? 0,
    dimension_unit: product.dimensoes?.unidadeMedida ?? 'other',
    components: components.map((part) => ({ product_id: part.produto.id, quantity: part.quantidade })),
    kit_stock: kitStock ? wordOf(KIT_STOCKS).parse(kitStock) : null,
    kit_moves: kitMoves ? wordOf(KIT_MOVES).parse(kitMoves) : null,
    // Within their parent they need not name it.
    variations: (product.variacoes ?? []).map((one) => {
      const own = rowOf(one)
      return { ...own, parent_id: own.parent_id ?? product.id }
    }),
    variation: product.variacao?.nome ?? '',
  }
})

/** What of a product can be changed there. An absent field is not touched. */
export type ProductPatch = {
  readonly name?: string
  /** The SKU. Bling itself does not mind if another product has it. */
  readonly code?: string
  readonly description?: string
  readonly price_cents?: number
  readonly gtin?: string
  readonly gross_weight_kg?: number
}

/** The body of a PATCH: only what is named, and never `actionEstoque`, which would empty the stock. */
export function productPatchOut(patch: ProductPatch): Record<string, unknown> {
  const { name, code, description, price_cents, gtin, gross_weight_kg } = patch
  return {
    ...(name === undefined ? {} : { nome: name }),
    ...(code === undefined ? {} : { codigo: code }),
    ...(description === undefined ? {} : { descricaoCurta: description }),
    ...(price_cents === undefined ? {} : { preco: reais(price_cents) }),
    ...(gtin === undefined ? {} : { gtin }),
    ...(gross_weight_kg === undefined ? {} : { pesoBruto: gross_weight_kg }),
  }
}

/** A simple product to be made. */
export type NewProduct = ProductPatch & {
  readonly name: string
  readonly code: string
  readonly is_active: boolean
  /** Addresses from which Bling fetches the pictures. */
  readonly images?: readonly string[]
}

/** The body of a POST: without a balance, which is never invented. */
export function newProductOut({ images, is_active, ...fields }: NewProduct): Record<string, unknown> {
  const pictures = (images ?? []).map((link) => ({ link }))
  return {
    ...{ tipo: 'P', formato: 'S', situacao: is_active ? 'A' : 'I', unidade: 'UN' },
    ...productPatchOut(fields),
    ...(pictures.length === 0 ? {} : { midia: { video: { url: '' }, imagens: { imagensURL: pictures } } }),
  }
}

function rowOf(product: z.infer<typeof row>): ProductRow {
  const parent = product.idProdutoPai
  const named = parent === undefined || parent === null || String(parent) === '0' ? null : String(parent)
  return {
    product_id: product.id,
    parent_id: named ?? product.variacao?.produtoPai ?? null,
    name: product.nome,
    code: product.codigo,
    price_cents: product.preco,
    type: product.tipo,
    status: product.situacao,
    kind: product.formato,
    image_url: product.imagemURL,
  }
}
