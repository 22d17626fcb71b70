import * as z from 'zod'
import { blingId } from './fields.ts'

/** A deposit as an account has it; `bling_id` is Bling's number. */
export type Deposit = {
  readonly bling_id: string
  readonly name: string
  readonly is_active: boolean
  readonly is_default: boolean
  /** Left out of the account's totals. */
  readonly ignored_in_totals: boolean
}

/** Reads a deposit. */
export const depositIn = z
  .looseObject({
    id: blingId,
    descricao: z.string(),
    situacao: z.number(),
    padrao: z.boolean().nullish(),
    desconsiderarSaldo: z.boolean().nullish(),
  })
  .transform(
    (deposit): Deposit => ({
      bling_id: deposit.id,
      name: deposit.descricao,
      is_active: deposit.situacao === 1,
      is_default: deposit.padrao ?? false,
      ignored_in_totals: deposit.desconsiderarSaldo ?? false,
    }),
  )

/** A whole deposit for Bling. */
export function depositOut(deposit: Omit<Deposit, 'bling_id'>): object {
  return {
    descricao: deposit.name,
    situacao: deposit.is_active ? 1 : 0,
    padrao: deposit.is_default,
    desconsiderarSaldo: deposit.ignored_in_totals,
  }
}
