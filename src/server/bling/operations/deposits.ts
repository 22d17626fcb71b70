import type { Caller } from '../client/caller.ts'
import { allOf, createdId, pagesOf } from '../client/read-answer.ts'
import { type Deposit, depositIn, depositOut } from '../mapping/deposit.ts'

/** Deposits of an account. Bling knows no way to remove one. */
export type DepositOperations = {
  /** All of them, inactive ones too. */
  list(): Promise<Deposit[]>
  /** Creates an active deposit and gives Bling's id of it. */
  create(deposit: { readonly name: string; readonly ignored_in_totals: boolean }): Promise<string>
  /** Switches a deposit off and leaves everything else of it as it is. Bling refuses it for the default deposit. */
  deactivate(deposit: Deposit): Promise<void>
}

/** Binds the operations to a caller. */
export function depositOperations(call: Caller): DepositOperations {
  const listed = (situacao: number) =>
    allOf(
      pagesOf(
        call,
        { operation: 'GET /depositos', method: 'GET', path: '/depositos', query: { situacao } },
        depositIn,
      ),
    )
  return {
    list: async () => [...(await listed(1)), ...(await listed(0))],
    create: (deposit) =>
      createdId(call, {
        operation: 'POST /depositos',
        method: 'POST',
        path: '/depositos',
        body: depositOut({ ...deposit, is_active: true, is_default: false }),
      }),
    async deactivate(deposit) {
      await call({
        operation: 'PUT /depositos/{idDeposito}',
        method: 'PUT',
        path: `/depositos/${encodeURIComponent(deposit.bling_id)}`,
        body: depositOut({ ...deposit, is_active: false }),
      })
    },
  }
}
