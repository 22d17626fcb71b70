import { Page } from '../../components/page.tsx'
import { OrderList } from '../../features/orders/order-list.tsx'
import { useLiveOrders } from '../../lib/use-live.ts'
import { m } from '../../messages/messages.ts'

/** Pedidos. */
export function OrdersPage() {
  useLiveOrders()
  return (
    <Page title={m.orders.title} note={m.orders.note} isWide>
      <OrderList />
    </Page>
  )
}
