import { useQuery } from '@tanstack/react-query'
import { Card } from '../../components/page.tsx'
import { unitsText } from '../../lib/format.ts'
import { useAccountNames } from '../../lib/places.ts'
import { sync } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'

/** Open orders that hold units of a SKU; nothing when there are none. */
export function Orders({ sku }: { readonly sku: string }) {
  const orders = useQuery({
    queryKey: ['sync', 'demand', sku],
    queryFn: () => sync.demand({ sku, limit: 50 }),
  })
  const accountName = useAccountNames()
  const items = orders.data?.items ?? []
  if (items.length === 0) return null
  return (
    <Card className="p-4">
      <h2 className="font-semibold">{m.why.orders}</h2>
      <p className="text-note text-soft">{m.why.ordersNote}</p>
      <ul className="divide-y divide-line">
        {items.map((line) => (
          <li key={`${line.order_id}/${line.item_id}`} className="flex justify-between gap-3 py-2">
            <span>{m.why.order(line.number, unitsText(line.quantity))}</span>
            <span className="text-soft">{accountName(line.channel_id)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
