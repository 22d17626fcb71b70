import type { EstoqueUniClient } from '../../client/estoqueuni-client.ts'
import { ConnectionError, ProblemError } from '../../client/problem-error.ts'
import type { Entry } from './entry.ts'

/** Answers that say nothing about the operation itself: it may be repeated as it is. */
const NOT_ABOUT_THE_OPERATION = new Set([401, 408, 429, 500, 502, 503, 504])

/** What became of an operation sent as a request: done, refused, or nobody knows. */
export type Sent =
  | { readonly kind: 'done'; readonly answer: unknown }
  | { readonly kind: 'refused'; readonly problem: ProblemError }
  | { readonly kind: 'unknown'; readonly error: unknown }

/** Sends an operation as the request that it is online, under its own key: sent twice, it is done once. */
export async function sendCommand(client: EstoqueUniClient, entry: Entry): Promise<Sent> {
  try {
    return { kind: 'done', answer: await request(client, entry) }
  } catch (error) {
    if (error instanceof ProblemError && !NOT_ABOUT_THE_OPERATION.has(error.status)) {
      return { kind: 'refused', problem: error }
    }
    if (error instanceof ProblemError || error instanceof ConnectionError) return { kind: 'unknown', error }
    throw error
  }
}

function request(client: EstoqueUniClient, entry: Entry): Promise<unknown> {
  const options = { idempotency_key: entry.op_id }
  // The body was typed where it was made, and the server reads it with its own schema.
  switch (entry.kind) {
    case 'sale':
      return client.sales.record(entry.body as Parameters<typeof client.sales.record>[0], options)
    case 'sale_cancel':
      return client.sales.cancel(String(entry.body['sale_id']), options)
    case 'loss':
      return client.inventory.registerLoss(
        entry.body as Parameters<typeof client.inventory.registerLoss>[0],
        options,
      )
    case 'breakage':
      return client.inventory.registerBreakage(
        entry.body as Parameters<typeof client.inventory.registerBreakage>[0],
        options,
      )
    case 'count':
      return client.counts.apply(entry.body as Parameters<typeof client.counts.apply>[0], options)
  }
}
