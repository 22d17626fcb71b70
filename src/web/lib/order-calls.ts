import type { Filters, Got, Sent } from '../../client/api-types.ts'
import type * as contract from '../../contract/orders.ts'
import { createCalls } from './calls.ts'

const { get, write } = createCalls(20_000)

/** What the screens ask about orders of sales sites, and how these travel. */
export const orders = {
  list: (query: Filters<typeof contract.orderQuery>) => get<Got<typeof contract.orderPage>>('/orders', query),
  backlog: () => get<Got<typeof contract.orderBacklog>>('/orders/backlog'),
  one: (id: string) => get<OrderDetail>(`/orders/${id}`),
  resend: (id: string) => write<OrderDetail>('POST', `/orders/${id}/resend`),
  cancel: (id: string) => write<OrderDetail>('POST', `/orders/${id}/cancel`),
  invoice: (id: string) => write<OrderDetail>('POST', `/orders/${id}/invoice`),
  settlePayment: (id: string, body: Sent<typeof contract.orderPayment>) =>
    write<OrderDetail>('POST', `/orders/${id}/payment`, body),
  route: (site_id: string) => get<OrderRoute>(`/sites/${site_id}/order-route`),
  saveRoute: (site_id: string, body: Sent<typeof contract.orderRouteChange>) =>
    write<OrderRoute>('PUT', `/sites/${site_id}/order-route`, body),
  mapping: (site_id: string) => get<StatusMapping>(`/sites/${site_id}/status-mapping`),
  saveMapping: (site_id: string, body: Sent<typeof contract.statusMappingChange>) =>
    write<StatusMapping>('PUT', `/sites/${site_id}/status-mapping`, body),
}

/** An order in a list. */
export type OrderRow = Got<typeof contract.orderRow>
/** A whole order with its timeline. */
export type OrderDetail = Got<typeof contract.orderDetail>
/** How the orders of a site travel. */
export type OrderRoute = Got<typeof contract.orderRoute>
/** The words for states: what was set, and everything that is in force. */
export type StatusMapping = Got<typeof contract.statusMapping>
