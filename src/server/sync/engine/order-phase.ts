import type { OrderPhase } from '../../../domain/sync/demand-line.ts'
import type { OrderStatus } from '../../bling/mapping/order.ts'

/** Whether Bling keeps the stock of an order in this status apart, in an account that does so at all. What merchants invent may. */
export function isKeptApart(status: OrderStatus): boolean {
  return status === 'open' || status === 'in_progress' || status === 'drafting' || status === 'verified'
}

/**
 * Where an order stands as far as stock is concerned. What nobody knows counts as open: stock that is wrongly held back is seen and
 * corrected, stock that is wrongly sold is not. Brokered sales are made from somebody else's stock.
 */
export function phaseOf(status: OrderStatus): OrderPhase {
  switch (status) {
    case 'fulfilled':
      return 'shipped'
    case 'cancelled':
    case 'brokered':
      return 'cancelled'
    case 'open':
    case 'in_progress':
    case 'drafting':
    case 'verified':
    case 'partly_invoiced':
    case 'partly_fulfilled':
    case 'partly_checked_out':
    case 'awaiting_payment':
    case 'payment_confirmed':
    case 'other':
      return 'open'
  }
}
