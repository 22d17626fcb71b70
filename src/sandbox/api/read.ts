import type * as z from 'zod'
import { parseLocal } from '../kernel/dates.ts'
import type { BlingRequest, Query } from './answer.ts'
import { type ErrorField, missingBody, notFound, refused, validationError } from './bling-error.ts'

const MAX_PAGE = 100
const LONGEST_PERIOD_MS = 366 * 24 * 3_600_000

/** The numeric id in a path; anything else is an unknown resource. */
export function idParam(request: BlingRequest, name: string): number {
  const text = request.params[name] ?? ''
  if (!/^\d{1,15}$/.test(text)) throw notFound()
  return Number(text)
}

/** A single text parameter; of a repeated one the last counts, as in PHP. */
export function textOf(query: Query, name: string): string | undefined {
  const value = query[name]
  const text = typeof value === 'string' ? value : value?.at(-1)
  return text === '' ? undefined : text
}

/** A whole number, or `undefined` when absent or not one. */
export function numberOf(query: Query, name: string): number | undefined {
  const text = textOf(query, name)
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined
}

/** A list given as `name[]=1&name[]=2`, or `undefined` when absent. */
export function listOf(query: Query, name: string): string[] | undefined {
  const value = query[`${name}[]`]
  if (value === undefined) return undefined
  return typeof value === 'string' ? [value] : [...value]
}

/** A list of ids; what is no number is dropped. */
export function idsOf(query: Query, name: string): number[] | undefined {
  return listOf(query, name)
    ?.filter((text) => /^\d+$/.test(text))
    .map(Number)
}

/** Refuses filters that Bling has and the sandbox holds no data for: an answer that passes over them would be wrong without a word. */
export function refuseFilters(query: Query, names: readonly string[]): void {
  for (const name of names) {
    if (textOf(query, name) !== undefined)
      throw refused('FILTROS', name, `O Bling de testes não tem o filtro ${name}.`)
  }
}

/** The page asked for. More than 100 per page is cut to 100; past the end is an empty list. */
export function page<Row>(query: Query, rows: readonly Row[]): Row[] {
  const number = Math.max(numberOf(query, 'pagina') ?? 1, 1)
  const asked = numberOf(query, 'limite') ?? MAX_PAGE
  const size = asked < 1 ? MAX_PAGE : Math.min(asked, MAX_PAGE)
  return rows.slice((number - 1) * size, number * size)
}

/** A test for `<name>Inicial` and `<name>Final`; a period of more than a year is refused. */
export function period(query: Query, name: string): (at: number) => boolean {
  const from = instant(query, `${name}Inicial`, false)
  const to = instant(query, `${name}Final`, true)
  if (from !== undefined && to !== undefined && to - from > LONGEST_PERIOD_MS) {
    throw validationError([
      {
        code: 3,
        msg: 'O período informado não pode ser superior a um ano.',
        element: `${name}Inicial`,
        namespace: 'FILTROS',
      },
    ])
  }
  return (at) => (from === undefined || at >= from) && (to === undefined || at < to + 1_000)
}

/** The body, checked; what is wrong is answered the way Bling does, in `fields`. */
export function readBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  namespace: string,
): z.infer<Schema> {
  if (body === undefined || body === null || (typeof body === 'object' && Object.keys(body).length === 0))
    throw missingBody()
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const fields = result.error.issues.map((issue): ErrorField => {
    const element = issue.path.join('.')
    return {
      code: 49,
      msg: `O campo ${element || 'corpo'} é inválido ou não foi informado.`,
      element,
      namespace,
    }
  })
  throw validationError(fields)
}

function instant(query: Query, name: string, end: boolean): number | undefined {
  const text = textOf(query, name)
  if (text === undefined) return undefined
  const at = parseLocal(text, end)
  if (at === undefined) {
    throw validationError([{ code: 4, msg: 'Data inválida.', element: name, namespace: 'FILTROS' }])
  }
  return at
}
