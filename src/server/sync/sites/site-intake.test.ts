import { pino } from 'pino'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { answered } from '../../sites/active-connector.ts'
import { SiteError, type SiteErrorKind } from '../../sites/site-error.ts'
import { createSiteIntake } from './site-intake.ts'
import type { SiteEventTaken, SitePort } from './site-port.ts'

const nobody = () => Promise.reject(new Error('nobody is asked for this'))
const AGAIN_AT = new Date(5_000)
const orders = ['1', '2'].map(
  (id): SiteEventTaken => ({
    ...{ tenant_id: 'bar', site_id: 'shop', queue: 'shop orders', id, attempts: 1 },
    ...{ topic: 'order', resource_id: id },
  }),
)

/** What becomes of the events of two orders when the site answers so for each of them. */
async function takeIn(kind: SiteErrorKind): Promise<readonly string[]> {
  const told: string[] = []
  const inbox: SitePort['inbox'] = {
    takeDue: async () => orders,
    async failed({ id }) {
      told.push(`${id} failed`)
      return AGAIN_AT
    },
    async release(events) {
      told.push(`${events.map(({ id }) => id)} not tried`)
    },
    waitMs: () => 0,
    onDue: () => () => {},
    done: nobody,
  }
  const news: SitePort['stateChanged'] = { name: 'news', payload: z.object({ site_id: z.string() }) }
  const sites: SitePort = {
    ...{ inbox, productsRead: news, stateChanged: news },
    ...{ readStock: nobody, setStock: nobody, takeOrders: nobody },
    takeOrder: () => answered(() => Promise.reject(new SiteError({ kind, operation: 'GET /orders/{id}' }))),
  }
  const database = { tenant: nobody, global: nobody, answers: nobody, close: nobody }
  const clock = { now: () => new Date(0) }
  const intake = createSiteIntake({ database, clock, sites, logger: pino({ level: 'silent' }) })
  await Promise.all(await intake.takeUp(() => false))
  return told
}

it.each(['auth', 'rate_limited', 'unavailable'] as const)(
  'a site that is not there (%s) is not asked for its other orders',
  async (kind) => {
    expect(await takeIn(kind)).toEqual(['1 failed', '2 not tried'])
  },
)

it.each(['invalid', 'not_found'] as const)(
  'one order that cannot be had (%s) keeps no other from being asked for',
  async (kind) => {
    expect(await takeIn(kind)).toEqual(['1 failed', '2 failed'])
  },
)
