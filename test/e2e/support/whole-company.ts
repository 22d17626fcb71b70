import { randomUUID } from 'node:crypto'
import { eventually } from '../../support/eventually.ts'
import { openSiteShops, type SiteShops } from './site-shops.ts'

/** A company with something of everything that a screen can show: two Bling accounts, two sites, and the days of a bar. */
export type WholeCompany = SiteShops & {
  /** Our products, by SKU. */
  readonly products: ReadonlyMap<string, string>
}

/** Opens it, with everything arrived. */
export async function openWholeCompany(): Promise<WholeCompany> {
  const shops = await openSiteShops()
  const { owner, branch_id } = shops
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape; a wrong look fails the test
  const post = async (path: string, body?: unknown): Promise<any> => {
    const answer = await owner.post(path, body)
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const { items } = (await owner.get('/products?limit=200')).body
  const products = new Map<string, string>(items.map(({ sku, id }: { sku: string; id: string }) => [sku, id]))
  const [beer, water] = [products.get('ORI-600'), products.get('AGU-500')]
  await owner.patch(`/products/${beer}`, { box_tracking: true, units_per_box: 12, unit_price_cents: 900 })
  const { id: storeroom } = await post('/branches', { name: 'Depósito' })
  const people = { email: 'caio@bar.example', password: 'outra senha bem longa', role: 'viewer' }
  await post('/users', { name: 'Caio', ...people, branch_ids: null })
  await post('/invitations', { email: 'duda@bar.example', role: 'cashier', branch_ids: null })
  await post('/api-keys', { name: 'Site', role: 'viewer' })
  const lines = [{ product_id: beer, boxes: 3, units: 0, box_cost_cents: 5000 }]
  await post('/purchases', { branch_id, lines })
  await post('/purchases', { branch_id, lines, supplier: 'Distribuidora', status: 'pending' })
  await post('/sales', { branch_id, lines: [{ product_id: beer, quantity: 2 }] })
  await post('/inventory/losses', { branch_id, product_id: beer, quantity: 1, reason: 'Vencido' })
  await post('/transfers', {
    ...{ from_branch_id: branch_id, to_branch_id: storeroom },
    lines: [{ product_id: beer, boxes: 0, units: 2 }],
  })
  // Sold without network: one product that was not there, and one that nobody knows.
  const now = new Date().toISOString()
  const sold = (what: object, device_seq: number) => ({
    ...{ op_id: randomUUID(), device_seq, kind: 'sale', occurred_at: now },
    payload: { branch_id, lines: [{ ...what, quantity: 1 }] },
  })
  await post('/offline/operations', {
    ...{ device_id: 'Caixa 2', device_now: now },
    operations: [sold({ product_id: water }, 1), sold({ sku: 'SUMIU-1' }, 2)],
  })
  await sitesOf(shops, post)
  const plan = await post('/sync/plans', { pool_id: shops.pool_id })
  await post(`/sync/plans/${plan.id}/apply`)
  await eventually('the plan was applied', async () => {
    const { body } = await owner.get(`/sync/plans/${plan.id}`)
    return body.state === 'applied' || undefined
  })
  await post('/sync/plans', { pool_id: shops.pool_id })
  return { ...shops, products }
}

/** A shop with an order and products that differ, and a site written by hand. */
async function sitesOf(shops: SiteShops, post: (path: string, body?: unknown) => Promise<unknown>) {
  const { owner } = shops
  const site_id = await shops.connectShop()
  await post('/sites', { kind: 'generic', name: 'Site do bar' })
  const order = shops.buy('heineken')
  await owner.put(`/sites/${site_id}/field-owners`, { account_id: shops.accounts.w })
  await post(`/sites/${site_id}/products/imports`, {})
  await eventually('the products of the shop are linked', async () => {
    const { body } = await owner.get(`/sites/${site_id}/products?linked=true`)
    return body.items.length >= 2 || undefined
  })
  await eventually('its order is there', async () => {
    const { body } = await owner.get(`/orders?search=${order}`)
    return body.items.length > 0 || undefined
  })
}
