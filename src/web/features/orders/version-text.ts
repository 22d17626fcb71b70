import * as z from 'zod/mini'
import { moneyText, unitsText } from '../../lib/format.ts'
import { m } from '../../messages/messages.ts'

const version = z.object({
  total_cents: z.number(),
  items: z.array(z.object({ sku: z.string(), quantity: z.number() })),
})

/** A version of an order, as its timeline keeps it: what it holds and comes to; nothing when it cannot be read. */
export function versionText(told: unknown): string {
  const texts = m.orders.timeline
  const { data } = version.safeParse(told)
  if (data === undefined) return ''
  const items = data.items.map(({ sku, quantity }) => texts.versionItem(unitsText(quantity), sku))
  return texts.version(items.join(', '), moneyText(data.total_cents))
}
