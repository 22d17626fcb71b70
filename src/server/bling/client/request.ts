import * as z from 'zod'
import type { HttpAnswer } from '../../kernel/http-client.ts'
import { BlingError, type BlingErrorKind } from '../bling-error.ts'

type QueryValue = string | number | readonly string[] | undefined

/** One call of the API, before it is known as whom and when. */
export type BlingRequest = {
  /** As Bling's document names it, e.g. `GET /produtos/{idProduto}`: what logs and errors show. */
  readonly operation: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly query?: Readonly<Record<string, QueryValue>>
  readonly body?: unknown
}

/** The path with its query. A list becomes a repeated key with brackets, as Bling reads it. */
export function addressOf(request: BlingRequest): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value === undefined) continue
    if (typeof value === 'object') for (const one of value) params.append(`${name}[]`, one)
    else params.append(name, String(value))
  }
  const query = params.toString()
  return query === '' ? request.path : `${request.path}?${query}`
}

/** Whether a call changes something over there. */
export function isWrite(request: BlingRequest): boolean {
  return request.method !== 'GET'
}

const field = z.looseObject({ msg: z.string().nullish() })
const refusal = z.looseObject({
  error: z.looseObject({
    type: z.string(),
    description: z.string().nullish(),
    period: z.string().nullish(),
    fields: z.array(z.looseObject({ ...field.shape, collection: z.array(field).nullish() })).nullish(),
  }),
})

/** The body of a good answer as JSON; undefined for an empty one. Throws when it is something else, e.g. a proxy's page. */
export function bodyOf(request: BlingRequest, answer: HttpAnswer): unknown {
  if (answer.text === '') return undefined
  const body = parsed(answer.text)
  if (body !== undefined) return body
  throw unreadable(request, answer)
}

/** A good status with an answer that cannot be understood: of a write it is unknown what it did. */
export function unreadable(request: BlingRequest, answer: HttpAnswer, cause?: unknown): BlingError {
  return new BlingError({
    kind: 'unavailable',
    operation: request.operation,
    code: 'unreadable_answer',
    ambiguous: isWrite(request),
    status: answer.status,
    ...requestId(answer),
    cause,
  })
}

/** What a bad status means. A refusal (4xx) changed nothing; behind a 5xx the write may be done. */
export function errorOf(request: BlingRequest, answer: HttpAnswer): BlingError {
  const { status } = answer
  const read = refusal.safeParse(parsed(answer.text))
  const error = read.success ? read.data.error : undefined
  const reasons = (error?.fields ?? []).flatMap((one) => [
    one.msg,
    ...(one.collection ?? []).map((in_) => in_.msg),
  ])
  const texts = [error?.description, ...reasons].filter((text) => typeof text === 'string' && text !== '')
  return new BlingError({
    kind: kindOf(status, error !== undefined),
    operation: request.operation,
    ambiguous: isWrite(request) && status >= 500,
    status,
    ...(error === undefined ? {} : { code: error.type }),
    ...(texts.length === 0 ? {} : { detail: texts.join(' ') }),
    ...requestId(answer),
  })
}

/** Which of the two limits a 429 is about. The text is the fallback: the older form says it only there. */
export function periodOf(answer: HttpAnswer): 'second' | 'day' {
  const read = refusal.safeParse(parsed(answer.text))
  if (!read.success) return 'second'
  const { period, description } = read.data.error
  return period === 'day' || (period !== 'second' && /por dia|di[aá]rio/i.test(description ?? ''))
    ? 'day'
    : 'second'
}

/** How long (ms) an answer asks to be left alone; Bling never said so yet. */
export function restOf(answer: HttpAnswer): number {
  const seconds = Number(answer.header('retry-after') ?? 0)
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0
}

/** Bling's own name for an answer: what its support asks for. */
export function requestId(answer: HttpAnswer): { request_id?: string } {
  const id = answer.header('x-amzn-requestid')
  return id === null ? {} : { request_id: id }
}

/** A refusal that is not in Bling's words comes from something in front of it (a blocked address, a proxy). */
function kindOf(status: number, isBlings: boolean): BlingErrorKind {
  if (status === 429) return 'rate_limited'
  if (status >= 500 || status < 400 || (!isBlings && (status === 403 || status === 404))) return 'unavailable'
  if (status === 401 || status === 403) return 'auth'
  return status === 404 ? 'not_found' : 'invalid'
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
