import type { OrderDetail, OrderRow } from '../../lib/order-calls.ts'

/** Where an order is on its way to Bling, in one word; those from `dead` on wait for a person. */
export type BlingStanding =
  | { readonly kind: 'queued' | 'retrying' | 'updating' | 'nowhere' }
  | { readonly kind: 'there'; readonly number: string | null }
  | { readonly kind: 'dead' | 'held' | 'no_account' | 'unlinked' | 'invoice_rejected' | 'edited' | 'waiting' }

const REASONS = ['held', 'no_account', 'unlinked', 'invoice_rejected'] as const

type Sent = Pick<OrderRow, 'sendings' | 'bling_order_id' | 'bling_number'>

/** The work on one side of an order. */
export function sendingOf({ sendings }: Pick<OrderRow, 'sendings'>, side: 'bling' | 'site') {
  return sendings.find((one) => one.side === side)
}

/** Where the order is on its way to Bling. */
export function standingInBling(order: Sent): BlingStanding {
  const sending = sendingOf(order, 'bling')
  const isThere = order.bling_order_id !== null
  switch (sending?.state) {
    case 'dead':
      return { kind: 'dead' }
    case 'waiting':
      if (sending.reason?.startsWith('edited_') === true) return { kind: 'edited' }
      return { kind: REASONS.find((one) => one === sending.reason) ?? 'waiting' }
    case 'due':
      if (sending.attempts > 0) return { kind: 'retrying' }
      return { kind: isThere ? 'updating' : 'queued' }
    default:
      return isThere ? { kind: 'there', number: order.bling_number } : { kind: 'nowhere' }
  }
}

/** Whether the site could not be told where the order stands. */
export function isSiteUntold(order: Pick<OrderRow, 'sendings'>): boolean {
  const sending = sendingOf(order, 'site')
  return sending?.state === 'dead' || (sending?.state === 'due' && sending.attempts > 0)
}

/** What a person may do about an order now. */
export type OrderAction = 'resend' | 'release' | 'approve' | 'refuse' | 'invoice' | 'cancel'

/** The actions that make sense for the order as it stands, what releases it first. The server refuses all others anyway. */
export function actionsOf(
  order: Pick<
    OrderDetail,
    'sendings' | 'status' | 'payment_status' | 'invoice_status' | 'invoice_asked_at'
  > & {
    readonly progress: OrderDetail['progress']
    readonly is_held: boolean
  },
): readonly OrderAction[] {
  const { is_held, payment_status, invoice_status, progress, status } = order
  const isOff = status === 'cancelled' || status === 'refunded'
  const isStuck = order.sendings.some(
    ({ state, attempts }) => state === 'waiting' || state === 'dead' || (state === 'due' && attempts > 0),
  )
  const mayApprove =
    progress !== 'cancelled' && (payment_status === 'pending' || payment_status === 'refused')
  const isInvoiceOpen =
    invoice_status === 'rejected' || (invoice_status === 'none' && order.invoice_asked_at === null)
  return [
    ...(is_held && !isOff ? (['release'] as const) : []),
    ...(!is_held && isStuck ? (['resend'] as const) : []),
    ...(mayApprove ? (['approve'] as const) : []),
    ...(isInvoiceOpen && !isOff && !is_held ? (['invoice'] as const) : []),
    ...(mayApprove && payment_status === 'pending' ? (['refuse'] as const) : []),
    ...(isOff ? [] : (['cancel'] as const)),
  ]
}
