import * as z from 'zod'
import { foundSite, SITE_ORDER_WORDS, type Site, type SiteOrder, type SiteOrderWord } from '../shops/site.ts'
import { callLater } from '../shops/site-calls.ts'
import type { Sim } from '../sim.ts'
import { ControlError, found } from './control-error.ts'

const settings = z
  .strictObject({
    api_url: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
    api_key: z.string(),
    webhook_secret: z.string(),
    read_every_ms: z.int().min(0),
  })
  .partial()
const newSiteSchema = z.strictObject({ name: z.string().min(1), settings: settings.optional() })
const sitePatchSchema = z.strictObject({ settings })
const checkoutSchema = z.strictObject({
  lines: z.array(z.strictObject({ sku: z.string().min(1), quantity: z.int().min(1) })).min(1),
  customer: z.record(z.string(), z.string()).default({}),
})
const orderPatchSchema = z.strictObject({ status: z.enum(SITE_ORDER_WORDS) })

/** Founds a shop written by hand; EstoqueUni tells it of its orders at `/sites/{site_id}/estoqueuni`. */
export function addSite(sim: Sim, input: z.input<typeof newSiteSchema>): { site_id: string } {
  const { name, settings: wanted } = newSiteSchema.parse(input)
  const { id } = foundSite(sim, name, present(wanted ?? {}))
  beginReading(sim, id)
  return { site_id: id }
}

/** What its author types into it. */
export function patchSite(sim: Sim, siteId: string, input: z.input<typeof sitePatchSchema>): Site {
  const site = siteOf(sim, siteId)
  const changed = {
    ...site,
    settings: { ...site.settings, ...present(sitePatchSchema.parse(input).settings) },
  }
  sim.world.sites.put('', siteId, changed)
  beginReading(sim, siteId)
  return changed
}

/** Has it read products and stock now. */
export function readSite(sim: Sim, siteId: string): void {
  callLater(sim, siteOf(sim, siteId).id, { what: 'read' })
}

/** A customer buys; refused when the shop shows less. EstoqueUni, which is asked next, may still refuse. */
export function addSiteOrder(
  sim: Sim,
  siteId: string,
  input: z.input<typeof checkoutSchema>,
): { reference: string } {
  siteOf(sim, siteId)
  const { lines, customer } = checkoutSchema.parse(input)
  const products = [...sim.world.site_products.in(siteId).values()]
  for (const { sku, quantity } of lines) {
    const product = found(
      products.find((one) => one.sku === sku && one.is_active),
      'product',
    )
    if (product.available < quantity) throw new ControlError(409, 'the shop has not enough of it')
  }
  const reference = `S-${1 + [...sim.world.site_orders.in(siteId).keys()].length}`
  sim.world.site_orders.put(siteId, reference, {
    ...{ reference, lines, customer, state: 'posting', said: [], order_id: null, total_cents: null },
    ...{ status: null, invoice_key: null, refusal: null, created_at: sim.clock.now() },
  })
  callLater(sim, siteId, { what: 'order', reference })
  return { reference }
}

/** Something became of an order's payment, or the order is off. */
export function patchSiteOrder(
  sim: Sim,
  siteId: string,
  reference: string,
  input: z.input<typeof orderPatchSchema>,
): SiteOrder {
  const { status } = orderPatchSchema.parse(input)
  const order = found(sim.world.site_orders.get(siteOf(sim, siteId).id, reference), 'order')
  const said: readonly SiteOrderWord[] = [...order.said, status]
  const changed = { ...order, said }
  sim.world.site_orders.put(siteId, reference, changed)
  callLater(sim, siteId, { what: 'status', reference, status })
  return changed
}

/** Everything in a shop, its key and its secret excepted. */
export function siteState(sim: Sim, siteId: string) {
  const { name, settings: now } = siteOf(sim, siteId)
  return {
    ...{ site_id: siteId, name },
    settings: { api_url: now.api_url, read_every_ms: now.read_every_ms },
    products: [...sim.world.site_products.in(siteId).values()],
    orders: [...sim.world.site_orders.in(siteId).values()],
  }
}

/** All of them, by their names. */
export function allSites(sim: Sim): { site_id: string; name: string }[] {
  return [...sim.world.sites.in('').values()].map(({ id, name }) => ({ site_id: id, name }))
}

function siteOf(sim: Sim, siteId: string): Site {
  return found(sim.world.sites.get('', siteId), 'site')
}

/** One reading waits at most: each has the next one follow. */
function beginReading(sim: Sim, siteId: string): void {
  const every = sim.world.sites.get('', siteId)?.settings.read_every_ms ?? 0
  const waits = [...sim.world.tasks.in('').values()].some(
    (task) => task.kind === 'site_call' && task.site_id === siteId && task.call.what === 'read',
  )
  if (every > 0 && !waits) callLater(sim, siteId, { what: 'read' })
}

function present<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]: Exclude<Fields[Name], undefined> } {
  // What is undefined is left out: the rest has its types without it.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}
