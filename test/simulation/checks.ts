import { exposeTo } from '../../src/domain/sync/exposure.ts'
import { fromUnits, ONE_UNIT, toUnits } from '../../src/domain/sync/quantity.ts'
import { balanceOf } from './deeds.ts'
import type { Policy } from './shape.ts'
import { siteProblems } from './site-checks.ts'
import { lives, type SiteOrder, siteOrders } from './site-orders.ts'
import { shownAt } from './sites.ts'
import type { World } from './world.ts'

/** What is wrong with a world at rest; nothing when all is well. */
export async function problemsOf(world: World): Promise<string[]> {
  const orders = await siteOrders(world)
  return [
    ...(await targetProblems(world, orders)),
    ...kitProblems(world, orders),
    ...(await stockProblems(world, orders)),
    ...(await inboxProblems(world)),
    ...(await siteProblems(world)),
    ...rateProblems(world),
  ]
}

/** What may be sold of a SKU, by what really happened. */
function availableOf(world: World, orders: readonly SiteOrder[], sku: string): number {
  const free = freeOf(world, orders, sku)
  return free > 0 ? free - Math.min(world.shape.safety_stock, free) : free
}

/** Units that nobody has asked for; negative when more was sold than there is. */
export function freeOf(world: World, orders: readonly SiteOrder[], sku: string): number {
  return world.truth.free(sku) - unitsOf(orders.filter(lives), sku)
}

/** Whether the goods of an order have left a deposit. */
function hasLeft({ there }: SiteOrder): boolean {
  return there.some(({ is_launched }) => is_launched)
}

function unitsOf(orders: readonly SiteOrder[], sku: string): number {
  return orders.reduce((total, { asked }) => total + (asked.get(sku) ?? 0), 0)
}

/** 1: every target shows what the pool exposes. */
async function targetProblems(world: World, orders: readonly SiteOrder[]): Promise<string[]> {
  const problems: string[] = []
  for (const sku of world.shape.skus) {
    const available = availableOf(world, orders, sku)
    const places = [
      ...world.shops.map(({ shape, account_id }) => ({ key: account_id, shape })),
      ...world.sites.map(({ shape, site_id }) => ({ key: site_id, shape })),
    ]
    const targets = places.map(({ key, shape }) => ({
      key,
      policy: policyOf(shape.policy),
      paused: false,
      priority: 1,
    }))
    const exposed = exposeTo(targets, fromUnits(available), ONE_UNIT)
    for (const shop of world.shops) {
      if (!shop.products.has(sku)) continue
      const shown = balanceOf(world, shop, shop.shared, sku).virtual
      const wanted = toUnits(exposed.get(shop.account_id) ?? fromUnits(0))
      if (shown !== wanted)
        problems.push(`1 ${shop.name} shows ${shown} ${sku}, not ${wanted} (available ${available})`)
    }
    for (const site of world.sites) {
      const shown = shownAt(world.control, site, sku)
      const wanted = toUnits(exposed.get(site.site_id) ?? fromUnits(0))
      if (shown !== wanted)
        problems.push(`1 ${site.name} shows ${shown} ${sku}, not ${wanted} (available ${available})`)
    }
  }
  return problems
}

/** 1: every site shows as many kits as what is available makes, and nobody ever wrote one in an account. */
function kitProblems(world: World, orders: readonly SiteOrder[]): string[] {
  const { kit } = world.shape
  if (kit === null) return []
  const made = [...kit.parts].map(([sku, each]) =>
    Math.floor(Math.max(0, availableOf(world, orders, sku)) / each),
  )
  const available = Math.min(...made)
  const targets = world.sites.map(({ shape, site_id }) => ({
    ...{ key: site_id, policy: policyOf(shape.policy), paused: false, priority: 1 },
  }))
  const exposed = exposeTo(targets, fromUnits(available), ONE_UNIT)
  const shown = world.sites.flatMap((site) => {
    const there = shownAt(world.control, site, kit.sku)
    const wanted = toUnits(exposed.get(site.site_id) ?? fromUnits(0))
    return there === wanted
      ? []
      : [`1 ${site.name} shows ${there} ${kit.sku}, not ${wanted} (${available} can be made)`]
  })
  const written = world.shops.flatMap(({ name, company_id }) => {
    const { products, movements } = world.control.state(company_id)
    const product_id = products.find(({ sku }) => sku === kit.sku)?.id
    const own = movements.filter((one) => one.product_id === product_id)
    return own.length === 0 ? [] : [`1 ${name} was written ${own.length} ${kit.sku}`]
  })
  return [...shown, ...written]
}

