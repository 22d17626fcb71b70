import type { Sim } from '../sim.ts'
import type { Shop } from './shop.ts'

/** What the shop answers. */
export interface WcAnswer {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** An authenticated request. */
export interface WcRequest {
  readonly sim: Sim
  readonly shop: Shop
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: unknown
  /** Where the shop is, without a slash at the end. */
  readonly address: string
}

/** One operation under `/wp-json/wc/v3`. */
export interface WcRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** With the parameters in braces. */
  readonly path: string
  readonly answer: (request: WcRequest) => WcAnswer | Promise<WcAnswer>
}

/** A refusal in WordPress's shape. */
export class WcError extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }

  /** The same as it stands in an answer, and inside the answer of a batch. */
  get body(): { code: string; message: string; data: { status: number } } {
    return { code: this.code, message: this.message, data: { status: this.status } }
  }
}

/** 200 with the record. */
export function ok(body: unknown): WcAnswer {
  return { status: 200, body }
}

/** The id of a path, or 0, which is nobody's. */
export function idOf(request: WcRequest, name = 'id'): number {
  return Number(request.params[name] ?? 0)
}

/** Ids or texts that were given separated by commas. */
export function listOf(text: string | undefined): string[] | undefined {
  return text === undefined || text === '' ? undefined : text.split(',').map((part) => part.trim())
}

/** One page of records, with the totals in headers and a link to the next one. */
export function pageOf<Row>(
  request: WcRequest,
  path: string,
  rows: readonly Row[],
  view: (row: Row) => unknown,
): WcAnswer {
  const perPage = Number(request.query['per_page'] ?? 10)
  const page = Number(request.query['page'] ?? 1)
  if (!Number.isInteger(perPage) || perPage < 1 || perPage > 100) throw invalidParam('per_page')
  if (!Number.isInteger(page) || page < 1) throw invalidParam('page')
  const pages = Math.ceil(rows.length / perPage)
  const query = new URLSearchParams({ ...request.query, page: String(page + 1) })
  return {
    status: 200,
    body: rows.slice((page - 1) * perPage, page * perPage).map(view),
    headers: {
      'x-wp-total': String(rows.length),
      'x-wp-totalpages': String(pages),
      ...(page < pages
        ? { link: `<${request.address}/wp-json/wc/v3${path}?${query.toString()}>; rel="next"` }
        : {}),
    },
  }
}

/** 400 for a parameter that does not fit. */
export function invalidParam(...names: string[]): WcError {
  return new WcError(400, 'rest_invalid_param', `Invalid parameter(s): ${names.join(', ')}`)
}

/** An instant without its zone, as the API writes times in GMT. */
export function gmt(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19)
}

/** The records that changed after `modified_after`, in the wanted order. Times without `dates_are_gmt` are refused here, to be seen. */
export function changedIn<Row extends { readonly id: number; readonly modified_at: number }>(
  request: WcRequest,
  rows: Iterable<Row>,
): Row[] {
  const { modified_after, dates_are_gmt, orderby = 'date', order = 'desc' } = request.query
  if (modified_after !== undefined && dates_are_gmt !== 'true') throw invalidParam('dates_are_gmt')
  const after = modified_after === undefined ? Number.NEGATIVE_INFINITY : readGmt(modified_after)
  const turn = order === 'asc' ? 1 : -1
  const key = (row: Row) => (orderby === 'modified' ? row.modified_at : row.id)
  return [...rows]
    .filter((row) => Math.floor(row.modified_at / 1000) * 1000 > after)
    .toSorted((a, b) => turn * (key(a) - key(b) || a.id - b.id))
}

function readGmt(text: string): number {
  const at = Date.parse(/Z$/.test(text) ? text : `${text}Z`)
  if (Number.isNaN(at)) throw invalidParam('modified_after')
  return at
}
