import * as z from 'zod'
import type { Caller } from './caller.ts'
import { type BlingRequest, bodyOf, unreadable } from './request.ts'

const created = z.looseObject({
  data: z.looseObject({ id: z.union([z.int(), z.string()]).transform(String) }),
})

/** Calls and reads what stands under `data`. What does not have the expected form counts as no answer. */
export async function readData<Schema extends z.ZodType>(
  call: Caller,
  request: BlingRequest,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { data } = await readBody(call, request, z.looseObject({ data: schema }))
  return data as z.output<Schema>
}

/** Calls and reads the whole answer, for the operations that have no envelope. */
export async function readBody<Schema extends z.ZodType>(
  call: Caller,
  request: BlingRequest,
  schema: Schema,
): Promise<z.output<Schema>> {
  const answer = await call(request)
  const parsed = schema.safeParse(bodyOf(request, answer))
  if (parsed.success) return parsed.data
  throw unreadable(request, answer, parsed.error)
}

/** Calls to create a record and gives its id. */
export async function createdId(call: Caller, request: BlingRequest): Promise<string> {
  const { data } = await readBody(call, request, created)
  return data.id
}

/** The most that a page of a list holds. */
export const PAGE_SIZE = 100

/**
 * Walks a list page by page, from the first or a later one; the first page that is not full is the last. What was walked before a
 * failure is the caller's.
 */
export async function* pagesOf<Schema extends z.ZodType>(
  call: Caller,
  request: BlingRequest,
  item: Schema,
  from_page = 1,
): AsyncGenerator<z.output<Schema>[]> {
  for (let page = from_page; ; page += 1) {
    const query = { ...request.query, pagina: page, limite: PAGE_SIZE }
    const items = await readData(call, { ...request, query }, z.array(item))
    if (items.length > 0) yield items
    if (items.length < PAGE_SIZE) return
  }
}

/** All pages together. */
export async function allOf<Item>(pages: AsyncGenerator<Item[]>): Promise<Item[]> {
  const all: Item[] = []
  for await (const page of pages) all.push(...page)
  return all
}

/** Characters of filters that one address may hold; addresses beyond 6,000 are refused sooner or later. */
const FILTER_LENGTH = 5000

/** Cuts texts for a filter into batches of at most `size`, fewer when they are long. */
export function batchesOf(texts: readonly string[], size: number): string[][] {
  const batches: string[][] = []
  let batch: string[] = []
  let length = 0
  for (const text of texts) {
    const added = encodeURIComponent(text).length + 20
    if (batch.length > 0 && (batch.length >= size || length + added > FILTER_LENGTH)) {
      batches.push(batch)
      batch = []
      length = 0
    }
    batch.push(text)
    length += added
  }
  if (batch.length > 0) batches.push(batch)
  return batches
}
