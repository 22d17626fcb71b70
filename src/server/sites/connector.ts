import type { VariationAttribute } from '../../domain/sites/family.ts'
import type { ProductField, ProductFields } from '../../domain/sites/product-fields.ts'
import type { Quantity } from '../../domain/sync/quantity.ts'
import type { SiteError } from './site-error.ts'

/** What a kind of site can do; whoever uses a connector asks these instead of asking which kind it is. */
export type SiteCapabilities = {
  /** Whether stock is kept per place. */
  readonly locations: boolean
  /** Whether `stock.adjust` is there and loses nothing that happens meanwhile. */
  readonly relative_stock: boolean
  /** Whether a reading has a version, and a write that names an older one is refused. */
  readonly optimistic_version: boolean
  /** Items of one writing call. */
  readonly batch_size: number
  /** What of a product can be written there. */
  readonly product_fields: readonly ProductField[]
  /** Whether variations stand within a product of theirs; `products.writeFamily` is there then. Else each is a product by itself. */
  readonly families: boolean
  readonly webhook_signature: 'hmac_sha256_base64' | 'hmac_sha256_hex'
}

/** A product or a variation of a site, as calls have to name it. `parent_id` is the product that a variation belongs to. */
export type SiteProductRef = { readonly product_id: string; readonly parent_id: string | null }

/** A product as the site shows it. Only `simple` products and variations hold stock. */
export type SiteProduct = SiteProductRef & {
  readonly kind: 'simple' | 'parent' | 'variation'
  /** Exact text; empty when it has none. */
  readonly sku: string
  readonly gtin: string | null
  readonly name: string
  /** Null when it has no price, or one finer than cents. */
  readonly price_cents: number | null
  readonly is_active: boolean
  /** Null when the site does not count this product's stock. */
  readonly stock: Quantity | null
  /** What else the site shows of it; what it does not show, or not exactly, is left out. */
  readonly more: Pick<ProductFields, 'description' | 'weight_mg' | 'images'>
}

/**
 * A product to write: only the fields that are named, an absent one is never touched. Without `ref` it is created, with a counted stock of
 * nothing, unless the site has one of this SKU already: that one is then written.
 */
export type ProductWrite = { readonly ref: SiteProductRef | null; readonly fields: ProductFields }

/** A variation to be put into its product. Its name and its pictures are that product's. */
export type FamilyMember = {
  readonly fields: ProductFields
  /** Everything by which it differs from its siblings. */
  readonly attributes: readonly VariationAttribute[]
}

/**
 * Variations to be put into one product. Without `product_id` it is the one in which the site has any of the `sibling_skus`, else that of the
 * SKU in `fields`; where there is none it is made with these fields, which are not written otherwise. Members are created with a counted stock of nothing, unless the product has a
 * variation of this SKU already: that one is then written.
 */
export type FamilyWrite = {
  readonly product_id: string | null
  readonly fields: ProductFields
  /** The SKUs of all variations that the family has, whether they are members here or not. */
  readonly sibling_skus: readonly string[]
  readonly members: readonly FamilyMember[]
}

/** The product as the site shows it, null when it is not there or that is not known; and each member's end, in their order. */
export type FamilyEnd = {
  readonly parent: SiteProduct | null
  readonly members: readonly ItemEnd<SiteProduct>[]
}

/** How one item of a write ended. `unclear`: it may have been done, look before doing it again. */
export type ItemEnd<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'refused' | 'unclear'; readonly error: SiteError }

/** One product's stock. `uncounted`: the site sells it without counting; `absent`: a healthy answer does not have it. */
export type SiteStock =
  | { readonly kind: 'observed'; readonly quantity: Quantity; readonly version: string | null }
  | { readonly kind: 'uncounted' | 'absent' }

/** An absolute quantity. The last writer wins, unless the connector takes `expected_version`. */
export type StockWrite = {
  readonly ref: SiteProductRef
  readonly quantity: Quantity
  readonly expected_version?: string
}

/** A difference, where the connector can add it in one step. */
export type StockChange = { readonly ref: SiteProductRef; readonly difference: Quantity }

/** One item of a site's order. Money in whole cents. */
export type SiteOrderLine = SiteProductRef & {
  readonly line_id: string
  readonly sku: string
  readonly name: string
  readonly quantity: Quantity
  readonly unit_price_cents: number
  readonly total_cents: number
}

/** Who bought, as typed at the site; personal data, never logged. Empty texts where the site has nothing. */
export type SiteCustomer = {
  readonly name: string
  readonly email: string
  readonly phone: string
  /** CPF or CNPJ as typed. */
  readonly tax_id: string
  readonly street: string
  readonly number: string
  readonly complement: string
  readonly district: string
  readonly city: string
  readonly state: string
  readonly postal_code: string
}

