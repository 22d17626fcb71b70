import { useQuery } from '@tanstack/react-query'
import { Sheet } from '../../components/sheet.tsx'
import { Failure, SkeletonRows } from '../../components/states.tsx'
import { When } from '../../components/when.tsx'
import { orders } from '../../lib/order-calls.ts'
import { useSiteNames } from '../../lib/places.ts'
import { m } from '../../messages/messages.ts'
import { OrderActions } from './order-actions.tsx'
import { InvoiceBadge, StatusBadge, StepBadges } from './order-badges.tsx'
import { OrderGoods } from './order-goods.tsx'
import { OrderHold } from './order-hold.tsx'
import { OrderParties } from './order-parties.tsx'
import { OrderTimeline } from './order-timeline.tsx'

/** One order: where it stands and why, what can be done, what was bought by whom, and everything that happened to it. */
export function OrderSheet({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const siteName = useSiteNames()
  const found = useQuery({ queryKey: ['orders', 'one', id], queryFn: () => orders.one(id) })
  const order = found.data
  return (
    <Sheet
      title={order === undefined ? m.orders.title : m.orders.number(order.number)}
      note={
        order !== undefined && (
          <>
            {siteName(order.site_id)} · <When at={order.placed_at} />
          </>
        )
      }
      isOpen
      onClose={onClose}
      side="right"
    >
      {found.isPending && <SkeletonRows rows={6} />}
      {found.isError && <Failure error={found.error} onRetry={() => void found.refetch()} />}
      {order !== undefined && (
        <div className="flex flex-col gap-5">
          <div className="flex flex-wrap gap-1">
            <StatusBadge order={order} />
            <StepBadges order={order} isAlone />
            {order.invoice_status !== 'none' && <InvoiceBadge order={order} />}
          </div>
          <OrderHold order={order} />
          <OrderActions order={order} />
          <OrderGoods order={order} />
          <OrderParties order={order} />
          <OrderTimeline events={order.timeline} />
        </div>
      )}
    </Sheet>
  )
}
