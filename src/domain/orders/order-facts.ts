/** How far an order has come, later words further. `cancelled` is final. */
export const PROGRESSES = ['open', 'preparing', 'shipped', 'delivered', 'cancelled'] as const
export type Progress = (typeof PROGRESSES)[number]

/** What is known of its payment. `refused` covers expired; an approved payment beats a refusal, which may be of an earlier attempt. */
export const PAYMENTS = ['pending', 'refused', 'approved', 'refunded', 'charged_back'] as const
export type Payment = (typeof PAYMENTS)[number]

/** What is known of its invoice. A rejected one may be corrected and authorised after all. */
export const INVOICES = ['none', 'pending', 'rejected', 'authorised', 'cancelled'] as const
export type InvoiceState = (typeof INVOICES)[number]

/** Everything that is known of where an order stands. */
export type OrderFacts = {
  readonly progress: Progress
  readonly payment: Payment
  readonly invoice: InvoiceState
}

/** What some event tells; what it does not speak of is left out. */
export type OrderNews = Partial<OrderFacts>

/** An order of which nothing is known but that it is there. */
export const NEW_ORDER: OrderFacts = { progress: 'open', payment: 'pending', invoice: 'none' }

/**
 * Takes news in. Each fact only ever moves on, so events that come late, twice or in any order end the same: "em aberto" after
 * "atendido" changes nothing. The same object when nothing changed.
 */
export function learn(facts: OrderFacts, news: OrderNews): OrderFacts {
  const next: OrderFacts = {
    progress: later(PROGRESSES, facts.progress, news.progress),
    payment: later(PAYMENTS, facts.payment, news.payment),
    invoice: later(INVOICES, facts.invoice, news.invoice),
  }
  const isSame =
    next.progress === facts.progress && next.payment === facts.payment && next.invoice === facts.invoice
  return isSame ? facts : next
}

function later<Word extends string>(order: readonly Word[], known: Word, told: Word | undefined): Word {
  return told !== undefined && order.indexOf(told) > order.indexOf(known) ? told : known
}
