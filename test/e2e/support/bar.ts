import { startTestApp, type TestApp } from '../../support/test-app.ts'

/** A bar with a few goods, served over real HTTP with the built web app. */
export type Bar = TestApp & {
  readonly address: string
  readonly products: ReadonlyMap<string, string>
  /** Units of a product as the server has them. */
  unitsOf(sku: string): Promise<number>
  sales(): Promise<number>
}

/** What stands on the bottle of Heineken. */
export const HEINEKEN_EAN = '7891234567895'

const GOODS = [
  {
    sku: 'HEI-600',
    gtin: HEINEKEN_EAN,
    name: 'Heineken 600 ml',
    category: 'Cervejas',
    unit_price_cents: 1800,
    units_per_box: 12,
    boxes: 2,
  },
  {
    sku: 'ORI-600',
    name: 'Original 600 ml',
    category: 'Cervejas',
    unit_price_cents: 900,
    units_per_box: 24,
    boxes: 1,
  },
  {
    sku: 'AGU-500',
    name: 'Água 500 ml',
    category: 'Sem álcool',
    unit_price_cents: 400,
    units_per_box: 12,
    boxes: 0,
  },
  {
    sku: 'GIN-750',
    name: 'Gin Tanqueray 750 ml',
    category: 'Destilados',
    unit_price_cents: 32_000,
    dose_enabled: true,
    doses_per_bottle: 25,
    dose_price_cents: 2200,
    units_per_box: 6,
    boxes: 1,
  },
]

/** Opens the bar. */
export async function openBar(): Promise<Bar> {
  const app = await startTestApp()
  const address = await app.app.http.listen({ host: '127.0.0.1', port: 0 })
  const products = new Map<string, string>()
  for (const { boxes, ...goods } of GOODS) {
    const made = await app.owner.post('/products', {
      ...goods,
      box_tracking: true,
      low_stock_alert: 5,
      ...(goods.sku === 'ORI-600' ? { muntu_enabled: true, muntu_quantity: 6, muntu_price_cents: 4500 } : {}),
    })
    if (made.status !== 201) throw new Error(JSON.stringify(made.body))
    products.set(goods.sku, made.body.id)
    if (boxes === 0) continue
    const lines = [{ product_id: made.body.id, boxes, units: 0, box_cost_cents: 5000 }]
    await app.owner.post('/purchases', { branch_id: app.branch_id, lines })
  }
  const unitsOf = async (sku: string) => {
    const item = await app.owner.get(`/inventory/${products.get(sku)}?branch_id=${app.branch_id}`)
    return item.body.total_bottles as number
  }
  const sales = async () => (await app.owner.get('/sales?limit=200')).body.items.length as number
  return { ...app, address, products, unitsOf, sales }
}
