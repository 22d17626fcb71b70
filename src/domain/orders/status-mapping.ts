import type { BlingGoal } from './bling-status.ts'
import type { OrderNews, Payment } from './order-facts.ts'
import type { OrderStatus } from './standing.ts'

/** The kinds of shops whose words are known. */
export type ShopKind = 'woocommerce' | 'generic'

/** What a shop's owner set for the shop: only what differs from the usual. `null`: this word tells, or is told, nothing. */
export type MappingOverrides = {
  readonly from_site: Readonly<Record<string, OrderNews | null>>
  readonly to_site: Readonly<Partial<Record<OrderStatus, string | null>>>
  /** The account's own id of a situation, where it is not Bling's usual one. */
  readonly to_bling: Readonly<Partial<Record<BlingGoal, string>>>
}

/** Nothing differs. */
export const NO_OVERRIDES: MappingOverrides = { from_site: {}, to_site: {}, to_bling: {} }

const OWN_WORDS: Readonly<Record<OrderStatus, OrderNews>> = {
  awaiting_payment: {},
  paid: { payment: 'approved' },
  preparing: { progress: 'preparing' },
  invoiced: {},
  shipped: { progress: 'shipped' },
  delivered: { progress: 'delivered' },
  cancelled: { progress: 'cancelled' },
  refunded: { payment: 'refunded' },
}

/** What each word of a shop tells, where nothing else is set. */
const FROM_SITE: Readonly<Record<ShopKind, Readonly<Record<string, OrderNews>>>> = {
  woocommerce: {
    pending: {},
    'on-hold': {},
    processing: { payment: 'approved' },
    completed: { payment: 'approved', progress: 'delivered' },
    cancelled: { progress: 'cancelled' },
    refunded: { payment: 'refunded' },
    failed: { payment: 'refused' },
  },
  generic: {
    ...OWN_WORDS,
    refused: { payment: 'refused' },
    expired: { payment: 'refused' },
    charged_back: { payment: 'charged_back' },
  },
}

/** What a shop is told, where nothing else is set. */
const TO_SITE: Readonly<Record<ShopKind, Readonly<Record<OrderStatus, string | null>>>> = {
  woocommerce: {
    awaiting_payment: null,
    paid: 'processing',
    preparing: 'processing',
    invoiced: 'processing',
    shipped: 'completed',
    delivered: 'completed',
    cancelled: 'cancelled',
    refunded: 'refunded',
  },
  generic: {
    awaiting_payment: 'awaiting_payment',
    paid: 'paid',
    preparing: 'preparing',
    invoiced: 'invoiced',
    shipped: 'shipped',
    delivered: 'delivered',
    cancelled: 'cancelled',
    refunded: 'refunded',
  },
}

/** The ids that Bling seeds in every account. */
const TO_BLING: Readonly<Record<BlingGoal, string>> = {
  open: '6',
  in_progress: '15',
  fulfilled: '9',
  cancelled: '12',
}

/** What a word of the shop tells; null for a word that nobody knows, or that was set to tell nothing. */
export function newsFromSite(kind: ShopKind, overrides: MappingOverrides, word: string): OrderNews | null {
  const set = Object.hasOwn(overrides.from_site, word) ? overrides.from_site[word] : undefined
  if (set !== undefined) return set
  return Object.hasOwn(FROM_SITE[kind], word) ? (FROM_SITE[kind][word] ?? null) : null
}

/** The shop's word for a status; null when the shop is told nothing of it. */
export function wordForSite(kind: ShopKind, overrides: MappingOverrides, status: OrderStatus): string | null {
  const set = overrides.to_site[status]
  return set === undefined ? TO_SITE[kind][status] : set
}

/**
 * The word to tell a shop instead of the one that it has; null when it has it, or is told nothing. A word of a shop that keeps its orders
 * for money that went back stands, whichever one of several it is: the shop gave it, also where the goods had left before.
 */
export function wordToTell(
  kind: ShopKind,
  overrides: MappingOverrides,
  order: { readonly status: OrderStatus; readonly payment: Payment; readonly site_word: string },
): string | null {
  const word = wordForSite(kind, overrides, order.status)
  if (word === null || word === order.site_word) return null
  const isBack = order.payment === 'refunded' || order.payment === 'charged_back'
  const said = newsFromSite(kind, overrides, order.site_word)?.payment
  const isSaid = said === 'refunded' || said === 'charged_back'
  return kind === 'woocommerce' && isBack && isSaid ? null : word
}

/** The account's id of the situation that stands for a goal. */
export function situationFor(overrides: MappingOverrides, goal: BlingGoal): string {
  return overrides.to_bling[goal] ?? TO_BLING[goal]
}

/** The whole mapping of a shop as it is in force. */
export function mappingInForce(kind: ShopKind, overrides: MappingOverrides): MappingOverrides {
  return {
    from_site: { ...FROM_SITE[kind], ...overrides.from_site },
    to_site: { ...TO_SITE[kind], ...overrides.to_site },
    to_bling: { ...TO_BLING, ...overrides.to_bling },
  }
}
