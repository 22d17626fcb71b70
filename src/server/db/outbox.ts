import type * as z from 'zod'
import type { Logger } from '../kernel/logger.ts'
import type { Database, Tx } from './database.ts'
import { tenantsWithEvents } from './outbox.store.ts'
import { type Draining, drainPage, type RawHandler } from './outbox-page.ts'
import { createTurns, type Turns } from './turns.ts'

/** A kind of event: its name in the outbox and what it says. */
export type Topic<Payload> = { readonly name: string; readonly payload: z.ZodType<Payload> }

/** An event on its way out. */
export type OutboxEvent<Payload> = {
  readonly id: string
  readonly payload: Payload
  readonly recorded_at: Date
}

/**
 * Takes one event, in the very transaction that deletes it: what is written through `tx` happens exactly once. Whatever else it
 * does can happen again. It must not wait for another system.
 */
export type EventHandler<Payload> = (tx: Tx, event: OutboxEvent<Payload>) => Promise<void>

/** The relay of one process: takes what commands left in the outbox to those who asked for it. */
export type Outbox = {
  /** Asks for a topic's events; before `start`. Events of topics that nobody asked for stay where they are. */
  onEvent<Payload>(topic: Topic<Payload>, handler: EventHandler<Payload>): void
  /** Says that a tenant may have events; costs nothing to say often. Nothing happens before `start`. */
  wake(tenantId: string): void
  start(): void
  /** Resolves when nothing runs any more. */
  stop(): Promise<void>
}

/** How the relay keeps time. */
export type OutboxPace = {
  /** How long a tenant rests between two turns, so that events gather and share them. */
  readonly rest_ms: number
  /** How long to wait for another process that has the tenant's turn. */
  readonly busy_ms: number
  /** How often to look for events that nobody was woken for. */
  readonly poll_ms: number
  /** The first delay after a failure; each further one is twice as long, up to `longest_delay_ms`. */
  readonly first_delay_ms: number
  readonly longest_delay_ms: number
  /** After so many failures an event is set aside, so that those behind it can go on. */
  readonly most_attempts: number
}

const PACE: OutboxPace = {
  rest_ms: 50,
  busy_ms: 200,
  poll_ms: 5_000,
  first_delay_ms: 1_000,
  longest_delay_ms: 300_000,
  most_attempts: 12,
}
/** Tenants drained at the same time: the connections that one process takes from those who serve people. */
const TENANTS_AT_ONCE = 2

type Deps = { readonly database: Database; readonly logger: Logger; readonly pace?: Partial<OutboxPace> }

/**
 * Makes the relay. Events of one tenant leave one after another, in the order in which they were written, whichever process takes
 * them; each is deleted only together with what its handlers wrote. A failing event holds up its tenant and nobody else.
 */
export function createOutbox(deps: Deps): Outbox {
  const pace = { ...PACE, ...deps.pace }
  const handlers = new Map<string, RawHandler[]>()
  let turns: Turns | undefined
  let timer: NodeJS.Timeout | undefined
  let polling = Promise.resolve()
  const poll = async (): Promise<void> => {
    try {
      for (const tenantId of await tenantsWithEvents(deps.database)) turns?.ask(tenantId)
    } catch (error) {
      deps.logger.warn({ err: error }, 'the outbox could not be looked through')
    }
  }
  return {
    onEvent(topic, handler) {
      const raw: RawHandler = (tx, event) =>
        handler(tx, { ...event, payload: topic.payload.parse(event.payload) })
      handlers.set(topic.name, [...(handlers.get(topic.name) ?? []), raw])
    },
    wake: (tenantId) => turns?.ask(tenantId),
    start() {
      turns = openTurns(deps, pace, handlers)
      polling = poll()
      timer = setInterval(() => {
        polling = polling.then(poll)
      }, pace.poll_ms)
    },
    async stop() {
      clearInterval(timer)
      await polling
      await turns?.close()
    },
  }
}

function openTurns(deps: Deps, pace: OutboxPace, handlers: Draining['handlers']): Turns {
  const { database, logger } = deps
  const draining: Draining = {
    ...pace,
    database,
    handlers,
    onFailure: (failure, is_set_aside) => {
      const facts = { err: failure.cause, topic: failure.event.topic, event_id: failure.event.id }
      if (is_set_aside) logger.error(facts, 'an event nobody could take was set aside')
      else logger.warn(facts, 'an event could not be taken and waits')
    },
  }
  return createTurns({
    atOnce: TENANTS_AT_ONCE,
    rest_ms: pace.rest_ms,
    take: (tenantId) => drainTenant(draining, tenantId, pace.busy_ms),
    onError: (error, tenant_id) => {
      logger.error({ err: error, tenant_id }, 'the outbox of a tenant could not be drained')
      return pace.first_delay_ms
    },
  })
}

/** Drains one page; gives after how many milliseconds to come back, null when there is nothing to come back for. */
async function drainTenant(draining: Draining, tenantId: string, busy_ms: number): Promise<number | null> {
  const outcome = await drainPage(draining, tenantId)
  switch (outcome.kind) {
    case 'busy':
      return busy_ms
    case 'held_up':
      return outcome.delay_ms
    case 'drained':
      return outcome.has_more ? 0 : null
  }
}
