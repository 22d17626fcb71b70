import * as z from 'zod'
import { structureBody } from '../api/product-body.ts'
import { amendMovement, type Movement, moveStock, removeMovement } from '../erp/movement.ts'
import { holdsStock, type Product } from '../erp/product.ts'
import { createProduct, removeProduct, toInput, updateProduct } from '../erp/product-writes.ts'
import type { Sim } from '../sim.ts'
import { companyOf, depositOf } from './companies.ts'
import { ControlError, found } from './control-error.ts'

const productFields = {
  name: z.string().min(1),
  sku: z.string(),
  price: z.number().min(0),
  gtin: z.string(),
  situation: z.enum(['A', 'I', 'E']),
  format: z.enum(['S', 'V', 'E']),
  structure: structureBody,
  description: z.string(),
  weight_kg: z.number().min(0),
  /** Where its pictures are, as Bling shows those that it keeps. */
  images: z.array(z.string()),
  /** By what a variation differs from its siblings, as Bling has it: `Cor:Azul;Tamanho:G`. */
  variation: z.string(),
}

/** `POST .../products`; `stock` sets first balances, one movement each. */
const newProductSchema = z.strictObject({
  name: productFields.name,
  sku: productFields.sku.default(''),
  price: productFields.price.default(0),
  gtin: productFields.gtin.default(''),
  situation: productFields.situation.default('A'),
  format: productFields.format.default('S'),
  parent_id: z.int().nullable().default(null),
  structure: structureBody.optional(),
  description: productFields.description.optional(),
  weight_kg: productFields.weight_kg.optional(),
  images: productFields.images.optional(),
  variation: productFields.variation.optional(),
  stock: z.array(z.strictObject({ deposit_id: z.int().optional(), quantity: z.number() })).default([]),
})

/** `PATCH .../products/{product_id}`. */
const productPatchSchema = z.strictObject(productFields).partial()

/** `POST .../movements`: the stock screen. `B` sets the balance. */
const screenMovementSchema = z.strictObject({
  product_id: z.int(),
  deposit_id: z.int().optional(),
  operation: z.enum(['B', 'E', 'S']).default('B'),
  quantity: z.number(),
  notes: z.string().default(''),
})

/** `PATCH .../movements/{movement_id}`. */
const movementPatchSchema = z.strictObject({ quantity: z.number().optional(), notes: z.string().optional() })

/** The product, or a 404. */
export function productOf(sim: Sim, companyId: string, productId: number): Product {
  companyOf(sim, companyId)
  return found(sim.world.products.get(companyId, productId), 'product')
}

/** Adds a product as a person does, with its first balances. */
export function addProduct(
  sim: Sim,
  companyId: string,
  input: z.input<typeof newProductSchema>,
): { product_id: number } {
  const wanted = newProductSchema.parse(input)
  companyOf(sim, companyId)
  const deposits = wanted.stock.map((entry) => depositOf(sim, companyId, entry.deposit_id))
  const product = createProduct(
    sim,
    companyId,
    {
      nome: wanted.name,
      codigo: wanted.sku,
      tipo: 'P',
      situacao: wanted.situation,
      formato: wanted.format,
      preco: wanted.price,
      gtin: wanted.gtin,
      ...(wanted.structure ? { estrutura: wanted.structure } : {}),
      ...wholeOf(wanted),
    },
    wanted.parent_id,
  )
  for (const [index, entry] of wanted.stock.entries()) {
    const deposit = deposits[index]
    if (deposit)
      moveOnScreen(sim, companyId, {
        product_id: product.id,
        deposit_id: deposit.id,
        quantity: entry.quantity,
      })
  }
  return { product_id: product.id }
}

/** What only a whole product shows, in Bling's words. */
function wholeOf(given: {
  readonly description?: string | undefined
  readonly weight_kg?: number | undefined
  readonly images?: readonly string[] | undefined
  readonly variation?: string | undefined
}): Record<string, unknown> {
  const { description, weight_kg, images, variation } = given
  const internas = images?.map((link) => ({ link, linkMiniatura: link }))
  return {
    ...(description === undefined ? {} : { descricaoCurta: description }),
    ...(weight_kg === undefined ? {} : { pesoBruto: weight_kg }),
    ...(internas === undefined ? {} : { midia: { imagens: { externas: [], internas } } }),
    ...(variation === undefined ? {} : { variacao: { nome: variation } }),
  }
}

/** Edits a product as a person does. */
export function patchProduct(
  sim: Sim,
  companyId: string,
  productId: number,
  input: z.input<typeof productPatchSchema>,
): Product {
  const patch = productPatchSchema.parse(input)
  const product = productOf(sim, companyId, productId)
  const before = toInput(product)
  return updateProduct(sim, companyId, product, {
    ...before,
    nome: patch.name ?? before.nome,
    codigo: patch.sku ?? before.codigo,
    preco: patch.price ?? before.preco,
    gtin: patch.gtin ?? before.gtin,
    situacao: patch.situation ?? before.situacao,
    formato: patch.format ?? before.formato,
    ...(patch.structure ? { estrutura: patch.structure } : {}),
    ...wholeOf(patch),
  })
}

/** Removes a product for good. */
export function deleteProduct(sim: Sim, companyId: string, productId: number): void {
  removeProduct(sim, companyId, productOf(sim, companyId, productId))
}

/** Sets or moves a balance on the stock screen; it is announced like any movement. */
export function moveOnScreen(
  sim: Sim,
  companyId: string,
  input: z.input<typeof screenMovementSchema>,
): Movement {
  const wanted = screenMovementSchema.parse(input)
  const product = productOf(sim, companyId, wanted.product_id)
  if (!holdsStock(product))
    throw new ControlError(409, 'kits with virtual stock and parents hold no stock of their own')
  return moveStock(sim, companyId, {
    product_id: product.id,
    deposit_id: depositOf(sim, companyId, wanted.deposit_id).id,
    operation: wanted.operation,
    quantity: wanted.quantity,
    observacoes: wanted.notes,
    origin: 'screen',
  })
}

/** Corrects a movement that a person or a client made; its event is `stock.updated`. */
export function patchMovement(
  sim: Sim,
  companyId: string,
  movementId: number,
  input: z.input<typeof movementPatchSchema>,
): Movement {
  const patch = movementPatchSchema.parse(input)
  const movement = movementOf(sim, companyId, movementId)
  return amendMovement(sim, companyId, movement, {
    quantity: patch.quantity ?? movement.quantity,
    observacoes: patch.notes ?? movement.observacoes,
  })
}

/** Deletes a movement that a person or a client made; its event is `stock.deleted`. */
export function deleteMovement(sim: Sim, companyId: string, movementId: number): void {
  removeMovement(sim, companyId, movementOf(sim, companyId, movementId))
}

/** What an order or an invoice launched is taken back there: else it would be given back twice. */
function movementOf(sim: Sim, companyId: string, movementId: number): Movement {
  companyOf(sim, companyId)
  const movement = found(sim.world.movements.get(companyId, movementId), 'movement')
  productOf(sim, companyId, movement.product_id)
  if (movement.source_id !== null)
    throw new ControlError(409, 'the movement was launched from an order or invoice: take it back there')
  return movement
}
