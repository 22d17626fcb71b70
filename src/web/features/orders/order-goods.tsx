import { Link2Off } from 'lucide-react'
import { Badge } from '../../components/badge.tsx'
import { moneyText, unitsText } from '../../lib/format.ts'
import type { OrderDetail } from '../../lib/order-calls.ts'
import { m } from '../../messages/messages.ts'
import { ItemLink } from './item-link.tsx'

/** What was bought and what it costs, down to the total that the site charged. */
export function OrderGoods({ order }: { readonly order: OrderDetail }) {
  const texts = m.orders
  const sums = [
    [texts.itemsTotal, order.items_cents],
    [texts.freight, order.freight_cents],
    [texts.other, order.other_cents],
    [texts.discount, -order.discount_cents],
  ] as const
  return (
    <section>
      <h3 className="text-lead font-semibold">{texts.items}</h3>
      <ul className="divide-y divide-line">
        {order.items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an order keeps its items in their order, and one may stand there twice
          <li key={index} className="flex gap-3 py-2.5">
            <span className="w-9 shrink-0 font-semibold">{unitsText(item.quantity)}</span>
            <div className="min-w-0 flex-1">
              <span className="block break-words">{item.description}</span>
              <span className="block text-note text-soft">
                <code className="break-all">{item.sku}</code>
                {item.quantity !== 1 && ` · ${texts.each(moneyText(item.unit_price_cents))}`}
              </span>
              {!item.is_linked && (
                <>
                  <Badge tone="warn" Icon={Link2Off}>
                    {texts.itemUnlinked}
                  </Badge>
                  <ItemLink order={order} sku={item.sku} />
                </>
              )}
            </div>
            <span className="shrink-0">{moneyText(Math.round(item.unit_price_cents * item.quantity))}</span>
          </li>
        ))}
      </ul>
      <dl className="border-line border-t pt-2">
        {sums
          .filter(([, cents]) => cents !== 0)
          .map(([name, cents]) => (
            <div key={name} className="flex justify-between py-0.5 text-soft">
              <dt>{name}</dt>
              <dd>{moneyText(cents)}</dd>
            </div>
          ))}
        <div className="flex justify-between py-1 text-lead font-bold">
          <dt>{texts.total}</dt>
          <dd>{moneyText(order.total_cents)}</dd>
        </div>
      </dl>
    </section>
  )
}
