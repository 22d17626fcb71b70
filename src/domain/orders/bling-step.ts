import { type BlingGoal, type BlingStatus, blingMove } from './bling-status.ts'
import type { EditHold } from './order-edit.ts'
import type { OrderFacts } from './order-facts.ts'
import { isOff } from './standing.ts'

/** What is known of an order on its way to Bling and there. */
export type BlingSide = {
  readonly facts: OrderFacts
  /** Whether the shop says to which account its orders go. */
  readonly has_account: boolean
  /** Whether a person has to say first that no account has it. */
  readonly is_held: boolean
  /** Whether every SKU of it is a product of that account. */
  readonly is_linked: boolean
  /** Whether it may be there already although nobody confirmed it. */
  readonly may_be_there: boolean
  readonly bling_order_id: string | null
  /** As it was last read; null before the first reading. */
  readonly status: BlingStatus | null
  /** Whether what was asked for last may have happened without an answer. */
  readonly is_unclear: boolean
  /** Whether the account's order holds other items than ours, and why that waits for a person. */
  readonly is_edited: boolean
  readonly edit_held: EditHold | null
  readonly are_accounts_launched: boolean
  /** Whether goods leave the account's stock by us when the site says that the order left. */
  readonly launches_stock: boolean
  readonly is_stock_launched: boolean
  /** Whether people of the account sent it themselves, as far as was seen. */
  readonly was_fulfilled: boolean
  readonly is_stock_reversed: boolean
  readonly is_invoice_wanted: boolean
  readonly invoice_id: string | null
  readonly is_invoice_sent: boolean
}

/** What an order waits for a person with; `edited_` and why the edit is not followed by itself. */
export type WaitReason = 'held' | 'no_account' | 'unlinked' | 'invoice_rejected' | `edited_${EditHold}`

/** The one thing to do next in Bling; or why the order waits for a person; or that there is nothing to do. */
export type BlingStep =
  | { readonly kind: 'place'; readonly may_create: boolean }
  | { readonly kind: 'read' }
  | { readonly kind: 'replace' }
  | { readonly kind: 'move'; readonly to: BlingGoal }
  | { readonly kind: 'launch_stock' }
  | { readonly kind: 'reverse_stock' }
  | { readonly kind: 'launch_accounts' }
  | { readonly kind: 'reverse_accounts' }
  | { readonly kind: 'make_invoice' }
  | { readonly kind: 'send_invoice' }
  | { readonly kind: 'look_at_invoice' }
  | { readonly kind: 'wait'; readonly reason: WaitReason }
  | { readonly kind: 'nothing' }

const NOTHING_TO_DO: BlingStep = { kind: 'nothing' }

/**
 * Decides the next step from what is known alone: whoever dies in the middle, or comes late, goes on from here. After an answer that
 * never came, the order is read again before anything else is asked for. Of an order with an unknown SKU nothing is sent, not even a part.
 */
export function nextBlingStep(side: BlingSide): BlingStep {
  if (side.bling_order_id === null) return placing(side)
  if (side.status === null || side.is_unclear) return { kind: 'read' }
  const edit = editStep(side)
  if (edit !== null) return edit
  const to = blingMove(side.status, side.facts)
  if (to === 'fulfilled' && side.launches_stock && !side.is_stock_launched) return { kind: 'launch_stock' }
  if (to !== null) return { kind: 'move', to }
  return stockStep(side) ?? moneyStep(side) ?? invoiceStep(side)
}

function placing(side: BlingSide): BlingStep {
  const { facts, has_account, is_held, is_linked, may_be_there, edit_held } = side
  const may_create = !isOff(facts)
  if (!may_create && !may_be_there) return NOTHING_TO_DO
  if (is_held) return { kind: 'wait', reason: 'held' }
  if (!has_account) return { kind: 'wait', reason: 'no_account' }
  if (edit_held !== null && !may_be_there) return { kind: 'wait', reason: `edited_${edit_held}` }
  if (!is_linked && !may_be_there) return { kind: 'wait', reason: 'unlinked' }
  return { kind: 'place', may_create }
}

/**
 * The new items go into the account's order before anything else is done with it, whole or not at all. Receivables of the old total are
 * taken back first; those of the new one follow by themselves. What waits for a person stands as it is, but money that went back.
 */
function editStep({
  facts,
  is_edited,
  edit_held,
  is_linked,
  are_accounts_launched,
}: BlingSide): BlingStep | null {
  if (!is_edited || isOff(facts)) return null
  const isMoneyGone = facts.payment === 'refunded' || facts.payment === 'charged_back'
  const mayReplace = edit_held === null && is_linked
  if (are_accounts_launched && (mayReplace || isMoneyGone)) return { kind: 'reverse_accounts' }
  if (edit_held !== null) return { kind: 'wait', reason: `edited_${edit_held}` }
  return is_linked ? { kind: 'replace' } : { kind: 'wait', reason: 'unlinked' }
}

/**
 * What was taken out of stock for an order that is off comes back, once: Bling refuses to take back what is not out. Goods that people of
 * the account sent come back by their hands only.
 */
function stockStep({
  facts,
  is_stock_launched,
  was_fulfilled,
  is_stock_reversed,
}: BlingSide): BlingStep | null {
  const mayBeOut = is_stock_launched || !was_fulfilled
  return isOff(facts) && mayBeOut && !is_stock_reversed ? { kind: 'reverse_stock' } : null
}

/** Receivables stand while the money is there; what a person launched is not ours to take back. */
function moneyStep({ facts, are_accounts_launched }: BlingSide): BlingStep | null {
  const isWanted = facts.payment === 'approved' && !isOff(facts)
  if (isWanted === are_accounts_launched) return null
  return { kind: isWanted ? 'launch_accounts' : 'reverse_accounts' }
}

function invoiceStep(side: BlingSide): BlingStep {
  const { facts, invoice_id, is_invoice_wanted, is_invoice_sent } = side
  if (invoice_id === null)
    return is_invoice_wanted && !isOff(facts) ? { kind: 'make_invoice' } : NOTHING_TO_DO
  switch (facts.invoice) {
    case 'none':
      return { kind: 'look_at_invoice' }
    case 'pending':
      if (isOff(facts)) return NOTHING_TO_DO
      return { kind: is_invoice_wanted && !is_invoice_sent ? 'send_invoice' : 'look_at_invoice' }
    case 'rejected':
      return isOff(facts) ? NOTHING_TO_DO : { kind: 'wait', reason: 'invoice_rejected' }
    case 'authorised':
    case 'cancelled':
      return NOTHING_TO_DO
  }
}
