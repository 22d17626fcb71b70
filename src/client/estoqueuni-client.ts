import { authCalls } from './auth-calls.ts'
import { branchesCalls, productsCalls } from './catalog-calls.ts'
import { type RetryRules, USUAL_RETRIES } from './retry.ts'
import {
  countsCalls,
  inventoryCalls,
  ledgerCalls,
  offlineCalls,
  purchasesCalls,
  salesCalls,
  transfersCalls,
} from './stock-calls.ts'
import { createTransport, type TransportOptions } from './transport.ts'

/** How a client is made; only the address is needed, and not even that in a page that the product serves itself. */
export type ClientOptions = {
  /** Where the product is, such as `https://estoque.exemplo.com.br`; without it, where the page came from. */
  readonly address?: string
  /** A session's token or an API key; signing in brings one too. */
  readonly token?: string
  readonly retries?: RetryRules
  readonly timeoutMs?: number
  readonly fetch?: TransportOptions['fetch']
  readonly random?: TransportOptions['random']
  readonly wait?: TransportOptions['wait']
}

/** A client of the whole API. */
export type EstoqueUniClient = ReturnType<typeof createClient>

/**
 * A typed client for browsers and Node, on `fetch` alone. Every write carries an Idempotency-Key, so that a lost answer is asked for
 * again and nothing is done twice. Refusals are thrown as `ProblemError`, a missing network as `ConnectionError`.
 */
export function createClient(options: ClientOptions = {}) {
  let token = options.token ?? null
  const send = createTransport({
    address: (options.address ?? '').replace(/\/+$/, ''),
    token: () => token,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    timeoutMs: options.timeoutMs ?? 30_000,
    retries: options.retries ?? USUAL_RETRIES,
    random: options.random ?? Math.random,
    wait: options.wait ?? waiting,
  })
  return {
    auth: authCalls(send, (next) => {
      token = next
    }),
    products: productsCalls(send),
    branches: branchesCalls(send),
    inventory: inventoryCalls(send),
    sales: salesCalls(send),
    purchases: purchasesCalls(send),
    counts: countsCalls(send),
    transfers: transfersCalls(send),
    ledger: ledgerCalls(send),
    offline: offlineCalls(send),
  }
}

type Page<Item> = { readonly items: readonly Item[]; readonly next_cursor: string | null }

/** Every item of a list, page after page: `everyItem((cursor) => client.products.list({ cursor }))`. */
export async function* everyItem<Item>(
  pageAt: (cursor: string | undefined) => Promise<Page<Item>>,
): AsyncGenerator<Item> {
  let cursor: string | undefined
  do {
    const page = await pageAt(cursor)
    yield* page.items
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
}

function waiting(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal?.aborted === true) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}
