import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemPrincipal } from '../../src/server/auth/principal.ts'
import { openDatabase } from '../../src/server/db/database.ts'
import { ordersOfSite } from '../../src/server/orders/orders-of-site.ts'
import { disconnectSite } from '../../src/server/sites/disconnect-site.ts'
import { allDependents } from '../../src/server/sites/site-deps.ts'
import { siteUses } from '../../src/server/sync/sites/site-uses.ts'
import { openDatabaseLink } from '../simulation/database-link.ts'
import { eventually } from '../support/eventually.ts'
import { makeProduct, putLevel } from '../support/stock.ts'
import { openSiteWorld, type SiteWorld, type WorldShop } from './support/site-world.ts'

let world: SiteWorld
let shop: WorldShop
let pool_id: string

beforeAll(async () => {
  world = await openSiteWorld()
  const { control, test } = world
  test.app.background.outbox.start()
  const ours = await makeProduct(test.owner, { sku: 'CANECA', gtin: null })
  await putLevel(test.owner, test.branch_id, ours, 0, 10)
  shop = world.shop('Loja')
  control.addShopProduct(shop.shop_id, {
    ...{ name: 'Caneca', sku: 'CANECA', regular_price: '59.90', manage_stock: true, stock_quantity: 3 },
  })
  const pool = await test.owner.post('/pools', {
    ...{ name: 'Estoque', sources: [{ branch_id: test.branch_id }], targets: [] },
  })
  pool_id = pool.body.id
})
afterAll(() => world.close())

/** Connects the shop, shows it the one stock and links its product; gives our id. */
async function connected(): Promise<string> {
  const { owner } = world.test
  const { site_id } = await world.connectShop(shop)
  await world.settle()
  const patched = await owner.patch(`/pools/${pool_id}`, { targets: [{ site_id }] })
  if (patched.status !== 200) throw new Error(JSON.stringify(patched.body))
  await eventually('its product is linked', async () => {
    world.test.app.background.outbox.wake(world.test.tenant_id)
    return (await partsOf(site_id)).includes('link') ? true : undefined
  })
  return site_id
}

/** Everything of a connection that is still there. */
async function partsOf(site_id: string): Promise<string[]> {
  const rows = await world.query<{ part: string }>(
    `select 'keys' as part from sites where id = $1 and credentials is not null
     union all select 'name' from sites where id = $1 and removed_at is null
     union all select 'activity' from sites where id = $1 and state = 'active'
     union all select 'target' from pool_targets where site_id = $1
     union all select 'place' from pool_places where place_id = $1
     union all select 'link' from site_product_links where site_id = $1
     union all select 'silence' from audit_log where target = $1::text and action = 'site.disconnected'`,
    [site_id],
  )
  return rows.map(({ part }) => part).toSorted()
}

/** Disconnects over a way to the database that is cut at a request; whether the end of it was heard. */
async function disconnect(site_id: string, count: number, when: 'before' | 'after'): Promise<boolean> {
  const { test, control } = world
  const link = await openDatabaseLink(test.database.connection, () => undefined)
  const database = openDatabase(link.connection, () => undefined)
  try {
    // The connection stands before anything is counted.
    await database.tenant(test.tenant_id, async () => undefined)
    link.cutAt(count, when, () => undefined)
    const deps = {
      ...{ database, clock: { now: () => new Date(control.clock().now_ms) } },
      dependents: allDependents([siteUses, ordersOfSite]),
      doors: { forget: () => undefined },
    }
    await disconnectSite(deps, { principal: systemPrincipal(test.tenant_id), ip: '127.0.0.1' }, site_id)
    return true
  } catch {
    return false
  } finally {
    link.cut()
    await database.close().catch(() => undefined)
  }
}

const CONNECTED = ['activity', 'keys', 'link', 'name', 'place', 'target']
const DISCONNECTED = ['silence']
const MOST_REQUESTS = 60

it.each(['before', 'after'] as const)(
  'a disconnection that dies at any step, %s the database hears or answers, is done whole or not at all',
  async (when) => {
    let site_id = await connected()
    expect(await partsOf(site_id)).toEqual(CONNECTED)
    const deaths: string[] = []
    for (let count = 1; count <= MOST_REQUESTS; count += 1) {
      const isHeard = await disconnect(site_id, count, when)
      const parts = await partsOf(site_id)
      const isDone = parts.join() === DISCONNECTED.join()
      expect(isDone ? DISCONNECTED : CONNECTED).toEqual(parts)
      if (isHeard) {
        expect(isDone).toBe(true)
        break
      }
      deaths.push(isDone ? 'gone' : 'there')
      if (isDone) site_id = await connected()
    }
    // Some steps were reached, and of those only an answer to the last one that was lost has it done.
    expect(deaths.length).toBeGreaterThan(5)
    expect(deaths.filter((end) => end === 'gone')).toHaveLength(when === 'after' ? 1 : 0)
    expect(deaths.length).toBeLessThan(MOST_REQUESTS)
  },
)
