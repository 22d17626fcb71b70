import type { Caller } from '../client/caller.ts'
import { allOf, createdId, pagesOf, readData } from '../client/read-answer.ts'
import { type Deposit, depositIn, depositOut } from '../mapping/deposit.ts'

/** Deposits of an account. Bling knows no way to remove one. */
export type DepositOperations = {
  /** All of them, inactive ones too. */
  list(): Promise<Deposit[]>
  /** Creates an active deposit and gives Bling's id of it. */
  create(deposit: { readonly name: string; readonly ignored_in_totals: boolean }): Promise<string>
  /** One of them, as it is now. */
  detail(bling_id: string): Promise<Deposit>
  /** Switches off a deposit and has everything else of it as given: as it was just read. Bling refuses it for the default deposit. */
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
    detail: (bling_id) =>
      readData(
        call,
        { operation: 'GET /depositos/{idDeposito}', method: 'GET', path: pathOf(bling_id) },
        depositIn,
      ),
    async deactivate(deposit) {
      await call({
        operation: 'PUT /depositos/{idDeposito}',
        method: 'PUT',
        path: pathOf(deposit.bling_id),
        body: depositOut({ ...deposit, is_active: false }),
      })
    },
  }
}

function pathOf(bling_id: string): string {
  return `/depositos/${encodeURIComponent(bling_id)}`
}
