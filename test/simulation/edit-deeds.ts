import type { Deed } from './deeds.ts'
import { pick } from './shape.ts'
import { OFF_WORDS } from './site-orders.ts'
import { someOrder, told } from './site-talk.ts'

const STREAM = 'edit deeds'

/** The shopkeeper changes what an order holds: how many of a product, or which; whatever became of it meanwhile. */
export const editAtShop: Deed = async (world) => {
  const order = await someOrder(
    world,
    STREAM,
    ({ site, word }) => site.shape.kind === 'woocommerce' && !OFF_WORDS.has(word),
  )
  if (order === null) return null
  const { control, random } = world
  const { place_id, products } = order.site
  const lines =
    control.shopState(place_id).orders.find(({ id }) => String(id) === order.number)?.line_items ?? []
  const line = pick(random, STREAM, lines)
  const what = pick(random, STREAM, ['quantity', 'quantity', 'other', 'also'] as const)
  const quantity = random.int(STREAM, { min: 1, max: 4 })
  const added = { product_id: pick(random, STREAM, [...products.values()]), quantity }
  const line_items =
    what === 'quantity'
      ? [{ id: line.id, quantity }]
      : what === 'also'
        ? [added]
        : [{ id: line.id, quantity: 0 }, added]
  control.patchShopOrder(place_id, Number(order.number), { line_items })
  return `${told(order)} is edited there: ${JSON.stringify(line_items)}`
}
