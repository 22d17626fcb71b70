import * as z from 'zod'
import type { Sim } from '../sim.ts'
import { nextShopId, type OrderNote, type ShopOrder } from './shop.ts'
import { gmt } from './wc-answer.ts'

/** What a note may be given. */
export const noteInput = z.object({ note: z.string().min(1), customer_note: z.boolean().optional() })

/** How the API shows a note. */
export function noteView({ id, note, is_for_customer, created_at }: OrderNote) {
  return { id, author: 'system', note, customer_note: is_for_customer, date_created_gmt: gmt(created_at) }
}

/** The notes of an order, newest first, as the API lists them; `type` is `customer`, `internal` or anything else for all. */
export function notesOf(order: ShopOrder, type: string | undefined): OrderNote[] {
  return (order.notes ?? [])
    .filter(({ is_for_customer }) => (type === 'customer' ? is_for_customer : true))
    .filter(({ is_for_customer }) => (type === 'internal' ? !is_for_customer : true))
    .toReversed()
}

/** Writes a note beside an order, which does not change the order itself. */
export function addNote(
  sim: Sim,
  shopId: string,
  order: ShopOrder,
  { note, customer_note }: z.infer<typeof noteInput>,
): OrderNote {
  const added: OrderNote = {
    ...{ id: nextShopId(sim, shopId), note, is_for_customer: customer_note ?? false },
    created_at: sim.clock.now(),
  }
  sim.world.shop_orders.put(shopId, order.id, { ...order, notes: [...(order.notes ?? []), added] })
  return added
}
