import { roundMoney } from '../kernel/numbers.ts'

/** How many of a product in which deposit. */
export interface StockLine {
  readonly product_id: number
  readonly deposit_id: number
  readonly quantity: number
}

/** An item as sent. Without a product it is free text and touches no stock. */
export interface OrderItem {
  readonly id?: number | undefined
  readonly produto?: { readonly id: number } | undefined
  readonly codigo?: string | undefined
  readonly descricao: string
  readonly quantidade: number
  readonly valor: number
  /** Per cent. */
  readonly desconto?: number | undefined
  readonly [other: string]: unknown
}

/** An instalment as sent. */
export interface Instalment {
  readonly id?: number | undefined
  readonly dataVencimento: string
  readonly valor: number
  readonly formaPagamento: { readonly id: number }
  readonly [other: string]: unknown
}

/** What a client or a person says of an order; blocks the sandbox does not know are kept. */
export interface OrderDoc {
  readonly contato: { readonly id: number }
  readonly data: string
  readonly dataSaida: string
  readonly dataPrevista: string
  readonly numeroLoja?: string | undefined
  readonly itens: readonly OrderItem[]
  readonly parcelas: readonly Instalment[]
  readonly loja?: { readonly id: number } | undefined
  readonly vendedor?: { readonly id: number } | undefined
  readonly desconto?:
    | { readonly valor: number; readonly unidade?: 'REAL' | 'PERCENTUAL' | undefined }
    | undefined
  readonly outrasDespesas?: number | undefined
  readonly transporte?: { readonly frete?: number | undefined } | undefined
  readonly [other: string]: unknown
}

/** A sales order. */
export interface Order {
  readonly id: number
  readonly numero: number
  readonly situation_id: number
  readonly doc: OrderDoc
  /** The deposit this order reserves and ships from when it is not the usual one. */
  readonly deposit_id: number | null
  /** What it holds reserved now. */
  readonly reserved: readonly StockLine[]
  /** What it moved out, or `null` while its stock is not launched. */
  readonly launched: readonly StockLine[] | null
  readonly invoice_id: number | null
  readonly created_at: number
  readonly altered_at: number
}

/** Sum of the items after their discounts, in reais. */
export function productsTotal(doc: OrderDoc): number {
  return roundMoney(
    doc.itens.reduce((sum, item) => sum + item.quantidade * item.valor * (1 - (item.desconto ?? 0) / 100), 0),
  )
}

/** What the instalments must add up to, in reais. */
export function orderTotal(doc: OrderDoc): number {
  const products = productsTotal(doc)
  const { valor = 0, unidade = 'REAL' } = doc.desconto ?? {}
  const discount = unidade === 'PERCENTUAL' ? (products * valor) / 100 : valor
  return roundMoney(products - discount + (doc.outrasDespesas ?? 0) + (doc.transporte?.frete ?? 0))
}
