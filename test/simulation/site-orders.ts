import type { Site } from './sites.ts'
import type { World } from './world.ts'

/** What people did about an order of a site, wherever they did it. */
export type Said = {
  cancelled: boolean
  /** Somebody asked for a cancellation and was never answered. */
  may_be_cancelled: boolean
  approved: boolean
  /** Refused, given back, or taken back by the customer's bank. */
  money: 'none' | 'refused' | 'refunded' | 'charged_back'
  shipped: boolean
  /** The situation that people of the account gave it last, and how many calls there had been by then. */
  in_bling: { readonly situation_id: number; readonly calls: number } | null
}

/** An invoice as the tax office has it. */
export type Invoice = { readonly id: number; readonly situation: number; readonly access_key: string }

/** Situations of invoices. */
export const PENDING = 1
export const INVOICE_CANCELLED = 2
export const SENT = 3
export const REJECTED = 4
export const AUTHORISED = 5

/** An order of a site as the world has it, and as the product does. */
export type SiteOrder = {
  readonly site: Site
  readonly number: string
  readonly quantities: ReadonlyMap<string, number>
  /** What it asks of stock: what its order in Bling holds, once there is one that can hold what was ordered. */
  readonly asked: ReadonlyMap<string, number>
  /** The site's word for where it stands. */
  readonly word: string
  /** Key of the invoice that the site knows. */
  readonly invoice_key: string | null
  readonly said: Said
  /** Orders of this number in all companies. */
  readonly there: readonly {
    readonly id: number
    readonly company_id: string
    readonly situation_id: number
    readonly is_launched: boolean
    readonly quantities: ReadonlyMap<string, number>
    readonly invoice_id: number | null
    /** All that were ever made of it. */
    readonly invoices: readonly Invoice[]
  }[]
  /** Null while the product does not know it. */
  readonly ours: Ours | null
}

type Ours = {
  readonly id: string
  readonly status: string
  readonly payment: string
  /** Whether a person said that an edit at its shop is seen to, which Bling's order does not follow then. */
  readonly is_edit_settled: boolean
  readonly invoice: string
  readonly invoice_key: string | null
  /** Work on either side that is not done, and why. */
  readonly left: readonly { readonly side: string; readonly state: string; readonly reason: string | null }[]
  /** How often its stock was given back and taken again after it was taken first. */
  readonly given: number
  readonly taken: number
}

/** Words of an order that asks for nothing at its site. */
export const OFF_WORDS: ReadonlySet<string> = new Set(['cancelled', 'refunded', 'failed', 'chargeback'])
/** Words of a shop for money that went back; the goods may be with the customer all the same. */
export const MONEY_BACK: ReadonlySet<string> = new Set(['refunded', 'chargeback'])

/** What was said of an order of a site, to be added to. */
export function saidOf(world: World, site: Site, number: string): Said {
  const key = `${site.name} ${number}`
  const known = world.said.get(key)
  if (known !== undefined) return known
  const said: Said = {
    cancelled: false,
    may_be_cancelled: false,
    approved: false,
    money: 'none',
    shipped: false,
    in_bling: null,
  }
  world.said.set(key, said)
  return said
}

/** Every order of the sites that is there: one that holds nothing at its shop yet, or that was refused, is not. */
export async function siteOrders(world: World): Promise<SiteOrder[]> {
  const ours = await world.query<Ours & { site_id: string; number: string }>(
    `select o.id, o.site_id, o.number, o.status, o.payment, o.invoice, o.invoice_key,
            exists (select from order_events e
                     where e.order_id = o.id and e.kind = 'resent' and e.facts ? 'edit_settled') as is_edit_settled,
            coalesce((select jsonb_agg(jsonb_build_object('side', s.side, 'state', s.state, 'reason', s.reason))
                        from order_sendings s where s.order_id = o.id and s.state <> 'done'), '[]') as left,
            (select count(*) from order_events e
              where e.order_id = o.id and e.kind = 'stock' and e.facts ->> 'step' = 'give_back')::integer as given,
            (select count(*) from order_events e
              where e.order_id = o.id and e.kind = 'stock' and e.facts ->> 'step' = 'take')::integer as taken
       from orders o`,
  )
  const known = new Map(ours.map((order) => [`${order.site_id} ${order.number}`, order]))
  const companies = world.shops.map(({ company_id }) => world.control.state(company_id))
  return world.sites.flatMap((site) =>
    atSite(world, site).map((order) => {
      const there = companies.flatMap((company) => inCompany(company, order.number))
      const own = known.get(`${site.site_id} ${order.number}`) ?? null
      const isUnlinked = own?.left.some(({ reason }) => reason === 'unlinked') === true
      const held = isUnlinked ? undefined : there[0]?.quantities
      return {
        ...{ ...order, site, there },
        said: saidOf(world, site, order.number),
        ours: own,
        asked: takenApart(world, held ?? order.quantities),
      }
    }),
  )
}

function inCompany(state: ReturnType<World['control']['state']>, number: string): SiteOrder['there'] {
  const skus = new Map(state.products.map(({ id, sku }) => [id, sku]))
  return state.orders
    .filter(({ shop_number }) => shop_number === number)
    .map(({ id, situation_id, launched, items, invoice_id }) => ({
      ...{ id, situation_id, invoice_id, company_id: state.company.company_id },
      is_launched: launched !== null,
      quantities: summed(items.map((item) => [skus.get(item.product_id ?? 0) ?? '', item.quantity])),
      invoices: state.invoices.filter(({ order_id }) => order_id === id),
    }))
}

/** What is asked of stock: a kit asks for what goes into it. */
function takenApart(
  { shape: { kit } }: World,
  quantities: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  if (kit === null) return quantities
  return summed(
    [...quantities].flatMap(([sku, units]) =>
      sku === kit.sku
        ? [...kit.parts].map(([part, each]) => [part, units * each] as const)
        : [[sku, units] as const],
    ),
  )
}

function summed(lines: readonly (readonly [string, number])[]): Map<string, number> {
  const total = new Map<string, number>()
  for (const [sku, quantity] of lines) total.set(sku, (total.get(sku) ?? 0) + quantity)
  return total
}

/** Whether the order asks for stock, or has it. */
export function lives({ ours, word }: SiteOrder): boolean {
  return ours === null ? !OFF_WORDS.has(word) : ours.status !== 'cancelled' && ours.status !== 'refunded'
}

function atSite(world: World, { shape, place_id }: Site) {
  if (shape.kind === 'woocommerce')
    return world.control
      .shopState(place_id)
      .orders.filter((order) => order.has_taken_stock || OFF_WORDS.has(order.status))
      .filter(({ line_items }) => line_items.length > 0)
      .map(({ id, status, line_items, meta_data }) => ({
        number: String(id),
        word: status,
        quantities: summed(line_items.map(({ sku, quantity }) => [sku, quantity])),
        invoice_key: String(meta_data.find(({ key }) => key === 'nfe_chave')?.value ?? '') || null,
      }))
  return world.control
    .siteState(place_id)
    .orders.filter(({ state }) => state === 'kept')
    .map(({ reference, status, lines, invoice_key }) => ({
      number: reference,
      word: status ?? '',
      quantities: new Map(lines.map(({ sku, quantity }) => [sku, quantity])),
      invoice_key,
    }))
}
