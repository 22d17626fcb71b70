import type { Database, Tx } from './database.ts'
import {
  deleteEvents,
  postponeEvent,
  setEventAside,
  takeTurn,
  type WaitingEvent,
  waitingEvents,
} from './outbox.store.ts'

/** Takes one event whose payload nobody has looked at yet. */
export type RawHandler = (
  tx: Tx,
  event: { readonly id: string; readonly payload: unknown; readonly recorded_at: Date },
) => Promise<void>

/** What draining a page needs to know. */
export type Draining = {
  readonly database: Database
  readonly handlers: ReadonlyMap<string, readonly RawHandler[]>
  readonly first_delay_ms: number
  readonly longest_delay_ms: number
  readonly most_attempts: number
  /** Told of every failure; `is_set_aside` when it was the last one that was waited for. */
  readonly onFailure: (failure: EventFailure, is_set_aside: boolean) => void
}

/** What came of a page: drained with or without more behind it, held up for some time, or another process is at it. */
export type PageOutcome =
  | { readonly kind: 'drained'; readonly has_more: boolean }
  | { readonly kind: 'held_up'; readonly delay_ms: number }
  | { readonly kind: 'busy' }

/** Events handled in one transaction. */
const PAGE = 100

/** A handler could not take an event. */
export class EventFailure extends Error {
  readonly event: WaitingEvent
  readonly index: number

  constructor(event: WaitingEvent, index: number, cause: unknown) {
    super(`an event of ${event.topic} could not be taken`, { cause })
    this.name = 'EventFailure'
    this.event = event
    this.index = index
  }
}

/**
 * Takes the oldest events of a tenant to their handlers and deletes them, in one transaction. When one of them fails, those before
 * it are taken by themselves first; then it waits, and all behind it with it, until it succeeds or is set aside.
 */
export async function drainPage(draining: Draining, tenantId: string): Promise<PageOutcome> {
  let size = PAGE
  for (;;) {
    try {
      return await draining.database.tenant(tenantId, (tx) => takePage(draining, tx, size))
    } catch (error) {
      if (!(error instanceof EventFailure)) throw error
      if (error.index === 0) return settleFailure(draining, tenantId, error)
      size = error.index
    }
  }
}

async function takePage(draining: Draining, tx: Tx, size: number): Promise<PageOutcome> {
  if (!(await takeTurn(tx))) return { kind: 'busy' }
  const events = await waitingEvents(tx, [...draining.handlers.keys()], size)
  const [first] = events
  if (first !== undefined && first.wait_ms > 0) return { kind: 'held_up', delay_ms: first.wait_ms }
  for (const [index, event] of events.entries()) {
    await takeEvent(draining, tx, event).catch((error: unknown) => {
      throw new EventFailure(event, index, error)
    })
  }
  if (events.length > 0) {
    await deleteEvents(
      tx,
      events.map((event) => event.id),
    )
  }
  return { kind: 'drained', has_more: events.length === size }
}

async function takeEvent(draining: Draining, tx: Tx, event: WaitingEvent): Promise<void> {
  const { id, payload, created_at: recorded_at } = event
  for (const handler of draining.handlers.get(event.topic) ?? [])
    await handler(tx, { id, payload, recorded_at })
}

async function settleFailure(
  draining: Draining,
  tenantId: string,
  failure: EventFailure,
): Promise<PageOutcome> {
  const { id, attempts } = failure.event
  const error = String(failure.cause)
  const is_set_aside = attempts + 1 >= draining.most_attempts
  const delay_ms = Math.min(draining.first_delay_ms * 2 ** attempts, draining.longest_delay_ms)
  await draining.database.tenant(tenantId, (tx) =>
    is_set_aside ? setEventAside(tx, id, error) : postponeEvent(tx, id, { error, delay_ms }),
  )
  draining.onFailure(failure, is_set_aside)
  return is_set_aside ? { kind: 'drained', has_more: true } : { kind: 'held_up', delay_ms }
}
