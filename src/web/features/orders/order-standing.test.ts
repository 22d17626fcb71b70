import { describe, expect, it } from 'vitest'
import { actionsOf, isSiteUntold, standingInBling } from './order-standing.ts'

type Sending = Parameters<typeof isSiteUntold>[0]['sendings'][number]

const sending = (more: Partial<Sending>): Sending => ({
  ...{ side: 'bling', state: 'due', reason: null, attempts: 0, next_attempt_at: '2026-11-29T12:00:00Z' },
  ...more,
})
const there = { bling_order_id: '77', bling_number: '1203' }
const notThere = { bling_order_id: null, bling_number: null }

describe('where an order is on its way to Bling', () => {
  it.each([
    [sending({}), notThere, 'queued'],
    [sending({ attempts: 2, reason: 'unavailable' }), notThere, 'retrying'],
    [sending({}), there, 'updating'],
    [sending({ state: 'done' }), there, 'there'],
    [sending({ state: 'done' }), notThere, 'nowhere'],
    [sending({ state: 'dead' }), notThere, 'dead'],
    [sending({ state: 'waiting', reason: 'unlinked' }), notThere, 'unlinked'],
    [sending({ state: 'waiting', reason: 'of tomorrow' }), notThere, 'waiting'],
  ])('%o is told as it is', (one, order, kind) => {
    expect(standingInBling({ sendings: [one], ...order }).kind).toBe(kind)
  })

  it('tells apart that the site could not be told', () => {
    expect(isSiteUntold({ sendings: [sending({ side: 'site', state: 'dead' })] })).toBe(true)
    expect(isSiteUntold({ sendings: [sending({ side: 'site', attempts: 1 })] })).toBe(true)
    expect(isSiteUntold({ sendings: [sending({ side: 'site' }), sending({ state: 'dead' })] })).toBe(false)
  })
})

describe('what a person may do', () => {
  const order: Parameters<typeof actionsOf>[0] = {
    ...{ status: 'awaiting_payment', progress: 'open', payment_status: 'pending', invoice_status: 'none' },
    ...{ invoice_asked_at: null, is_held: false, sendings: [sending({ state: 'done' })] },
  }

  it('settles the payment, asks for an invoice, or cancels', () => {
    expect(actionsOf(order)).toEqual(['approve', 'invoice', 'refuse', 'cancel'])
    expect(actionsOf({ ...order, status: 'paid', payment_status: 'approved' })).toEqual(['invoice', 'cancel'])
  })

  it('releases a held order and resends one that is stuck, first of all', () => {
    expect(actionsOf({ ...order, is_held: true })[0]).toBe('release')
    expect(actionsOf({ ...order, is_held: true })).not.toContain('invoice')
    expect(actionsOf({ ...order, sendings: [sending({ state: 'dead' })] })[0]).toBe('resend')
  })

  it('asks for no second invoice, but again for one that was rejected', () => {
    const asked = { ...order, payment_status: 'approved', invoice_asked_at: '2026-11-29T12:00:00Z' } as const
    expect(actionsOf(asked)).toEqual(['cancel'])
    expect(actionsOf({ ...asked, invoice_status: 'rejected' })).toEqual(['invoice', 'cancel'])
    expect(actionsOf({ ...asked, invoice_status: 'authorised' })).toEqual(['cancel'])
  })

  it('can bring back by a payment what a refused one had cancelled, and nothing that a person cancelled', () => {
    const refused = { ...order, status: 'cancelled', payment_status: 'refused' } as const
    expect(actionsOf(refused)).toEqual(['approve'])
    expect(actionsOf({ ...refused, progress: 'cancelled' })).toEqual([])
  })
})
