import * as z from 'zod'
import { blingId, optionalText, wordOf } from './fields.ts'

/** How something can be paid in an account; ids differ from account to account, the kind does not. */
export type PaymentMethod = {
  readonly payment_method_id: string
  readonly name: string
  readonly kind: 'cash' | 'credit' | 'debit' | 'boleto' | 'pix' | 'transfer' | 'none' | 'other'
  readonly is_active: boolean
  readonly is_default: boolean
}

const KINDS = {
  1: 'cash',
  3: 'credit',
  4: 'debit',
  15: 'boleto',
  17: 'pix',
  18: 'transfer',
  20: 'pix',
  90: 'none',
} as const

/** Reads a way to pay. */
export const paymentMethodIn = z
  .looseObject({
    id: blingId,
    descricao: optionalText,
    tipoPagamento: wordOf(KINDS),
    situacao: z.number().nullish(),
    padrao: z.number().nullish(),
  })
  .transform(
    (method): PaymentMethod => ({
      payment_method_id: method.id,
      name: method.descricao,
      kind: method.tipoPagamento,
      is_active: method.situacao !== 0,
      is_default: method.padrao === 1,
    }),
  )
