import * as z from 'zod'
import { blingId, moneyCents, optionalDay, optionalText, wordOf } from './fields.ts'

/** NF-e between companies and to people, NFC-e at the counter. */
export type InvoiceKind = 'nfe' | 'nfce'

const STATUSES = {
  1: 'pending',
  2: 'cancelled',
  3: 'awaiting_receipt',
  4: 'rejected',
  5: 'authorised',
  6: 'printed',
  7: 'registered',
  8: 'awaiting_protocol',
  9: 'denied',
  10: 'being_queried',
  11: 'blocked',
  12: 'contingency',
} as const
const STATUS_NUMBERS = new Map<string, string>(
  Object.entries(STATUSES).map(([number, status]) => [status, number]),
)
export type InvoiceStatus = (typeof STATUSES)[keyof typeof STATUSES] | 'other'

/** An invoice in a list. */
export type InvoiceRow = {
  readonly invoice_id: string
  readonly number: string
  readonly status: InvoiceStatus
  readonly issued_on: string | null
  /** 44 digits; empty until it is authorised. Text, because no number holds it. */
  readonly access_key: string
  /** The number of the order in its shop. */
  readonly shop_number: string
}

/** A whole invoice. */
export type InvoiceDetail = InvoiceRow & {
  readonly series: string
  readonly total_cents: number
  readonly pdf_url: string
}

const row = z.looseObject({
  id: blingId,
  numero: optionalText,
  situacao: wordOf(STATUSES),
  dataEmissao: optionalDay,
  chaveAcesso: optionalText,
  loja: z.looseObject({ numero: optionalText }).nullish(),
})

/** Reads a row of a list of invoices. */
export const invoiceRowIn = row.transform(rowOf)

/** Reads a whole invoice. */
export const invoiceDetailIn = z
  .looseObject({
    ...row.shape,
    serie: optionalText,
    valorNota: moneyCents,
    linkPDF: optionalText,
    numeroPedidoLoja: optionalText,
  })
  .transform(
    (invoice): InvoiceDetail => ({
      ...rowOf(invoice),
      shop_number: invoice.numeroPedidoLoja || (invoice.loja?.numero ?? ''),
      series: invoice.serie,
      total_cents: invoice.valorNota,
      pdf_url: invoice.linkPDF,
    }),
  )

/** A status as Bling's filter takes it. */
export function invoiceStatusOut(status: Exclude<InvoiceStatus, 'other'>): string {
  return STATUS_NUMBERS.get(status) ?? ''
}

function rowOf(invoice: z.infer<typeof row>): InvoiceRow {
  return {
    invoice_id: invoice.id,
    number: invoice.numero,
    status: invoice.situacao,
    issued_on: invoice.dataEmissao,
    access_key: invoice.chaveAcesso,
    shop_number: invoice.loja?.numero ?? '',
  }
}
