import type { Random } from '../../src/sandbox/kernel/random.ts'

/** Where an account's open orders reserve, and from where they leave. */
export type Habit = 'main' | 'shared' | 'nowhere'

/** How targets are written: by the difference, or by setting the balance. */
export type WriteMode = 'difference' | 'balance'

/** How much of the stock one shop shows. */
export type Policy = { readonly kind: 'full' | 'share' | 'buffer'; readonly value?: number }

/** One account of a run. */
export type ShopShape = {
  readonly name: string
  readonly habit: Habit
  /** Names of the deposits that hold stock; the first is the default one. */
  readonly mains: readonly string[]
  readonly policy: Policy
  readonly skus: readonly string[]
  readonly reservation_ms: { readonly min: number; readonly max: number }
  readonly balance_ms: { readonly min: number; readonly max: number }
}

/** One sales site of a run, and the account (by its place) that its orders go to. */
export type SiteShape = {
  readonly name: string
  readonly kind: 'woocommerce' | 'generic'
  readonly account: number
  readonly policy: Policy
  readonly invoice_rule: 'by_person' | 'when_paid'
  /** The shop's word for a payment that was charged back: a gateway says that it was refunded, or its plugin has a word of its own. */
  readonly charged_back_word: 'refunded' | 'chargeback'
  readonly skus: readonly string[]
}

/** A kit that the sites sell, and how many of each SKU go into it. */
export type KitShape = { readonly sku: string; readonly parts: ReadonlyMap<string, number> }

/** What a run is played with; the seed alone decides it. */
export type Shape = {
  readonly skus: readonly string[]
  readonly shops: readonly ShopShape[]
  readonly sites: readonly SiteShape[]
  readonly kit: KitShape | null
  /** Whether the counter sells from the same stock. */
  readonly has_counter: boolean
  readonly safety_stock: number
  readonly processes: number
  readonly minutes: number
  /** How often each account is verified. */
  readonly sweep_minutes: number
  readonly write_mode: WriteMode
  readonly deeds: number
  /** What is done at sites and about their orders besides. */
  readonly site_deeds: number
  /** What becomes of payments, invoices and lines of orders besides. */
  readonly money_deeds: number
  /** What is done about the kit besides. */
  readonly kit_deeds: number
}

/** A seed that ends so is played without sites, as seeds were that failed before there were any. */
export const ALONE = '-alone'

/** Draws everything that does not change during a run. */
export function drawShape(random: Random, has_sites: boolean): Omit<Shape, 'write_mode'> {
  const skus = ['CANECA-01', 'COPO-02', 'TACA-03'].slice(0, random.int('shape', { min: 1, max: 3 }))
  const shares = random.next('shape') < 0.3
  const names = ['W', 'Y', 'Z'].slice(0, random.int('shape', { min: 2, max: 3 }))
  const shops = names.map((name, index) =>
    drawShop(random, { name, skus, index, count: names.length, shares }),
  )
  const sites = has_sites ? drawSites(random, skus, names.length) : []
  const kit = sites.length === 0 ? null : drawKit(random, skus, shops)
  return {
    skus,
    shops,
    sites,
    kit,
    has_counter: random.next('shape') < 0.6,
    safety_stock: random.next('shape') < 0.25 ? 2 : 0,
    processes: random.next('shape') < 0.4 ? 2 : 1,
    minutes: random.int('shape', { min: 3, max: 10 }),
    sweep_minutes: pick(random, 'shape', [5, 10, 30] as const),
    deeds: random.int('shape', { min: 15, max: 60 }),
    site_deeds: sites.length === 0 ? 0 : random.int('sites', { min: 10, max: 60 }),
    money_deeds: sites.length === 0 ? 0 : random.int('money', { min: 5, max: 25 }),
    kit_deeds: kit === null ? 0 : random.int('kits', { min: 5, max: 20 }),
  }
}

/** Of one or two SKUs that every account has, so that all can compose the kit. */
function drawKit(random: Random, skus: readonly string[], shops: readonly ShopShape[]): KitShape | null {
  if (random.next('kits') < 0.4) return null
  const most = random.next('kits') < 0.6 ? 2 : 1
  const known = skus.filter((sku) => shops.every((shop) => shop.skus.includes(sku))).slice(0, most)
  const parts = new Map(known.map((sku) => [sku, random.int('kits', { min: 1, max: 3 })]))
  return { sku: 'KIT-04', parts }
}

function drawShop(
  random: Random,
  of: {
    readonly name: string
    readonly skus: readonly string[]
    readonly index: number
    readonly count: number
    readonly shares: boolean
  },
): ShopShape {
  const habit = pick(random, 'shape', ['main', 'main', 'shared', 'shared', 'nowhere'] as const)
  const late = random.next('shape') < 0.5
  const knows = (sku: string) => of.index === 0 || sku === of.skus[0] || random.next('shape') < 0.7
  return {
    name: of.name,
    habit,
    mains: random.next('shape') < 0.3 ? ['P1', 'P2'] : ['P1'],
    policy: of.shares
      ? { kind: 'share', value: of.count === 2 ? 50 : 33 }
      : random.next('shape') < 0.2
        ? { kind: 'buffer', value: 1 }
        : { kind: 'full' },
    skus: of.skus.filter(knows),
    reservation_ms: random.next('shape') < 0.6 ? { min: 9_000, max: 22_000 } : { min: 0, max: 0 },
    balance_ms: late ? { min: 0, max: 9_000 } : { min: 0, max: 0 },
  }
}

/** A shop in the manner of WooCommerce, one written by hand, or both. */
function drawSites(random: Random, skus: readonly string[], accounts: number): SiteShape[] {
  const kinds = pick(random, 'sites', [
    ['woocommerce'],
    ['generic'],
    ['woocommerce', 'generic'],
    ['woocommerce', 'generic'],
  ] as const)
  return kinds.map((kind) => ({
    ...{ kind, skus, name: kind === 'woocommerce' ? 'Loja' : 'Site' },
    account: random.int('sites', { min: 0, max: accounts - 1 }),
    policy: random.next('sites') < 0.2 ? { kind: 'buffer', value: 1 } : { kind: 'full' },
    invoice_rule: random.next('sites') < 0.4 ? 'when_paid' : 'by_person',
    charged_back_word: random.next('money') < 0.5 ? 'refunded' : 'chargeback',
  }))
}

/** One of some things, by chance. */
export function pick<T>(random: Random, stream: string, things: readonly T[]): T {
  const thing = things[random.int(stream, { min: 0, max: things.length - 1 })]
  if (thing === undefined) throw new Error('nothing to pick from')
  return thing
}
