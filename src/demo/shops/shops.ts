import type { NewSite } from '../../contract/sites.ts'
import type { NewPool } from '../../contract/sync.ts'

/** What a deposit of a shop is to the bar: real stock, or what the shop sells from. */
export type DepositRole = 'main' | 'shared' | 'mirror'

/** A deposit of a shop as it is founded. */
export type ShopDeposit = { readonly name: string; readonly role: DepositRole }

/** One of the bar's companies in Bling, selling to the street in its own way. */
export type Shop = {
  readonly name: string
  /** What its orders come through. */
  readonly channel: string
  /** The first is the default one. */
  readonly deposits: readonly [ShopDeposit, ...ShopDeposit[]]
  readonly policy: NewPool['targets'][number]['policy']
  /** How often somebody buys there, compared with the others. */
  readonly demand: number
}

/** Where the stock lies that only shops sell from. */
export const CENTRAL = 'Depósito central'
/** What every shop shows and sells from: written by us. */
export const SHOWCASE = 'Vitrine'
/** A copy of the central deposit, to be looked at in another company. */
const COPY = 'Espelho do central'

/** The three companies. */
export const SHOPS: readonly Shop[] = [
  {
    name: 'Aurora Loja Virtual',
    channel: 'Loja virtual',
    deposits: [
      { name: CENTRAL, role: 'main' },
      { name: SHOWCASE, role: 'shared' },
    ],
    policy: { kind: 'full' },
    demand: 3,
  },
  {
    name: 'Aurora Mercado',
    channel: 'Marketplace',
    deposits: [
      { name: 'Galpão do mercado', role: 'main' },
      { name: SHOWCASE, role: 'shared' },
    ],
    policy: { kind: 'full' },
    demand: 2,
  },
  {
    name: 'Aurora Empório',
    channel: 'Empório online',
    deposits: [
      { name: SHOWCASE, role: 'shared' },
      { name: COPY, role: 'mirror' },
    ],
    policy: { kind: 'buffer', value: 3 },
    demand: 2,
  },
]

/** A sales site of the bar, and the company in Bling that its orders go to. */
export type SalesSite = {
  readonly kind: NewSite['kind']
  readonly name: string
  readonly policy: Shop['policy']
  readonly sells_through: string
  /** Before the site's own order numbers in Bling. */
  readonly number_prefix: string
  readonly invoice_rule: 'by_person' | 'when_paid'
}

/** The two sites: a shop in the manner of WooCommerce, and one that somebody wrote by hand. */
export const SITES: readonly SalesSite[] = [
  {
    kind: 'woocommerce',
    name: 'Aurora Presentes',
    policy: { kind: 'full' },
    sells_through: 'Aurora Loja Virtual',
    number_prefix: 'PRE-',
    invoice_rule: 'when_paid',
  },
  {
    kind: 'generic',
    name: 'Clube Aurora',
    policy: { kind: 'buffer', value: 2 },
    sells_through: 'Aurora Mercado',
    number_prefix: 'CLU-',
    invoice_rule: 'by_person',
  },
]

/** What all of them form: the bar's own branches and the main deposits, shown in every showcase. */
export const POOL_NAME = 'Estoque único da Aurora'

/** What the shops sell: what travels in a box. */
const SOLD = new Set(['Cervejas', 'Destilados', 'Vinhos', 'Energéticos'])

/** Whether the shops sell goods of this category. */
export function isSoldInShops(category: string): boolean {
  return SOLD.has(category)
}
