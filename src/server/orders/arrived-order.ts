import type { PricedItem } from '../../domain/orders/money.ts'

/** Who bought, as the shop knows it; personal data. Texts may be empty. */
export type ArrivedCustomer = {
  readonly name: string
  /** CPF or CNPJ as typed. */
  readonly document: string
  readonly email: string
  readonly phone: string
  readonly address: ArrivedAddress | null
  /** What was written for whoever packs it. */
  readonly note: string
}

/** Where to. */
export type ArrivedAddress = {
  readonly street: string
  readonly number: string
  readonly complement: string
  readonly district: string
  readonly city: string
  readonly state: string
  readonly postal_code: string
}

/** One item of an order that arrived. */
export type ArrivedItem = PricedItem & { readonly sku: string; readonly description: string }

/** Which version of an order a shop shows: when it changed it last, by its own clock, and a mark of what it holds. */
export type ArrivedVersion = { readonly modified_at: Date; readonly digest: string }

/** An order as a site shows it now, whichever kind of site it is. Money in whole cents; the total is what the shop charged. */
export type ArrivedOrder = {
  readonly site_order_id: string
  readonly number: string
  /** The site's own word for where it stands. */
  readonly word: string
  readonly placed_at: Date
  readonly items: readonly ArrivedItem[]
  readonly discount_cents: number
  readonly freight_cents: number
  readonly other_cents: number
  readonly total_cents: number
  readonly instalments: number
  readonly payment_method: string
  readonly customer: ArrivedCustomer | null
  /** Whether a person has to say first that no account has it; nobody when absent. */
  readonly is_held?: boolean
  /** Of a shop where orders may be edited; absent where they may not. */
  readonly version?: ArrivedVersion
}
