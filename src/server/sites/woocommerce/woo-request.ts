import * as z from 'zod'
import type { HttpAnswer } from '../../kernel/http-client.ts'
import { SiteError, type SiteErrorKind } from '../site-error.ts'

/** One call under `/wp-json/wc/v3`. */
export type WooRequest = {
  /** As the API names it, e.g. `PUT /products/{id}`: what logs and errors show. */
  readonly operation: string
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly query?: Readonly<Record<string, string | number>>
  readonly body?: unknown
}

const refusal = z.looseObject({ code: z.string(), message: z.string().nullish() })

/** Whether a call changes something over there. */
export function isWrite(request: WooRequest): boolean {
  return request.method !== 'GET'
}

/** A good answer as we understand it; of a write that cannot be understood it is unknown what it did. */
export function understood<T>(request: WooRequest, schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw unreadable(request, 200, parsed.error)
}

/** An answer that says nothing we know. */
export function unreadable(request: WooRequest, status: number, cause: unknown): SiteError {
  return new SiteError({
    kind: 'unavailable',
    operation: request.operation,
    code: 'unreadable_answer',
    ambiguous: isWrite(request),
    status,
    cause,
  })
}

/** What a bad status means. A refusal (4xx) changed nothing; behind a 5xx the write may be done. */
export function errorOf(request: WooRequest, answer: HttpAnswer, now_ms: number): SiteError {
  const { status } = answer
  const said = refusalIn(answer.text)
  const rest_s = Number(answer.header('retry-after') ?? 0)
  return new SiteError({
    kind: kindOf(status, said?.code),
    operation: request.operation,
    ambiguous: isWrite(request) && status >= 500,
    status,
    ...(said === undefined ? {} : { code: said.code }),
    ...(said?.message == null ? {} : { detail: said.message }),
    ...(status === 429 && rest_s > 0 ? { retry_at: new Date(now_ms + rest_s * 1000) } : {}),
  })
}

/** What one item of a batch was refused for; the batch itself was answered 200. */
export function errorOfItem(
  operation: string,
  error: { code: string; message?: string | null | undefined },
): SiteError {
  return new SiteError({
    kind: error.code.endsWith('invalid_id') ? 'not_found' : 'invalid',
    operation,
    code: error.code,
    ...(error.message == null ? {} : { detail: error.message }),
  })
}

function refusalIn(text: string): z.infer<typeof refusal> | undefined {
  try {
    return refusal.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** A refusal that is not in the shop's words comes from something in front of it, or from an address that is no shop. */
function kindOf(status: number, code: string | undefined): SiteErrorKind {
  if (status === 429) return 'rate_limited'
  if (status >= 500) return 'unavailable'
  if (status === 401 || status === 403) return code === undefined ? 'unavailable' : 'auth'
  if (status === 404 && code !== undefined && code !== 'rest_no_route') return 'not_found'
  return 'invalid'
}
