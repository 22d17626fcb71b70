import * as z from 'zod'
import { invalidParam, type WcAnswer, WcError, type WcRequest } from './wc-answer.ts'
import { createProduct, productInput, productOf, productView, updateProduct } from './wc-product.ts'

const LIMIT = 100

const batchInput = z.object({
  create: z.array(z.unknown()).default([]),
  update: z.array(z.looseObject({ id: z.int() })).default([]),
})

/** Does one item after the other. What one of them is refused for stands inside the answer, whose status is 200 all the same. */
export async function answerBatch(request: WcRequest, parentId: number): Promise<WcAnswer> {
  const { sim, shop } = request
  const read = batchInput.safeParse(request.body ?? {})
  if (!read.success) throw invalidParam('create', 'update')
  const { create, update } = read.data
  if (create.length + update.length > LIMIT)
    throw new WcError(
      413,
      'woocommerce_rest_request_entity_too_large',
      `Unable to accept more than ${LIMIT} items.`,
    )
  const created: unknown[] = []
  for (const item of create)
    created.push(
      await answerItem(0, () =>
        productView(sim, shop.id, createProduct(sim, shop.id, itemOf(item), parentId)),
      ),
    )
  const updated: unknown[] = []
  for (const item of update)
    updated.push(
      await answerItem(item.id, async () => {
        const wrong =
          parentId === 0
            ? 'woocommerce_rest_product_invalid_id'
            : 'woocommerce_rest_product_variation_invalid_id'
        if (productOf(sim, shop.id, item.id).parent_id !== parentId)
          throw new WcError(404, wrong, 'Invalid ID.')
        return productView(sim, shop.id, await updateProduct(sim, shop.id, item.id, itemOf(item)))
      }),
    )
  return {
    status: 200,
    body: {
      ...(created.length > 0 ? { create: created } : {}),
      ...(updated.length > 0 ? { update: updated } : {}),
    },
  }
}

function itemOf(item: unknown) {
  const read = productInput.safeParse(item)
  if (read.success) return read.data
  throw invalidParam(...new Set(read.error.issues.map(({ path }) => String(path[0] ?? 'item'))))
}

async function answerItem(id: number, run: () => unknown): Promise<unknown> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof WcError) return { id, error: error.body }
    throw error
  }
}
