import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from '../../components/button.tsx'
import { Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { bling } from '../../lib/bling-calls.ts'
import { type OrderDetail, orders } from '../../lib/order-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'

/** What an item that nobody knows in the account could be there, to be chosen in place; nothing where nothing resembles it. */
export function ItemLink({ order, sku }: { readonly order: OrderDetail; readonly sku: string }) {
  const { can } = useSession()
  const client = useQueryClient()
  const route = useQuery({
    queryKey: ['site-rules', 'account', order.site_id],
    queryFn: () => orders.route(order.site_id),
    enabled: order.account_id === null,
  })
  const account_id = order.account_id ?? route.data?.account_id ?? undefined
  const suggestions = useQuery({
    queryKey: ['links', 'of-orders', account_id],
    queryFn: () => bling.suggestions({ account_id, limit: 200 }),
    enabled: account_id !== undefined && can('sync.write'),
  })
  const linking = useMutation({
    mutationFn: bling.link,
    onSuccess: async () => {
      toast(m.links.accepted)
      await client.invalidateQueries({ queryKey: ['links'] })
      await client.invalidateQueries({ queryKey: ['orders'] })
    },
  })
  const found = suggestions.data?.items.find((one) => one.sku === sku)
  if (found === undefined || found.candidates.length === 0) return null
  return (
    <div className="flex flex-col gap-2 pt-2">
      <p className="text-note text-soft">{m.orders.couldBe(found.account_name)}</p>
      <ul className="divide-y divide-line rounded-control border border-line px-3">
        {found.candidates.map(({ bling_product_id, name, code }) => (
          <li key={bling_product_id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
            <span className="min-w-0 flex-1 basis-40">
              <span className="block font-medium break-words">{name}</span>
              <code className="block text-note break-all text-soft">{code}</code>
            </span>
            <Button
              aria-label={m.links.acceptNamed(`${name}, ${code}`)}
              disabled={linking.isPending}
              onClick={() =>
                linking.mutate({
                  product_id: found.product_id,
                  account_id: found.account_id,
                  bling_product_id,
                })
              }
            >
              {m.links.accept}
            </Button>
          </li>
        ))}
      </ul>
      <Refused error={linking.error} />
    </div>
  )
}