/** An order as the site shows it now. */
export type SiteOrder = {
  readonly order_id: string
  readonly number: string
  /** The site's own word for where it stands. What it means is not for connectors to say. */
  readonly word: string
  /** Whether its items have left the stock that the site shows. */
  readonly has_taken_stock: boolean
  readonly placed_at: Date
  readonly modified_at: Date
  /** The site's own word for how it is paid; empty where it says none. */
  readonly payment_method: string
  readonly total_cents: number
  readonly discount_cents: number
  readonly freight_cents: number
  readonly customer: SiteCustomer
  readonly note: string
  readonly lines: readonly SiteOrderLine[]
}

/** An order as a call has to name it: our id, the site's, and the number that people see there. */
export type SiteOrderName = { readonly id: string; readonly order_id: string; readonly number: string }

/** What a site is told of an order: its own word for where it stands, and the invoice once it is authorised. */
export type SiteOrderNews = {
  readonly word: string
  /** Whether the site has the word already, so that a shop need not be given it once more. */
  readonly is_word_known?: boolean
  readonly invoice: {
    readonly number: string
    readonly series: string
    readonly access_key: string
    readonly url: string
  } | null
  /** Whether the invoice that the site was told of does not stand any more. */
  readonly is_invoice_withdrawn?: boolean
}

/** A part of a longer list. `next_cursor` goes on behind it; `is_last` says that nothing is left for now. */
export type SitePage<Item> = {
  readonly items: readonly Item[]
  readonly next_cursor: string
  readonly is_last: boolean
}

/** What a delivery says. It means "look again" and carries no truth. `ping` is the first, unsigned call of a new webhook. */
export type SiteDelivery =
  | { readonly kind: 'ping' }
  | {
      readonly kind: 'event'
      readonly event_id: string
      readonly topic: 'product' | 'order' | 'other'
      readonly resource_id: string | null
    }
  | { readonly kind: 'unreadable' }

/** A delivery as it came: the bytes that were signed, and the headers in lower case. */
export type RawDelivery = {
  readonly raw: Buffer
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

/** How one webhook of ours stands at the site after `webhooks.ensure`; `off`: the site has it switched off and did not take it back. */
export type WebhookState = {
  readonly topic: string
  readonly state: 'active' | 'created' | 'reenabled' | 'off'
}

/** What of a connector needs no site: it judges what arrives. */
export type WebhookReader = {
  /** What the bytes say, before it is known whether they can be believed. */
  read(delivery: RawDelivery): SiteDelivery
  /** Whether the bytes were signed with the secret, in a time that does not tell how near a guess came. */
  isSigned(delivery: RawDelivery, secret: string): boolean
}

/** One site. Everything throws `SiteError`, unless an item's end can tell it. */
export type Connector = {
  readonly capabilities: SiteCapabilities
  /** A cheap call that succeeds only when address and credentials are right. */
  check(): Promise<void>
  readonly products: {
    /** Products by id, variations with their parents; changed since an instant or all. Null begins. */
    page(query: {
      readonly cursor: string | null
      readonly changed_since?: Date
    }): Promise<SitePage<SiteProduct>>
    /** Products and variations of exactly these SKUs. */
    ofSkus(skus: readonly string[]): Promise<readonly SiteProduct[]>
    /** In the order of the writes. */
    write(writes: readonly ProductWrite[]): Promise<readonly ItemEnd<SiteProduct>[]>
    /** Only with `families`. Doing the same again does no harm. */
    writeFamily?(family: FamilyWrite): Promise<FamilyEnd>
  }
  readonly stock: {
    /** In the order of the refs. */
    read(refs: readonly SiteProductRef[]): Promise<readonly SiteStock[]>
    /** In the order of the writes; what is done was answered by the site with the number it now shows. */
    set(writes: readonly StockWrite[]): Promise<readonly ItemEnd<SiteStock>[]>
    /** Only with `relative_stock`. */
    adjust?(changes: readonly StockChange[]): Promise<readonly ItemEnd<SiteStock>[]>
  }
  readonly orders: {
    /** The orders that the site keeps; null for a site that places them with us. */
    readonly kept: {
      /**
       * Orders that changed, oldest change first; null begins at `since`. An order may come again on the next page: who reads compares
       * `order_id` and `modified_at`.
       */
      page(query: { readonly cursor: string | null; readonly since: Date }): Promise<SitePage<SiteOrder>>
      /** Null when the site has no such order (any more). */
      read(order_id: string): Promise<SiteOrder | null>
    } | null
    /** Tells the site where an order stands. Telling the same again does no harm. */
    tell(order: SiteOrderName, news: SiteOrderNews): Promise<void>
  }
  readonly webhooks: {
    /** Has the site tell us of orders and products: creates what is missing, switches on again what it switched off. */
    ensure(hook: { readonly delivery_url: string; readonly secret: string }): Promise<readonly WebhookState[]>
  }
}
