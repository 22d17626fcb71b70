import { ConnectionError, ProblemError } from './problem-error.ts'
import { isPassing, type RetryRules, waitBefore } from './retry.ts'

/** What the transport needs of the world; everything has a default but the address. */
export type TransportOptions = {
  /** Where the product is, without `/api/v1`; empty in a page that it serves itself. */
  readonly address: string
  /** The bearer token or API key in force; null calls as a stranger, or by the browser's cookie. */
  readonly token: () => string | null
  readonly fetch: typeof globalThis.fetch
  readonly timeoutMs: number
  readonly retries: RetryRules
  readonly random: () => number
  readonly wait: (ms: number, signal: AbortSignal | undefined) => Promise<void>
}

/** What one call may say about itself. */
export type CallOptions = {
  /** The key of this write; a fresh one when absent. Give one to repeat a write later that may have been done. */
  readonly idempotency_key?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** A request of the API. A write without a key of its own is never sent twice. */
export type Call = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  readonly path: string
  readonly query?: Readonly<Record<string, unknown>> | undefined
  readonly body?: unknown
  /** The write may be repeated: it is sent with an Idempotency-Key. */
  readonly keyed?: boolean
  readonly answer?: 'json' | 'text'
  readonly options?: CallOptions | undefined
}

/** Sends calls; gives the answer's body, or throws `ProblemError` or `ConnectionError`. */
export type Transport = (call: Call) => Promise<unknown>

/** An answer that arrived whole. */
type Answer = {
  readonly status: number
  readonly ok: boolean
  readonly retryAfter: string | null
  readonly text: string
}

/** Makes a transport over `fetch`. */
export function createTransport(options: TransportOptions): Transport {
  return async (call) => {
    const key = call.keyed === true ? (call.options?.idempotency_key ?? newKey()) : null
    const request = requestOf(options, call, key)
    const signal = call.options?.signal
    const attempts = call.method === 'GET' || key !== null ? options.retries.attempts : 1
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt >= attempts
      const answer = await tried(options, request, { signal, key, isLast })
      if (answer?.ok === true) return contentOf(answer, call.answer ?? 'json')
      if (answer !== null && (isLast || !isPassing(answer.status))) throw problemIn(answer)
      const asked = { retryAfter: answer?.retryAfter ?? null, random: options.random }
      await options.wait(waitBefore(attempt, options.retries, asked), signal)
    }
  }
}

/** One try; null when no whole answer arrived and another try is left. */
async function tried(
  options: TransportOptions,
  request: { readonly url: string; readonly init: RequestInit },
  state: { readonly signal: AbortSignal | undefined; readonly key: string | null; readonly isLast: boolean },
): Promise<Answer | null> {
  const limit = AbortSignal.timeout(options.timeoutMs)
  const signal = state.signal === undefined ? limit : AbortSignal.any([limit, state.signal])
  try {
    const response = await options.fetch(request.url, { ...request.init, signal })
    const { status, ok, headers } = response
    return { status, ok, retryAfter: headers.get('retry-after'), text: await response.text() }
  } catch (cause) {
    state.signal?.throwIfAborted()
    if (!state.isLast) return null
    throw new ConnectionError(state.key, cause)
  }
}

function requestOf(
  options: TransportOptions,
  call: Call,
  key: string | null,
): { url: string; init: RequestInit } {
  const headers: Record<string, string> = { accept: 'application/json' }
  const token = options.token()
  if (token !== null) headers['authorization'] = `Bearer ${token}`
  if (key !== null) headers['idempotency-key'] = key
  if (call.body !== undefined) headers['content-type'] = 'application/json'
  const init: RequestInit = { method: call.method, headers, credentials: 'same-origin' }
  if (call.body !== undefined) init.body = JSON.stringify(call.body)
  return { url: `${options.address}/api/v1${call.path}${queryText(call.query)}`, init }
}

function queryText(query: Readonly<Record<string, unknown>> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null)
  const text = new URLSearchParams(
    given.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString()
  return text === '' ? '' : `?${text}`
}

function contentOf(answer: Answer, form: 'json' | 'text'): unknown {
  if (form === 'text') return answer.text
  return answer.text === '' ? null : JSON.parse(answer.text)
}

function problemIn(answer: Answer): ProblemError {
  try {
    const body: unknown = JSON.parse(answer.text)
    if (typeof body === 'object' && body !== null) return new ProblemError(answer.status, { ...body })
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  return new ProblemError(answer.status, {})
}

/** A key that nobody else makes. `crypto.randomUUID` is missing in pages that a bar's own network serves without TLS. */
export function newKey(): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
