import type { Quantity } from './quantity.ts'
import type { Operation } from './write-operation.ts'

/** A write of ours that was sent and whose event has not been seen yet. */
export type RememberedWrite = {
  readonly reference: string
  readonly account_id: string
  readonly product_id: string
  readonly deposit_id: string
  readonly operation: Operation
  readonly quantity: Quantity
  readonly target_physical: Quantity
  readonly target: Quantity
  readonly sent_at: Date
  /** When its call ended, however; null while it is on its way, or for ever when whoever sent it died. */
  readonly answered_at: Date | null
}

/** What an event says about a movement of stock; what it leaves out is `null`. */
export type StockEvent = {
  readonly account_id: string
  readonly product_id: string
  readonly deposit_id: string | null
  readonly operation: Operation | null
  readonly quantity: Quantity | null
  readonly physical: Quantity | null
  readonly virtual: Quantity | null
  readonly notes: string | null
  /** When it happened, by the clock of whoever tells it. */
  readonly occurred_at: Date | null
}

/** What an event asks for. It never carries a number that is believed: `look_again` reads everything afresh. */
export type EventDecision =
  | { readonly kind: 'unmonitored' }
  | { readonly kind: 'echo'; readonly write: RememberedWrite }
  | { readonly kind: 'look_again' }

/**
 * Decides what an event is worth. An echo is our own write coming back: same place, same movement, and the balance that we
 * meant to leave. Anything else on a deposit that we watch is looked at, shared deposits included: a sale or an edit there is
 * real. `isMonitored` says whether the deposit is a source or a target of some pool. An event without a deposit is looked at.
 */
export function decideEvent(
  event: StockEvent,
  isMonitored: (deposit_id: string) => boolean,
  remembered: readonly RememberedWrite[],
): EventDecision {
  if (event.deposit_id !== null && !isMonitored(event.deposit_id)) return { kind: 'unmonitored' }
  const write = remembered.find((candidate) => isEchoOf(event, candidate))
  return write === undefined ? { kind: 'look_again' } : { kind: 'echo', write }
}

/** Clocks differ by this much at most, and an event's time is told in whole seconds. */
const CLOCK_SKEW_MS = 5_000

/**
 * A reference that names another write rules this one out; without any, the whole value must agree, and the time: somebody else may move as
 * much from the same balance before our call or after it.
 */
function isEchoOf(event: StockEvent, write: RememberedWrite): boolean {
  const reference = event.notes === null ? null : referenceIn(event.notes)
  return (
    (reference === null || reference === write.reference) &&
    event.account_id === write.account_id &&
    event.product_id === write.product_id &&
    event.deposit_id === write.deposit_id &&
    event.operation === write.operation &&
    event.quantity === write.quantity &&
    event.physical === write.target_physical &&
    event.virtual === write.target &&
    isInTime(event, write)
  )
}

function isInTime({ occurred_at }: StockEvent, { sent_at, answered_at }: RememberedWrite): boolean {
  if (occurred_at === null) return true
  const isAfter = occurred_at.getTime() >= sent_at.getTime() - CLOCK_SKEW_MS
  return isAfter && (answered_at === null || occurred_at.getTime() <= answered_at.getTime() + CLOCK_SKEW_MS)
}

/** The text that goes with every write of ours, read by people in the ERP and by `referenceIn`. */
export function noteFor(reference: string): string {
  return `EstoqueUni: sincronização [eu:${reference}]`
}

/** Our reference inside a movement's notes, or `null` when it is not ours. */
export function referenceIn(notes: string): string | null {
  return /\[eu:([\w-]{1,64})\]/u.exec(notes)?.[1] ?? null
}
