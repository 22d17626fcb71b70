import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { createInboxWriter } from './inbox-writer.ts'

const logger = pino({ level: 'silent' })
const arrival = (event_id: string) => ({ event_id, deliveries: 1 })
type Event = ReturnType<typeof arrival>
const keyOf = (one: Event) => one.event_id

describe('the writer of the inbox', () => {
  it('stores what came meanwhile with the next statement, repeated deliveries as one that counts them', async () => {
    const stored: (readonly [string, number])[][] = []
    const writer = createInboxWriter<Event>({
      store: async (arrivals) => void stored.push(arrivals.map((one) => [one.event_id, one.deliveries])),
      keyOf,
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
    const writer = createInboxWriter<Event>({
      store: async (arrivals) => {
        if (arrivals.some((one) => one.event_id === 'bad')) throw new Error('refused')
        kept.push(...arrivals.map((one) => one.event_id))
      },
      keyOf,
      onStored: () => {},
      logger,
    })
    const outcomes = await Promise.allSettled(['1', 'bad', '3'].map((id) => writer.store(arrival(id))))
    expect(outcomes.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(kept).toEqual(['1', '3'])
  })

  it('says that it is busy instead of gathering without end (sync 21)', async () => {
    const writer = createInboxWriter<Event>({ store: async () => {}, keyOf, onStored: () => {}, logger })
    const waiting = Array.from({ length: 5000 }, (_, n) => writer.store(arrival(String(n))))
    await expect(writer.store(arrival('one more'))).rejects.toMatchObject({ code: 'OVERLOADED' })
    await Promise.all(waiting)
    await writer.store(arrival('later'))
  })
})
