import type { Sandbox } from '../../sandbox/server.ts'
import { createDice, type Dice } from '../dice.ts'
import { waited } from '../waited.ts'

type Control = Sandbox['control']

const SHORTEST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 12_000
const PAID_AT_ONCE_PROBABILITY = 0.4
const CANCELLING_PROBABILITY = 0.15
const REFUNDING_PROBABILITY = 0.05
/** A customer pays rather than let more orders than this wait for money. */
const MOST_UNPAID = 3
const MOST_UNITS = 3

const BUYERS = [
  { name: 'Maria Silva', email: 'maria@exemplo.com.br', document: '529.982.247-25' },
  { name: 'João Pereira', email: 'joao@exemplo.com.br', document: '' },
  { name: 'Lúcia Andrade', email: 'lucia@exemplo.com.br', document: '' },
  { name: 'Caio Ramos', email: 'caio@exemplo.com.br', document: '' },
]

/** Has something happen at one of the sales sites every few seconds, until `signal` ends it: an order, a payment, a cancellation. */
export async function orderAtSites(options: {
  readonly control: Control
  readonly signal: AbortSignal
}): Promise<void> {
  const { control, signal } = options
  const dice = createDice(crypto.randomUUID())
  while (await waited(dice.whole(SHORTEST_WAIT_MS, LONGEST_WAIT_MS), signal)) tendSites(control, dice)
}

/** One thing that happens. People buy what the site shows them. */
export function tendSites(control: Control, dice: Dice): void {
  const shops = control.shops().map(
    ({ shop_id }) =>
      () =>
        tendShop(control, shop_id, dice),
  )
  const own = control.sites().map(
    ({ site_id }) =>
      () =>
        tendOwn(control, site_id, dice),
  )
  const all = [...shops, ...own]
  if (all.length > 0) dice.pick(all)()
}

function tendShop(control: Control, shop_id: string, dice: Dice): void {
  const { orders, products } = control.shopState(shop_id)
  const unpaid = orders.filter(({ status }) => status === 'on-hold')
  const [oldest] = unpaid
  const paid = orders.findLast(({ status }) => status === 'processing')
  if (paid !== undefined && dice.happens(REFUNDING_PROBABILITY)) {
    control.patchShopOrder(shop_id, paid.id, { status: 'refunded' })
  } else if (oldest !== undefined && isTimeToPay(unpaid.length, dice)) {
    const status = dice.happens(CANCELLING_PROBABILITY)
      ? dice.pick(['cancelled', 'failed'] as const)
      : 'processing'
    control.patchShopOrder(shop_id, oldest.id, { status, set_paid: status === 'processing' })
  } else buyAtShop(control, shop_id, products, dice)
}

function buyAtShop(
  control: Control,
  shop_id: string,
  products: ReturnType<Control['shopState']>['products'],
  dice: Dice,
): void {
  const line_items = picked(
    products.map(({ id, stock_quantity }) => ({ id, left: stock_quantity })),
    dice,
  ).map(({ id, quantity }) => ({ product_id: id, quantity }))
  if (line_items.length === 0) return
  const { name, email, document } = dice.pick(BUYERS)
  const [first_name = '', last_name = ''] = name.split(' ')
  const billing = { first_name, last_name, email, ...(document === '' ? {} : { cpf: document }) }
  const state = dice.happens(PAID_AT_ONCE_PROBABILITY) ? { set_paid: true } : { status: 'on-hold' as const }
  control.addShopOrder(shop_id, { line_items, billing, ...state })
}

function tendOwn(control: Control, site_id: string, dice: Dice): void {
  const { orders, products } = control.siteState(site_id)
  const unpaid = orders.filter(({ status, said }) => status === 'awaiting_payment' && said.length === 0)
  const [oldest] = unpaid
  if (oldest !== undefined && isTimeToPay(unpaid.length, dice)) {
    const status = dice.happens(CANCELLING_PROBABILITY) ? 'cancelled' : 'paid'
    control.patchSiteOrder(site_id, oldest.reference, { status })
    return
  }
  const lines = picked(
    products
      .filter(({ is_active, price_cents }) => is_active && price_cents !== null)
      .map(({ sku, available }) => ({ id: sku, left: available })),
    dice,
  ).map(({ id, quantity }) => ({ sku: id, quantity }))
  if (lines.length === 0) return
  const { name, email, document } = dice.pick(BUYERS)
  control.addSiteOrder(site_id, { lines, customer: { name, email, tax_id: document } })
}

function isTimeToPay(unpaid: number, dice: Dice): boolean {
  return unpaid > MOST_UNPAID || dice.happens(0.5)
}

/** One or two products of which there is enough. */
function picked<Id>(
  products: readonly { readonly id: Id; readonly left: number }[],
  dice: Dice,
): { id: Id; quantity: number }[] {
  const shown = products.filter(({ left }) => left >= 1)
  if (shown.length === 0) return []
  const some = new Set(Array.from({ length: dice.whole(1, 2) }, () => dice.pick(shown)))
  return [...some].map(({ id, left }) => ({ id, quantity: dice.whole(1, Math.min(MOST_UNITS, left)) }))
}
