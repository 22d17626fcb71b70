import * as z from 'zod'
import type { SiteOrder, SiteOrderNews, SitePage } from '../connector.ts'
import { SiteError } from '../site-error.ts'
import { BATCH_SIZE } from './woo-batch.ts'
import type { WooCaller } from './woo-caller.ts'
import { siteOrder, wooOrder } from './woo-order.ts'
import { type Invoice, writeToCustomer } from './woo-order-note.ts'
import { understood } from './woo-request.ts'

/** From which second on, and the page of it: as `2026-01-31T12:00:00 2`. */
const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d) (\d{1,6})$/
const SECOND_MS = 1000

/**
 * Orders by the second of their last change. The next page begins one second before where this one ended, not at the next number: an order
 * that changes meanwhile moves to the end, and by numbers the one behind it would be passed over. Only a whole page of one second is
 * turned by number.
 */
export async function orderPage(
  call: WooCaller,
  { cursor, since }: { readonly cursor: string | null; readonly since: Date },
): Promise<SitePage<SiteOrder>> {
  const [, after = gmt(since.getTime()), number = '1'] = CURSOR.exec(cursor ?? '') ?? []
  const page = Number(number)
  const request = {
    operation: 'GET /orders',
    method: 'GET' as const,
    path: '/orders',
    query: {
      ...{ modified_after: after, dates_are_gmt: 'true', orderby: 'modified', order: 'asc' },
      ...{ per_page: BATCH_SIZE, page, status: 'any' },
    },
  }
  const rows = understood(request, z.array(wooOrder), (await call(request)).body)
  const items = rows.map(siteOrder)
  const is_last = items.length < BATCH_SIZE
  const reached = items.at(-1)?.modified_at.getTime()
  const from = reached === undefined ? after : gmt(reached - SECOND_MS)
  const next_cursor = from > after || is_last ? `${laterOf(from, after)} 1` : `${after} ${page + 1}`
  return { items, next_cursor, is_last }
}

/** The order; null when the shop has none of this id. */
export async function readOrder(call: WooCaller, order_id: string): Promise<SiteOrder | null> {
  const request = {
    operation: 'GET /orders/{id}',
    method: 'GET' as const,
    path: `/orders/${encodeURIComponent(order_id)}`,
  }
  try {
    return siteOrder(understood(request, wooOrder, (await call(request)).body))
  } catch (error) {
    if (error instanceof SiteError && error.kind === 'not_found') return null
    throw error
  }
}

/**
 * Moves an order on at the shop, which tells its customer and has its stock follow, puts the invoice into the order's own fields, where
 * the shopkeeper sees it, and writes it to the customer once. The fields of one that was cancelled are emptied. A word that the shop has
 * already is not given again: it may have moved on meanwhile.
 */
export async function tellOrder(
  call: WooCaller,
  order_id: string,
  { word, is_word_known, invoice, is_invoice_withdrawn }: SiteOrderNews,
): Promise<void> {
  const fields = is_invoice_withdrawn === true ? NO_INVOICE : invoice
  await call({
    operation: 'PUT /orders/{id}',
    method: 'PUT',
    path: `/orders/${encodeURIComponent(order_id)}`,
    body: {
      ...(is_word_known === true ? {} : { status: word }),
      ...(fields === null ? {} : { meta_data: fieldsOf(fields) }),
    },
  })
  if (invoice !== null) await writeToCustomer(call, order_id, invoice)
}

const NO_INVOICE: Invoice = { number: '', series: '', access_key: '', url: '' }

function fieldsOf({ number, series, access_key, url }: Invoice) {
  const fields = { nfe_numero: number, nfe_serie: series, nfe_chave: access_key, nfe_url: url }
  return Object.entries(fields).map(([key, value]) => ({ key, value }))
}

function gmt(at_ms: number): string {
  return new Date(at_ms).toISOString().slice(0, 19)
}

function laterOf(one: string, other: string): string {
  return one > other ? one : other
}
