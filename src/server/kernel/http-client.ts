/** A request to another system. The body is text already: who sends it knows its form. */
export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly timeout_ms: number
}

/** What the other system answered, whatever its status. */
export type HttpAnswer = {
  readonly status: number
  header(name: string): string | null
  readonly text: string
}

/** Sends a request and waits for the whole answer. Throws only `HttpFailure`. */
export type HttpClient = (request: HttpRequest) => Promise<HttpAnswer>

/**
 * There is no answer. `never_sent` is true only when the connection itself could not be made: otherwise the other side may have done what
 * was asked.
 */
export class HttpFailure extends Error {
  readonly reason: 'timeout' | 'network'
  readonly never_sent: boolean

  constructor(reason: 'timeout' | 'network', never_sent: boolean, cause: unknown) {
    super(reason === 'timeout' ? 'no answer in time' : 'the connection failed', { cause })
    this.name = 'HttpFailure'
    this.reason = reason
    this.never_sent = never_sent
  }
}

/** Failures that come before a single byte of the request has left. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Over Node's own client: connections are kept and shared, redirects are not followed (they would carry credentials elsewhere). */
export const httpClient: HttpClient = async (request) => {
  try {
    const response = await fetch(request.url, {
      method: request.method,
      redirect: 'manual',
      signal: AbortSignal.timeout(request.timeout_ms),
      ...(request.headers === undefined ? {} : { headers: request.headers }),
      ...(request.body === undefined ? {} : { body: request.body }),
    })
    const text = await response.text()
    return { status: response.status, header: (name) => response.headers.get(name), text }
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError')
      throw new HttpFailure('timeout', false, error)
    throw new HttpFailure('network', NEVER_SENT.has(codeOf(error)), error)
  }
}

/** The system's name for what broke the connection. */
function codeOf(error: unknown): string {
  const cause: unknown = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
}
