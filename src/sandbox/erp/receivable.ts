import type { Sim } from '../sim.ts'

/** Money to be received. Values in reais. */
export interface Receivable {
  readonly id: number
  /** 1 open, 2 paid, 3 partly, 4 returned, 5 cancelled. */
  readonly situacao: 1 | 2 | 3 | 4 | 5
  readonly vencimento: string
  readonly valor: number
  readonly saldo: number
  readonly dataEmissao: string
  readonly contact_id: number
  readonly payment_method_id: number
  readonly historico: string
  readonly numeroDocumento: string
  readonly order_id: number | null
  readonly borderos: readonly number[]
  /** Date of the last receipt, or `null`. */
  readonly received_on: string | null
}

/** What opening a receivable takes. */
export type NewReceivable = Pick<
  Receivable,
  | 'vencimento'
  | 'valor'
  | 'dataEmissao'
  | 'contact_id'
  | 'payment_method_id'
  | 'historico'
  | 'numeroDocumento'
  | 'order_id'
>

/** Opens a receivable. */
export function openReceivable(sim: Sim, companyId: string, input: NewReceivable): Receivable {
  const receivable: Receivable = {
    ...input,
    id: sim.random.nextId(),
    situacao: 1,
    saldo: input.valor,
    borderos: [],
    received_on: null,
  }
  sim.world.receivables.put(companyId, receivable.id, receivable)
  return receivable
}
