import type { Sim } from '../sim.ts'

/** A shop written by hand: it keeps what it was told of products and orders, and asks EstoqueUni for everything else. */
export interface Site {
  readonly id: string
  readonly name: string
  readonly settings: SiteSettings
}

/** What the shop's author typed into it. */
export interface SiteSettings {
  /** Where EstoqueUni answers, without a slash at the end; empty while the shop is not connected. */
  readonly api_url: string
  readonly api_key: string
  /** What EstoqueUni signs with when it tells of orders. */
  readonly webhook_secret: string
  /** How often it reads products and stock by itself; 0: only when it is told to. */
  readonly read_every_ms: number
}

/** A product as it was last read. Stock of an older version never takes the place of a newer one. */
export interface SiteProduct {
  readonly product_id: string
  readonly sku: string
  readonly name: string
  readonly price_cents: number | null
  readonly is_active: boolean
  readonly available: number
  readonly version: number
}

/** What the shop says of an order. */
export const SITE_ORDER_WORDS = ['paid', 'refused', 'refunded', 'charged_back', 'cancelled'] as const
export type SiteOrderWord = (typeof SITE_ORDER_WORDS)[number]

/** An order of the shop, known everywhere by its reference. */
export interface SiteOrder {
  readonly reference: string
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[]
  readonly customer: Readonly<Record<string, string>>
  /** `posting` until EstoqueUni's answer is clear. */
  readonly state: 'posting' | 'kept' | 'refused'
  /** What the shop said of it, in order. */
  readonly said: readonly SiteOrderWord[]
  /** EstoqueUni's id, total, word and invoice, as it told last. */
  readonly order_id: string | null
  readonly total_cents: number | null
  readonly status: string | null
  readonly invoice_key: string | null
  /** Why it was refused. */
  readonly refusal: string | null
  readonly created_at: number
}

const NOT_CONNECTED: SiteSettings = { api_url: '', api_key: '', webhook_secret: '', read_every_ms: 0 }

/** Founds a shop that is not connected yet. */
export function foundSite(sim: Sim, name: string, settings: Partial<SiteSettings>): Site {
  const site: Site = { id: sim.random.hex('site', 12), name, settings: { ...NOT_CONNECTED, ...settings } }
  sim.world.sites.put('', site.id, site)
  return site
}

/** Keeps what was read of a product; an older reading of its stock changes nothing. */
export function keepProduct(
  sim: Sim,
  siteId: string,
  read: Pick<SiteProduct, 'product_id' | 'available' | 'version'> & Partial<SiteProduct>,
): void {
  const known = sim.world.site_products.get(siteId, read.product_id)
  const { available, version } = known !== undefined && known.version > read.version ? known : read
  const blank = { sku: '', name: '', price_cents: null, is_active: true }
  sim.world.site_products.put(siteId, read.product_id, { ...blank, ...known, ...read, available, version })
}
