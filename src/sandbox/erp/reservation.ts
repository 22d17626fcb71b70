import { roundQuantity } from '../kernel/numbers.ts'
import type { Sim } from '../sim.ts'
import { scheduleVirtualStock } from '../webhooks/stock-events.ts'
import { changeLevel } from './balance.ts'
import { currentCompany } from './company.ts'
import { defaultDeposit } from './deposit.ts'
import type { Order, StockLine } from './order.ts'
import { kitsWith, stockLines } from './product.ts'

/** Where an order reserves: its own deposit, its channel's, the company's choice, the default, in this order. */
export function orderDeposit(sim: Sim, companyId: string, order: Pick<Order, 'deposit_id' | 'doc'>): number {
  const channel = sim.world.channels.get(companyId, order.doc.loja?.id ?? 0)
  return (
    order.deposit_id ??
    channel?.deposit_id ??
    currentCompany(sim, companyId).settings.reserve_deposit_id ??
    defaultDeposit(sim, companyId).id
  )
}

/** What an order draws from a deposit, one line per product, kits taken apart. */
export function orderLines(sim: Sim, companyId: string, order: Order, depositId: number): StockLine[] {
  const sums = new Map<number, number>()
  for (const item of order.doc.itens) {
    if (!item.produto) continue
    for (const line of stockLines(sim, companyId, item.produto.id, item.quantidade)) {
      sums.set(line.product_id, roundQuantity((sums.get(line.product_id) ?? 0) + line.quantity))
    }
  }
  return [...sums].map(([product_id, quantity]) => ({ product_id, deposit_id: depositId, quantity }))
}

/** Draws how long a change of reservations takes to show. */
export function virtualDelay(sim: Sim, companyId: string): number {
  return sim.random.int('virtual-delay', currentCompany(sim, companyId).settings.virtual_delay_ms)
}

/**
 * Makes an order hold exactly what its situation asks for, and returns it so. Launched orders reserve nothing:
 * what they took is already gone. `delayMs` is when balances show it; the events come as late as the company's setting.
 */
export function reserve(
  sim: Sim,
  companyId: string,
  order: Order,
  delayMs = virtualDelay(sim, companyId),
): Order {
  const wanted = wantedLines(sim, companyId, order)
  const changes = new Map<string, StockLine>()
  for (const line of wanted) add(changes, line, 1)
  for (const line of order.reserved) add(changes, line, -1)
  const eventDelay = Math.max(delayMs, virtualDelay(sim, companyId))
  const touched = new Set<number>()
  for (const change of changes.values()) {
    if (change.quantity === 0) continue
    changeLevel(sim, companyId, change, {
      physical: 0,
      reserved: change.quantity,
      delay_ms: delayMs,
      cause: order.id,
    })
    touched.add(change.product_id)
  }
  announceVirtual(sim, companyId, touched, eventDelay)
  return { ...order, reserved: wanted }
}

/** Plans the events of products whose reservations changed, and of the kits made of them. */
export function announceVirtual(
  sim: Sim,
  companyId: string,
  productIds: ReadonlySet<number>,
  delayMs: number,
): void {
  const all = new Set(productIds)
  for (const id of productIds) for (const kit of kitsWith(sim, companyId, id)) all.add(kit.id)
  for (const id of all) scheduleVirtualStock(sim, companyId, id, delayMs)
}

/** Applies the company's settings of now to all its orders, at once: what its screen does when the switch is turned. */
export function reserveAll(sim: Sim, companyId: string): void {
  for (const order of [...sim.world.orders.in(companyId).values()]) {
    sim.world.orders.put(companyId, order.id, reserve(sim, companyId, order, 0))
  }
}

function wantedLines(sim: Sim, companyId: string, order: Order): StockLine[] {
  const { settings } = currentCompany(sim, companyId)
  if (
    order.launched ||
    !settings.reserves_stock ||
    !settings.reserving_situations.includes(order.situation_id)
  )
    return []
  return orderLines(sim, companyId, order, orderDeposit(sim, companyId, order))
}

function add(changes: Map<string, StockLine>, line: StockLine, sign: 1 | -1): void {
  const key = `${line.product_id}:${line.deposit_id}`
  const quantity = roundQuantity((changes.get(key)?.quantity ?? 0) + sign * line.quantity)
  changes.set(key, { ...line, quantity })
}
