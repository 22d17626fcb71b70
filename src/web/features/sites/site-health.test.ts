import { expect, it } from 'vitest'
import { eventFlowOf, standingOf } from './site-health.ts'

it('says how a site stands: what a person chose before what was seen', () => {
  const shop = { kind: 'woocommerce', state: 'active', has_api_key: false, health: { status: 'ok' } } as const
  expect(standingOf(shop)).toBe('active')
  expect(standingOf({ ...shop, health: { status: 'auth' } })).toBe('auth')
  expect(standingOf({ ...shop, state: 'paused', health: { status: 'auth' } })).toBe('paused')
  expect(standingOf({ ...shop, kind: 'generic' })).toBe('no_key')
  expect(standingOf({ ...shop, kind: 'generic', has_api_key: true })).toBe('active')
})

it('says whether events arrive', () => {
  const webhooks = [{ topic: 'order.updated', state: 'active' as const }]
  const shop = { kind: 'woocommerce', webhooks, webhooks_checked_at: '2026-11-29T12:00:00Z' } as const
  const never = { last_event_at: null }
  const lately = { last_event_at: '2026-11-29T12:00:00Z' }
  expect(eventFlowOf({ ...shop, inbox: never })).toBe('none_yet')
  expect(eventFlowOf({ ...shop, inbox: lately })).toBe('on')
  expect(eventFlowOf({ ...shop, webhooks: [{ topic: 'order.updated', state: 'off' }], inbox: lately })).toBe(
    'off',
  )
  expect(eventFlowOf({ ...shop, webhooks: [], webhooks_checked_at: null, inbox: never })).toBe('unchecked')
  expect(eventFlowOf({ ...shop, kind: 'generic', webhooks: [], inbox: never })).toBe('own')
})
