/** A category of products. */
export interface Category {
  readonly id: number
  readonly descricao: string
  readonly parent_id: number
}
