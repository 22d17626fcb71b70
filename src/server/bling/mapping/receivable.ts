import * as z from 'zod'
import { blingId, moneyCents, optionalDay, optionalReference, optionalText, wordOf } from './fields.ts'

const STATUSES = {
  1: 'open',
  2: 'paid',
  3: 'partly_paid',
  4: 'returned',
  5: 'cancelled',
  6: 'partly_returned',
  7: 'confirmed',
} as const

/** Money to be received, in a list. */
export type ReceivableRow = {
  readonly receivable_id: string
  readonly status: (typeof STATUSES)[keyof typeof STATUSES] | 'other'
  readonly due_on: string | null
  readonly issued_on: string | null
  readonly amount_cents: number
  readonly contact_id: string | null
  readonly payment_method_id: string | null
  /** The order it came from; null when it came from elsewhere. */
  readonly order_id: string | null
}

/** One of them, with what is still open; only the detail says that. */
export type ReceivableDetail = ReceivableRow & {
  readonly open_cents: number
  readonly document_number: string
}

const row = z.looseObject({
  id: blingId,
  situacao: wordOf(STATUSES),
  vencimento: optionalDay,
  dataEmissao: optionalDay,
  valor: moneyCents,
  contato: optionalReference,
  formaPagamento: optionalReference,
  origem: z.looseObject({ id: z.union([z.int(), z.string()]).nullish(), tipoOrigem: optionalText }).nullish(),
})

/** Reads a row of the list. */
export const receivableRowIn = row.transform(rowOf)

/** Reads one. */
export const receivableDetailIn = z
  .looseObject({ ...row.shape, saldo: moneyCents, numeroDocumento: optionalText })
  .transform(
    (receivable): ReceivableDetail => ({
      ...rowOf(receivable),
      open_cents: receivable.saldo,
      document_number: receivable.numeroDocumento,
    }),
  )

function rowOf(receivable: z.infer<typeof row>): ReceivableRow {
  const { origem } = receivable
  const order = origem?.tipoOrigem === 'venda' && origem.id ? String(origem.id) : null
  return {
    receivable_id: receivable.id,
    status: receivable.situacao,
    due_on: receivable.vencimento,
    issued_on: receivable.dataEmissao,
    amount_cents: receivable.valor,
    contact_id: receivable.contato,
    payment_method_id: receivable.formaPagamento,
    order_id: order,
  }
}
