import type { Sandbox } from '../../sandbox/server.ts'
import { createDice, type Dice } from '../dice.ts'
import { waited } from '../waited.ts'
import { CENTRAL, SHOPS, SHOWCASE } from './shops.ts'

type Control = Sandbox['control']
type ShopState = ReturnType<Control['state']>

const SHORTEST_WAIT_MS = 6_000
const LONGEST_WAIT_MS = 14_000
/** A shop packs its oldest order rather than let more than this wait. */
const MOST_OPEN = 4
const PACKING_PROBABILITY = 0.3
const CANCELLING_PROBABILITY = 0.15
const MOST_UNITS = 3
/** The central deposit is filled up from this many units of a good. */
const LOWEST_UNITS = 6
const BOUGHT_UNITS = 24

/** What waits to be packed: open, or paid at one of the bar's sites. */
const TO_PACK: ReadonlySet<number> = new Set([6, 15])
const DONE = 9
const CANCELLED = 12

/** Has something happen in one of the shops every few seconds, until `signal` ends it: an order, a parcel, a cancellation, a delivery. */
export async function orderInShops(options: {
  readonly control: Control
  readonly signal: AbortSignal
}): Promise<void> {
  const { control, signal } = options
  const dice = createDice(crypto.randomUUID())
  while (await waited(dice.whole(SHORTEST_WAIT_MS, LONGEST_WAIT_MS), signal)) {
    const { name } = dice.pick(SHOPS, ({ demand }) => demand)
    const company = control.companies().find((one) => one.name === name)
    if (company !== undefined) tendShop(control, company.company_id, dice)
  }
}

/** One thing that happens in a shop. People order what they see, and see only its showcase. */
export function tendShop(control: Control, company_id: string, dice: Dice): void {
  const state = control.state(company_id)
  fillUp(control, state, company_id)
  const open = state.orders.filter((order) => TO_PACK.has(order.situation_id) && order.launched === null)
  const [oldest] = open.toSorted((one, other) => one.created_at - other.created_at)
  const isPacked = open.length > MOST_OPEN || dice.happens(PACKING_PROBABILITY)
  if (oldest !== undefined && isPacked) {
    const situation_id = dice.happens(CANCELLING_PROBABILITY) ? CANCELLED : DONE
    control.patchOrder(company_id, oldest.id, { situation_id })
    return
  }
  order(control, state, dice)
}

function order(control: Control, state: ShopState, dice: Dice): void {
  const { company_id } = state.company
  const showcase = state.deposits.find(({ name }) => name === SHOWCASE)
  const shown = state.balances.filter((one) => one.deposit_id === showcase?.id && one.seen_virtual >= 1)
  const [channel] = state.channels
  if (shown.length === 0 || channel === undefined) return
  const picked = new Set(Array.from({ length: dice.whole(1, 2) }, () => dice.pick(shown)))
  control.addOrder(company_id, {
    items: [...picked].map(({ product_id, seen_virtual }) => ({
      product_id,
      quantity: dice.whole(1, Math.min(MOST_UNITS, Math.floor(seen_virtual))),
    })),
    channel_id: channel.id,
    shop_number: `AUR-${1000 + state.orders.length}`,
  })
}

/** A supplier brings what has become short in the central deposit; nobody but Bling is told. */
function fillUp(control: Control, state: ShopState, company_id: string): void {
  const central = state.deposits.find(({ name }) => name === CENTRAL)
  const short = state.balances.find(
    ({ deposit_id, virtual }) => deposit_id === central?.id && virtual < LOWEST_UNITS,
  )
  if (short === undefined) return
  const { product_id, deposit_id } = short
  control.move(company_id, {
    ...{ product_id, deposit_id, operation: 'E', quantity: BOUGHT_UNITS },
    notes: 'Compra recebida',
  })
}
