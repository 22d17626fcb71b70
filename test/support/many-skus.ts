import { eventually } from './eventually.ts'
import { ok, type SyncWorld, type WorldShop } from './sync-world.ts'

/** A SKU beside the fixture's, with Bling's numbers for it. */
export type OneOfMany = { readonly sku: string; readonly w: number; readonly y: number }

/** Balances by deposit, such as `{ 'W.P1': 10, 'Y.C': 19 }`. */
export type Amounts = Readonly<Record<string, number>>

/** Adds SKUs to both shops and to our catalogue, linked, and has them verified once. `amountsOf` gives each its first balances. */
export async function addSkus(
  world: SyncWorld,
  skus: readonly string[],
  amountsOf: (index: number) => Amounts,
): Promise<OneOfMany[]> {
  const { control, w, y } = world
  control.setFaults([{ kind: 'webhook_drop' }])
  const add = (shop: WorldShop, prefix: string, sku: string, amounts: Amounts) =>
    control.addProduct(shop.company_id, {
      name: sku,
      sku,
      stock: Object.entries(amounts)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, quantity]) => ({ deposit_id: shop.deposits[name.slice(2)]?.bling_id, quantity })),
    }).product_id
  const made = skus.map((sku, index) => {
    const amounts = amountsOf(index)
    return { sku, w: add(w, 'W.', sku, amounts), y: add(y, 'Y.', sku, amounts) }
  })
  control.setFaults()
  await readProducts(world, w)
  const product_ids = made.map((one) => String(one.w))
  await ok(world.test.owner.post(`/bling/accounts/${w.account_id}/products/catalog`, { product_ids }))
  await readProducts(world, y)
  await world.settle()
  await world.pass(31 * 60_000)
  world.posts()
  return made
}

async function readProducts({ test }: SyncWorld, { account_id }: WorldShop): Promise<void> {
  const path = `/bling/accounts/${account_id}/products/imports`
  await ok(test.owner.post(path, { scope: 'everything' }))
  await eventually('the products are read', async () =>
    (await test.owner.get(path)).body.items[0]?.state === 'complete' ? true : undefined,
  )
}

/** Sets a balance of one of them on Bling's stock screen. */
export function setOne(world: SyncWorld, one: OneOfMany, place: string, quantity: number): void {
  const [shop, product_id] = place.startsWith('W.') ? [world.w, one.w] : [world.y, one.y]
  const deposit_id = shop.deposits[place.slice(2)]?.bling_id
  if (deposit_id === undefined) throw new Error(`no place ${place}`)
  world.control.move(shop.company_id, { product_id, deposit_id, operation: 'B', quantity })
}

/** The virtual balances that a deposit shows, by Bling's product number. */
export function virtualsOf(world: SyncWorld, place: string): ReadonlyMap<number, number> {
  const shop = place.startsWith('W.') ? world.w : world.y
  const deposit_id = shop.deposits[place.slice(2)]?.bling_id
  const { balances } = world.control.state(shop.company_id)
  return new Map(
    balances.filter((one) => one.deposit_id === deposit_id).map((one) => [one.product_id, one.virtual]),
  )
}
