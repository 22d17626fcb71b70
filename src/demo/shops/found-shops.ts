import type { Sandbox } from '../../sandbox/server.ts'
import { createDice, type Dice } from '../dice.ts'
import { CENTRAL, SHOPS, SHOWCASE, type Shop } from './shops.ts'

/** Something the shops sell, and how much of it the bar's branches hold. */
export type ShopGood = {
  readonly sku: string
  readonly name: string
  readonly price: number
  readonly in_branches: number
}

/** How much of a good each kind of deposit begins with. */
const CENTRAL_UNITS = { min: 18, max: 48 }
const OTHER_UNITS = { min: 0, max: 12 }
/** So many goods are shown wrongly at first, so that the first plan has something to say. */
const WRONG_AT_FIRST = 4

/** Founds the shops' companies with their deposits, products and stock, as people did before the bar knew of EstoqueUni. */
export function foundShops(control: Sandbox['control'], goods: readonly ShopGood[]): void {
  const dice = createDice('aurora shops')
  const real = goods.map((good) => ({
    good,
    stock: new Map(mainDeposits().map((name) => [name, unitsIn(name, dice)])),
  }))
  for (const shop of SHOPS) {
    const { company_id, deposits } = foundShop(control, shop)
    for (const [index, { good, stock }] of real.entries()) {
      const pooled = good.in_branches + [...stock.values()].reduce((sum, units) => sum + units, 0)
      const shown = index < WRONG_AT_FIRST ? pooled + 1 + index : exposed(shop, pooled)
      const unitsOf = (name: string, role: string) =>
        role === 'main' ? (stock.get(name) ?? 0) : role === 'shared' ? shown : (stock.get(CENTRAL) ?? 0)
      control.addProduct(company_id, {
        name: good.name,
        sku: good.sku,
        price: good.price,
        stock: shop.deposits.map(({ name, role }) => ({
          deposit_id: deposits.get(name) ?? 0,
          quantity: unitsOf(name, role),
        })),
      })
    }
  }
}

function foundShop(control: Sandbox['control'], shop: Shop) {
  const { company_id, deposit_id } = control.addCompany({ name: shop.name })
  const [first, ...others] = shop.deposits
  control.patchDeposit(company_id, deposit_id, { name: first.name })
  const deposits = new Map([[first.name, deposit_id]])
  for (const { name } of others) deposits.set(name, control.addDeposit(company_id, { name }).deposit_id)
  const showcase = deposits.get(SHOWCASE) ?? deposit_id
  control.addChannel(company_id, { name: shop.channel, deposit_id: showcase })
  // Orders reserve in the showcase, and leave it when somebody says "Atendido".
  const transitions = [{ from: null, to: 9, actions: ['lancarEstoque' as const] }]
  control.patchCompany(company_id, { settings: { reserve_deposit_id: showcase, transitions } })
  return { company_id, deposits }
}

function mainDeposits(): string[] {
  return SHOPS.flatMap(({ deposits }) => deposits.filter(({ role }) => role === 'main')).map(
    ({ name }) => name,
  )
}

function unitsIn(deposit: string, dice: Dice): number {
  const { min, max } = deposit === CENTRAL ? CENTRAL_UNITS : OTHER_UNITS
  return dice.whole(min, max)
}

/** What the pool is going to show there; whatever is wrong here only makes the first plan longer. */
function exposed({ policy }: Shop, pooled: number): number {
  return policy.kind === 'buffer' ? Math.max(0, pooled - (policy.value ?? 0)) : pooled
}
