import type { Caller } from '../client/caller.ts'
import { pagesOf, readData } from '../client/read-answer.ts'
import {
  type ReceivableDetail,
  type ReceivableRow,
  receivableDetailIn,
  receivableRowIn,
} from '../mapping/receivable.ts'

/** Which receivables to list: by a date (`YYYY-MM-DD`) of a kind, at most a year. They cannot be listed by when they changed. */
export type ReceivableFilter = {
  readonly by: 'issued' | 'due' | 'received'
  readonly from: string
  readonly until: string
}

/** Money to be received, read only. */
export type ReceivableOperations = {
  pages(filter: ReceivableFilter): AsyncGenerator<ReceivableRow[]>
  /** One of them, with what is still open. */
  detail(receivable_id: string): Promise<ReceivableDetail>
}

const DATES = { issued: 'E', due: 'V', received: 'R' } as const

/** Binds the operations to a caller. */
export function receivableOperations(call: Caller): ReceivableOperations {
  return {
    pages: ({ by, from, until }) =>
      pagesOf(
        call,
        {
          operation: 'GET /contas/receber',
          method: 'GET',
          path: '/contas/receber',
          query: { tipoFiltroData: DATES[by], dataInicial: from, dataFinal: until },
        },
        receivableRowIn,
      ),
    detail: (receivable_id) =>
      readData(
        call,
        {
          operation: 'GET /contas/receber/{idContaReceber}',
          method: 'GET',
          path: `/contas/receber/${encodeURIComponent(receivable_id)}`,
        },
        receivableDetailIn,
      ),
  }
}
