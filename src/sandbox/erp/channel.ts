/** A sales channel ("loja"), which may sell from a deposit of its own. */
export interface Channel {
  readonly id: number
  readonly descricao: string
  readonly tipo: string
  /** 1 enabled, 2 disabled. */
  readonly situacao: 1 | 2
  readonly deposit_id: number | null
}
