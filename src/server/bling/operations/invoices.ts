import { gunzipSync } from 'node:zlib'
import * as z from 'zod'
import type { Caller } from '../client/caller.ts'
import { allOf, pagesOf, readData } from '../client/read-answer.ts'
import {
  type InvoiceDetail,
  type InvoiceKind,
  type InvoiceRow,
  type InvoiceStatus,
  invoiceDetailIn,
  invoiceRowIn,
  invoiceStatusOut,
} from '../mapping/invoice.ts'
import { saoPauloTime } from '../rate/sao-paulo-day.ts'

/** Which invoices to list. Without a status cancelled ones do not come. */
export type InvoiceFilter = {
  readonly kind: InvoiceKind
  readonly issued_since: Date
  readonly issued_until?: Date
  readonly status?: Exclude<InvoiceStatus, 'other'>
}

/** Invoices of an account; they are made from orders. */
export type InvoiceOperations = {
  pages(filter: InvoiceFilter): AsyncGenerator<InvoiceRow[]>
  /** Invoices of one order of a shop. */
  byShopNumber(kind: InvoiceKind, shop_number: string): Promise<InvoiceRow[]>
  detail(kind: InvoiceKind, invoice_id: string): Promise<InvoiceDetail>
  /** Sends an invoice to the tax office. When the error is `ambiguous` look at its status before sending again. */
  send(kind: InvoiceKind, invoice_id: string): Promise<void>
  /** The document of an authorised NF-e. */
  document(access_key: string, format: 'pdf' | 'xml'): Promise<Buffer>
}

const IDS = { nfe: 'idNotaFiscal', nfce: 'idNotaFiscalConsumidor' } as const
/** Documents are small; what unpacks to more is not one. */
const MAX_DOCUMENT_BYTES = 20_000_000

/** Binds the operations to a caller. */
export function invoiceOperations(call: Caller): InvoiceOperations {
  const listed = (kind: InvoiceKind, query: Record<string, string | undefined>) =>
    pagesOf(call, { operation: `GET /${kind}`, method: 'GET', path: `/${kind}`, query }, invoiceRowIn)
  return {
    pages: ({ kind, issued_since, issued_until, status }) =>
      listed(kind, {
        dataEmissaoInicial: saoPauloTime(issued_since),
        dataEmissaoFinal: issued_until && saoPauloTime(issued_until),
        situacao: status && invoiceStatusOut(status),
      }),
    byShopNumber: async (kind, shop_number) =>
      (await allOf(listed(kind, { numeroLoja: shop_number }))).filter(
        (row) => row.shop_number === shop_number,
      ),
    detail: (kind, invoice_id) =>
      readData(
        call,
        {
          operation: `GET /${kind}/{${IDS[kind]}}`,
          method: 'GET',
          path: `/${kind}/${encodeURIComponent(invoice_id)}`,
        },
        invoiceDetailIn,
      ),
    async send(kind, invoice_id) {
      await call({
        operation: `POST /${kind}/{${IDS[kind]}}/enviar`,
        method: 'POST',
        path: `/${kind}/${encodeURIComponent(invoice_id)}/enviar`,
      })
    },
    async document(access_key, formato) {
      const [file] = await readData(
        call,
        {
          operation: 'GET /nfe/documento/{chaveAcesso}',
          method: 'GET',
          path: `/nfe/documento/${encodeURIComponent(access_key)}`,
          query: { formato },
        },
        z.array(z.looseObject({ conteudo: z.string() })).min(1),
      )
      return gunzipSync(Buffer.from(file?.conteudo ?? '', 'base64'), { maxOutputLength: MAX_DOCUMENT_BYTES })
    },
  }
}
