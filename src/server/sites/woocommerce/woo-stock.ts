import * as z from 'zod'
import { toUnits } from '../../../domain/sync/quantity.ts'
import type { ItemEnd, SiteProductRef, SiteStock, StockWrite } from '../connector.ts'
import { SiteError } from '../site-error.ts'
import { inTurn } from './woo-batch.ts'
import type { WooCaller } from './woo-caller.ts'
import { pathsOf, siteStock, wooProduct } from './woo-product.ts'
import { errorOfItem, understood } from './woo-request.ts'

const batchAnswer = z.looseObject({
  update: z
    .array(
      z.union([
        z.looseObject({
          id: z.int(),
          error: z.looseObject({ code: z.string(), message: z.string().nullish() }),
        }),
        wooProduct,
      ]),
    )
    .default([]),
})

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
  const ends = new Map<string, ItemEnd<SiteStock>>()
  let away: SiteError | null = null
  for (const group of inTurn(writes, ({ ref }) => listOf(ref))) {
    const stopped: SiteError | null = away
    const some: readonly ItemEnd<SiteStock>[] =
      stopped === null ? await setSome(call, group) : group.map(() => refusedBy(stopped))
    for (const [index, end] of some.entries()) {
      const product_id = group[index]?.ref.product_id
      if (product_id !== undefined) ends.set(product_id, end)
      if (end.kind !== 'done' && isAway(end.error)) away = end.error
    }
  }
  return writes.map(({ ref }) => ends.get(ref.product_id) ?? unanswered())
}

async function setSome(call: WooCaller, group: readonly StockWrite[]): Promise<ItemEnd<SiteStock>[]> {
  const request = {
    operation: 'POST /products/batch',
    method: 'POST' as const,
    path: `${listOf(group[0]?.ref)}/batch`,
    body: {
      update: group.map(({ ref, quantity }) => ({
        id: Number(ref.product_id),
        manage_stock: true,
        stock_quantity: toUnits(quantity),
      })),
    },
  }
  try {
    const { update } = understood(request, batchAnswer, (await call(request)).body)
    const byId = new Map(update.map((item) => [String(item.id), item]))
    return group.map(({ ref }): ItemEnd<SiteStock> => {
      const item = byId.get(ref.product_id)
      if (item === undefined) return unanswered()
      if (isRefused(item)) return { kind: 'refused', error: errorOfItem(request.operation, item.error) }
      return { kind: 'done', result: siteStock(item) }
    })
  } catch (error) {
    if (!(error instanceof SiteError)) throw error
    const kind = error.ambiguous ? ('unclear' as const) : ('refused' as const)
    return group.map(() => ({ kind, error }))
  }
}

type Item = z.infer<typeof batchAnswer>['update'][number]

function isRefused(item: Item): item is Extract<Item, { error: unknown }> {
  return typeof item.error === 'object' && item.error !== null
}

/** A site that does not answer is left alone for the rest. */
function isAway(error: SiteError): boolean {
  return error.kind === 'auth' || error.kind === 'rate_limited' || error.kind === 'unavailable'
}

function refusedBy(away: SiteError): ItemEnd<SiteStock> {
  return {
    kind: 'refused',
    error: new SiteError({
      kind: away.kind,
      operation: 'POST /products/batch',
      code: 'not_sent',
      ...(away.retry_at === null ? {} : { retry_at: away.retry_at }),
    }),
  }
}

function unanswered(): ItemEnd<SiteStock> {
  return {
    kind: 'unclear',
    error: new SiteError({
      kind: 'unavailable',
      operation: 'POST /products/batch',
      code: 'item_missing',
      ambiguous: true,
    }),
  }
}

function listOf(ref: SiteProductRef | undefined): string {
  return ref === undefined ? '/products' : pathsOf(ref).list
}
