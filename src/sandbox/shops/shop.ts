import type { Sim } from '../sim.ts'

/** A shop in the manner of WooCommerce, with one pair of keys. */
export interface Shop {
  readonly id: string
  readonly name: string
  readonly consumer_key: string
  readonly consumer_secret: string
  readonly settings: ShopSettings
}

/** A shop's switches. */
export interface ShopSettings {
  /** Whether the shop believes it is reached over TLS: only then it takes Basic credentials. */
  readonly is_tls: boolean
  /** How long (real ms) a relative write takes between reading and writing: whatever is written meanwhile is lost. */
  readonly race_window_ms: number
  /** How long an announcement waits; changes of the same record while it waits are folded into it. */
  readonly webhook_delay_ms: number
  readonly weight_unit: 'kg' | 'g' | 'lbs' | 'oz'
}

/** Something kept with a product or an order by whoever integrates. */
export interface MetaData {
  readonly key: string
  readonly value: unknown
}

/** What a product has several of; with `variation` its variations differ by it. */
export interface ProductAttribute {
  readonly name: string
  readonly position: number
  readonly visible: boolean
  readonly variation: boolean
  readonly options: readonly string[]
}

/** By what a variation differs; an empty option stands for any. */
export interface VariationAttribute {
  readonly name: string
  readonly option: string
}

/** A product, a parent of variations, or a variation (whose `parent_id` is set). Prices are texts, as the API has them. */
export interface ShopProduct {
  readonly id: number
  readonly type: 'simple' | 'variable' | 'variation'
  readonly parent_id: number
  readonly name: string
  readonly sku: string
  readonly global_unique_id: string
  readonly regular_price: string
  readonly description: string
  /** In the shop's unit, as text. */
  readonly weight: string
  /** Where the shop itself shows its copies. */
  readonly images: readonly string[]
  /** Of a product that is no variation; absent in products of an earlier sandbox. */
  readonly attributes?: readonly ProductAttribute[]
  /** Of a variation; absent in those of an earlier sandbox. */
  readonly chosen?: readonly VariationAttribute[]
  readonly status: 'publish' | 'draft' | 'private' | 'pending'
  readonly manage_stock: boolean
  readonly stock_quantity: number
  readonly meta_data: readonly MetaData[]
  readonly created_at: number
  readonly modified_at: number
}

/** One item of an order. */
export interface ShopOrderItem {
  readonly id: number
  readonly product_id: number
  readonly variation_id: number
  readonly name: string
  readonly sku: string
  readonly quantity: number
  readonly price: number
}

/** What somebody wrote beside an order; a note to the customer is sent to them besides. */
export interface OrderNote {
  readonly id: number
  readonly note: string
  readonly is_for_customer: boolean
  readonly created_at: number
}

/** What an order may be; the last one comes with a plugin for payments, as many do. */
export const ORDER_STATUSES = [
  'pending',
  'processing',
  'on-hold',
  'completed',
  'cancelled',
  'refunded',
  'failed',
  'chargeback',
] as const

/** One of the states of an order. */
export type OrderStatus = (typeof ORDER_STATUSES)[number]

/** An order. `has_taken_stock` says whether its items were taken from the stock, which happens once. */
export interface ShopOrder {
  readonly id: number
  readonly status: OrderStatus
  readonly billing: Readonly<Record<string, string>>
  readonly customer_note: string
  readonly line_items: readonly ShopOrderItem[]
  readonly meta_data: readonly MetaData[]
  /** Oldest first; absent in orders of an earlier sandbox. */
  readonly notes?: readonly OrderNote[]
  readonly has_taken_stock: boolean
  readonly paid_at: number | null
  readonly created_at: number
  readonly modified_at: number
}

/** A webhook that a client asked for. It is switched off when its deliveries keep failing. */
export interface ShopWebhook {
  readonly id: number
  readonly name: string
  readonly status: 'active' | 'paused' | 'disabled'
  readonly topic: string
  readonly delivery_url: string
  readonly secret: string
  readonly failures: number
}

const DEFAULT_SETTINGS: ShopSettings = {
  is_tls: false,
  race_window_ms: 5,
  webhook_delay_ms: 1000,
  weight_unit: 'kg',
}

/** Founds an empty shop. */
export function foundShop(sim: Sim, name: string, settings: Partial<ShopSettings>): Shop {
  const shop: Shop = {
    id: sim.random.hex('shop', 12),
    name,
    consumer_key: `ck_${sim.random.hex('shop', 40)}`,
    consumer_secret: `cs_${sim.random.hex('shop', 40)}`,
    settings: { ...DEFAULT_SETTINGS, ...settings },
  }
  sim.world.shops.put('', shop.id, shop)
  return shop
}

/** Ids of a shop are small and count up, over products, orders and webhooks alike; none is used twice. */
export function nextShopId(sim: Sim, shopId: string): number {
  const next = Number(sim.world.meta.get(shopId, 'last_id') ?? 10) + 1
  sim.world.meta.put(shopId, 'last_id', next)
  return next
}
