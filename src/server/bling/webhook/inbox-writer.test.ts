import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { NO_FACTS } from '../mapping/event.ts'
import type { Arrival } from './inbox.store.ts'
import { createInboxWriter } from './inbox-writer.ts'

const logger = pino({ level: 'silent' })
const arrival = (event_id: string): Arrival => ({
  tenant_id: 't',
  account_id: 'a',
  id: event_id,
  event_id,
  source: 'webhook',
  event: 'stock.created',
  facts: NO_FACTS,
  occurred_at: null,
  received_at: new Date(0),
  deliveries: 1,
})

describe('the writer of the inbox', () => {
  it('stores what came meanwhile with the next statement, repeated deliveries as one that counts them', async () => {
    const stored: (readonly [string, number])[][] = []
    const writer = createInboxWriter({
      store: async (arrivals) => void stored.push(arrivals.map((one) => [one.event_id, one.deliveries])),
      onStored: () => {},
      logger,
    })
    await Promise.all(['1', '2', '2', '3'].map((id) => writer.store(arrival(id))))
    expect(stored).toEqual([
      [
        ['1', 1],
        ['2', 2],
        ['3', 1],
      ],
    ])
  })

  it('keeps an event that the database refuses from taking its neighbours along', async () => {
    const kept: string[] = []
    const writer = createInboxWriter({
      store: async (arrivals) => {
        if (arrivals.some((one) => one.event_id === 'bad')) throw new Error('refused')
        kept.push(...arrivals.map((one) => one.event_id))
      },
      onStored: () => {},
      logger,
    })
    const outcomes = await Promise.allSettled(['1', 'bad', '3'].map((id) => writer.store(arrival(id))))
    expect(outcomes.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(kept).toEqual(['1', '3'])
  })

  it('says that it is busy instead of gathering without end (sync 21)', async () => {
    const writer = createInboxWriter({ store: async () => {}, onStored: () => {}, logger })
    const waiting = Array.from({ length: 5000 }, (_, n) => writer.store(arrival(String(n))))
    await expect(writer.store(arrival('one more'))).rejects.toMatchObject({ code: 'OVERLOADED' })
    await Promise.all(waiting)
    await writer.store(arrival('later'))
  })
})
