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

/** A new deposit for Bling: active, never the default one (that is the owner's choice, made there). */
export function depositOut(deposit: { readonly name: string; readonly ignored_in_totals: boolean }): object {
  return {
    descricao: deposit.name,
    situacao: 1,
    padrao: false,
    desconsiderarSaldo: deposit.ignored_in_totals,
  }
}
