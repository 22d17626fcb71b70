import * as z from 'zod'
import type { ItemEnd } from '../connector.ts'
import { isSiteAway, SiteError } from '../site-error.ts'
import type { WooCaller } from './woo-caller.ts'
import { type WooProduct, wooProduct } from './woo-product.ts'
import { errorOfItem, understood } from './woo-request.ts'

/** Items of one call, when reading and when writing. */
export const BATCH_SIZE = 100

/** Items in groups for one call each: of one address, and not more than a call takes. */
export function inTurn<Item>(
  items: readonly Item[],
  addressOf: (item: Item) => string,
  size = BATCH_SIZE,
): Item[][] {
  return [...Map.groupBy(items, addressOf).values()].flatMap((own) => chunks(own, size))
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  const parts = Math.ceil(items.length / size)
  return Array.from({ length: parts }, (_, part) => items.slice(part * size, (part + 1) * size))
}

const OPERATION = 'POST /products/batch'
const refusedItem = z.looseObject({
  id: z.int().nullish(),
  error: z.looseObject({ code: z.string(), message: z.string().nullish() }),
})
const batchItems = z.array(z.union([refusedItem, wooProduct])).default([])
const batchAnswer = z.looseObject({ create: batchItems, update: batchItems })
type BatchItem = z.infer<typeof batchItems>[number]

/** One item of a batch; without an id it is created. */
export type BatchEntry = { readonly id: string | null; readonly body: Readonly<Record<string, unknown>> }

/**
 * Writes some products of one address in one call, which is answered 200 also when items of it are refused: each item's end, in the order of
 * the entries.
 */
export async function sendBatch(
  call: WooCaller,
  list: string,
  entries: readonly BatchEntry[],
): Promise<ItemEnd<WooProduct>[]> {
  const create = entries.filter(({ id }) => id === null)
  const update = entries.filter(({ id }) => id !== null)
  const request = {
    operation: OPERATION,
    method: 'POST' as const,
    path: `${list}/batch`,
    body: {
      ...(create.length === 0 ? {} : { create: create.map(({ body }) => body) }),
      ...(update.length === 0 ? {} : { update: update.map(({ id, body }) => ({ id: Number(id), ...body })) }),
    },
  }
  try {
    const answer = understood(request, batchAnswer, (await call(request)).body)
    const byId = new Map(answer.update.map((item) => [String(item.id), item]))
    const made = new Map(create.map((entry, index) => [entry, answer.create[index]]))
    return entries.map((entry) => endOf(entry.id === null ? made.get(entry) : byId.get(entry.id)))
  } catch (error) {
    if (!(error instanceof SiteError)) throw error
    const kind = error.ambiguous ? ('unclear' as const) : ('refused' as const)
    return entries.map(() => ({ kind, error }))
  }
}

/** Sends groups one after the other; a site that does not answer is left alone for the rest. */
export async function sendInTurn<Item, Result>(
  groups: readonly (readonly Item[])[],
  send: (group: readonly Item[]) => Promise<readonly ItemEnd<Result>[]>,
): Promise<Map<Item, ItemEnd<Result>>> {
  const ends = new Map<Item, ItemEnd<Result>>()
  let away: SiteError | null = null
  for (const group of groups) {
    const stopped: SiteError | null = away
    const some: readonly ItemEnd<Result>[] =
      stopped === null ? await send(group) : group.map(() => notSent(stopped))
    for (const [index, item] of group.entries()) {
      const end = some[index] ?? unanswered()
      ends.set(item, end)
      if (end.kind !== 'done' && isSiteAway(end.error)) away = end.error
    }
  }
  return ends
}

/** The end of an item that the answer does not speak of. */
export function unanswered(): { readonly kind: 'unclear'; readonly error: SiteError } {
  const error = { kind: 'unavailable', operation: OPERATION, code: 'item_missing', ambiguous: true } as const
  return { kind: 'unclear', error: new SiteError(error) }
}

function endOf(item: BatchItem | undefined): ItemEnd<WooProduct> {
  if (item === undefined) return unanswered()
  if (isRefused(item)) return { kind: 'refused', error: errorOfItem(OPERATION, item.error) }
  return { kind: 'done', result: item }
}

function isRefused(item: BatchItem): item is z.infer<typeof refusedItem> {
  return typeof item['error'] === 'object' && item['error'] !== null
}

function notSent(away: SiteError): { readonly kind: 'refused'; readonly error: SiteError } {
  const retry = away.retry_at === null ? {} : { retry_at: away.retry_at }
  const error = new SiteError({ kind: away.kind, operation: OPERATION, code: 'not_sent', ...retry })
  return { kind: 'refused', error }
}