function policyOf(policy: Policy) {
  switch (policy.kind) {
    case 'full':
      return { kind: 'full' } as const
    case 'share':
      return { kind: 'share', percent: policy.value ?? 0 } as const
    case 'buffer':
      return { kind: 'buffer', quantity: fromUnits(policy.value ?? 0) } as const
  }
}

/** 2: the sources hold what there was and came, less what left: to the unit. */
async function stockProblems(world: World, orders: readonly SiteOrder[]): Promise<string[]> {
  const problems: string[] = []
  for (const sku of world.shape.skus) {
    const held = (await heldAtCounter(world, sku)) + heldInShops(world, sku)
    const exists = world.truth.stock(sku) - unitsOf(orders.filter(hasLeft), sku)
    if (held !== exists) problems.push(`2 the sources hold ${held} ${sku}, not ${exists}`)
  }
  return problems
}

async function heldAtCounter(world: World, sku: string): Promise<number> {
  if (!world.shape.has_counter) return 0
  const [row] = await world.query<{ units: string | null }>(
    'select sum(quantity) as units from stock_movements where branch_id = $1 and product_id = $2',
    [world.branch.branch_id, world.branch.products.get(sku)],
  )
  return Number(row?.units ?? 0)
}

function heldInShops(world: World, sku: string): number {
  return world.shops
    .filter(({ products }) => products.has(sku))
    .flatMap((shop) => shop.mains.map((deposit) => balanceOf(world, shop, deposit, sku).physical))
    .reduce((total, physical) => total + physical, 0)
}

/** 4: every event that was acknowledged is done, or given up with a reason. */
async function inboxProblems(world: World): Promise<string[]> {
  const rows = await world.query<{ event_id: string; state: string; error: string | null }>(
    'select event_id, state, error from bling_inbox',
  )
  const known = new Map(rows.map((row) => [row.event_id, row]))
  const acknowledged = world.sandbox
    .webhooks()
    .filter(({ client_id }) => client_id !== null)
    .filter(({ attempts }) => attempts.some(({ status }) => status !== null && status < 300))
  return acknowledged.flatMap(({ event_id, event }) => {
    const row = known.get(event_id)
    if (row === undefined) return [`4 ${event} ${event_id} was acknowledged and is not stored`]
    const isSettled = row.state === 'done' || (row.state === 'dead' && (row.error ?? '') !== '')
    return isSettled ? [] : [`4 ${event} ${event_id} is ${row.state}: ${row.error ?? ''}`]
  })
}

const CALLS_PER_SECOND = 3

/** 5: no account is called more than three times in any second. */
function rateProblems(world: World): string[] {
  return world.shops.flatMap(({ company_id, name }) => {
    const calls = world
      .calls()
      .filter((call) => call.company_id === company_id && !call.operation.includes('/oauth/'))
    const tooMany = calls.find(({ at }, index) => {
      const later = calls[index + CALLS_PER_SECOND]
      return later !== undefined && later.at - at < 1000
    })
    if (tooMany === undefined) return []
    const those = calls.filter(({ at }) => at >= tooMany.at && at < tooMany.at + 1000)
    const listed = those.map(({ at, operation }) => `${at - tooMany.at} ms ${operation}`).join(', ')
    return [`5 ${name} was called ${those.length} times in a second: ${listed}`]
  })
}
