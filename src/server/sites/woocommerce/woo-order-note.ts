import * as z from 'zod'
import type { SiteOrderNews } from '../connector.ts'
import type { WooCaller } from './woo-caller.ts'
import { understood } from './woo-request.ts'

/** The invoice of an order, as its site is told of it. */
export type Invoice = NonNullable<SiteOrderNews['invoice']>

const notes = z.array(z.looseObject({ note: z.string() }))

/**
 * Writes the invoice to the customer of an order, by a note that the shop sends on. Every note is one more letter, so one that names this
 * invoice's key already is not written again.
 */
export async function writeToCustomer(call: WooCaller, order_id: string, invoice: Invoice): Promise<void> {
  const path = `/orders/${encodeURIComponent(order_id)}/notes`
  const list = {
    ...{ operation: 'GET /orders/{id}/notes', method: 'GET' as const, path },
    query: { type: 'customer' },
  }
  const written = understood(list, notes, (await call(list)).body)
  if (written.some(({ note }) => note.includes(invoice.access_key))) return
  await call({
    ...{ operation: 'POST /orders/{id}/notes', method: 'POST', path },
    body: { note: letterOf(invoice), customer_note: true },
  })
}

function letterOf({ number, series, access_key, url }: Invoice): string {
  const link = url === '' ? '' : ` Nota fiscal para ver e imprimir: ${url}`
  return `Nota fiscal nº ${number}, série ${series}, emitida. Chave de acesso: ${access_key}.${link}`
}
