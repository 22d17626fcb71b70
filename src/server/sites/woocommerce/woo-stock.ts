import * as z from 'zod'
import { toUnits } from '../../../domain/sync/quantity.ts'
import type { ItemEnd, SiteProductRef, SiteStock, StockWrite } from '../connector.ts'
import { inTurn, sendBatch, sendInTurn, unanswered } from './woo-batch.ts'
import type { WooCaller } from './woo-caller.ts'
import { pathsOf, siteStock, wooProduct } from './woo-product.ts'
import { understood } from './woo-request.ts'

/** The stock of products and variations, a hundred a call; variations need a call for each of their parents. */
export async function readStock(
  call: WooCaller,
  refs: readonly SiteProductRef[],
): Promise<readonly SiteStock[]> {
  const found = new Map<string, SiteStock>()
  for (const group of inTurn(refs, listOf)) {
    const list = listOf(group[0])
    const request = {
      operation: 'GET /products',
      method: 'GET' as const,
      path: list,
      query: { include: group.map(({ product_id }) => product_id).join(','), per_page: 100 },
    }
    const rows = understood(request, z.array(wooProduct), (await call(request)).body)
    for (const row of rows) found.set(String(row.id), siteStock(row))
  }
  return refs.map(({ product_id }) => found.get(product_id) ?? { kind: 'absent' })
}

/**
 * Sets quantities, a hundred a call. The API knows no version: whatever the shop sold since the quantity was read is overwritten, so who
 * calls writes from a fresh reading, alone, and reads back.
 */
export async function setStock(
  call: WooCaller,
  writes: readonly StockWrite[],
): Promise<readonly ItemEnd<SiteStock>[]> {
  const groups = inTurn(writes, ({ ref }) => listOf(ref))
  const ends = await sendInTurn(groups, async (group) => {
    const entries = group.map(({ ref, quantity }) => ({
      id: ref.product_id,
      body: { manage_stock: true, stock_quantity: toUnits(quantity) },
    }))
    const answered = await sendBatch(call, listOf(group[0]?.ref), entries)
    return answered.map((end) => (end.kind === 'done' ? { ...end, result: siteStock(end.result) } : end))
  })
  return writes.map((write) => ends.get(write) ?? unanswered())
}

function listOf(ref: SiteProductRef | undefined): string {
  return ref === undefined ? '/products' : pathsOf(ref).list
}
