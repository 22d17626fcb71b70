import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyNews } from './any-order.fixture.ts'
import { BLING_STATUSES, blingGoal, blingMove, newsFromBling } from './bling-status.ts'
import { type BlingSide, nextBlingStep } from './bling-step.ts'
import { learn, NEW_ORDER, type OrderFacts } from './order-facts.ts'

const side = (more: Partial<BlingSide>): BlingSide => ({
  facts: NEW_ORDER,
  has_account: true,
  is_held: false,
  is_linked: true,
  may_be_there: false,
  bling_order_id: null,
  status: null,
  is_unclear: false,
  is_edited: false,
  edit_held: null,
  are_accounts_launched: false,
  launches_stock: true,
  is_stock_launched: false,
  was_fulfilled: false,
  is_stock_reversed: true,
  is_invoice_wanted: false,
  invoice_id: null,
  is_invoice_sent: false,
  ...more,
})
const there = (more: Partial<BlingSide>) => side({ bling_order_id: '1', status: 'open', ...more })
const facts = (more: Partial<OrderFacts>): OrderFacts => ({ ...NEW_ORDER, ...more })
const paid = facts({ payment: 'approved' })

describe('an order that is not in Bling yet', () => {
  it('is placed, or waits visibly with its reason (sync 89)', () => {
    expect(nextBlingStep(side({}))).toEqual({ kind: 'place', may_create: true })
    expect(nextBlingStep(side({ is_linked: false }))).toEqual({ kind: 'wait', reason: 'unlinked' })
    expect(nextBlingStep(side({ has_account: false }))).toEqual({ kind: 'wait', reason: 'no_account' })
    expect(nextBlingStep(side({ is_held: true }))).toEqual({ kind: 'wait', reason: 'held' })
  })

  it('is never made when it is off, but looked for when it may be there', () => {
    const off = facts({ progress: 'cancelled' })
    expect(nextBlingStep(side({ facts: off }))).toEqual({ kind: 'nothing' })
    expect(nextBlingStep(side({ facts: off, may_be_there: true }))).toEqual({
      kind: 'place',
      may_create: false,
    })
  })
})

describe('an order that is in Bling', () => {
  it('is moved, then its receivables, then its invoice', () => {
    expect(nextBlingStep(there({ facts: paid }))).toEqual({ kind: 'move', to: 'in_progress' })
    const moved = { facts: paid, status: 'in_progress' as const }
    expect(nextBlingStep(there(moved))).toEqual({ kind: 'launch_accounts' })
    const launched = { ...moved, are_accounts_launched: true }
    expect(nextBlingStep(there(launched))).toEqual({ kind: 'nothing' })
    const wanted = { ...launched, is_invoice_wanted: true }
    expect(nextBlingStep(there(wanted))).toEqual({ kind: 'make_invoice' })
    expect(nextBlingStep(there({ ...wanted, invoice_id: '7' }))).toEqual({ kind: 'look_at_invoice' })
    const pending = { ...wanted, invoice_id: '7', facts: { ...paid, invoice: 'pending' as const } }
    expect(nextBlingStep(there(pending))).toEqual({ kind: 'send_invoice' })
    const rejected = { ...pending, facts: { ...paid, invoice: 'rejected' as const } }
    expect(nextBlingStep(there(rejected))).toEqual({ kind: 'wait', reason: 'invoice_rejected' })
  })

  it('is read again after an answer that never came, before anything else is asked for', () => {
    expect(nextBlingStep(there({ facts: paid, is_unclear: true }))).toEqual({ kind: 'read' })
  })

  it('has its receivables taken back when the money goes back', () => {
    const back = facts({ payment: 'refunded' })
    const cancelled = { facts: back, status: 'cancelled' as const, are_accounts_launched: true }
    expect(nextBlingStep(there({ ...cancelled, status: 'in_progress' }))).toEqual({
      kind: 'move',
      to: 'cancelled',
    })
    expect(nextBlingStep(there(cancelled))).toEqual({ kind: 'reverse_accounts' })
  })
})

describe('the goods of an order', () => {
  const gone = facts({ payment: 'approved', progress: 'shipped' })
  const off = facts({ progress: 'cancelled' })
  const cancelled = { facts: off, status: 'cancelled' as const, is_stock_reversed: false }

  it('leave the stock before the order is told to have left, unless the account sees to that', () => {
    expect(nextBlingStep(there({ facts: gone }))).toEqual({ kind: 'launch_stock' })
    const launched = { facts: gone, is_stock_launched: true }
    expect(nextBlingStep(there(launched))).toEqual({ kind: 'move', to: 'fulfilled' })
    expect(nextBlingStep(there({ facts: gone, launches_stock: false }))).toEqual({
      kind: 'move',
      to: 'fulfilled',
    })
  })

  it('come back once when the order is off, but not those that people of the account sent', () => {
    expect(nextBlingStep(there(cancelled))).toEqual({ kind: 'reverse_stock' })
    expect(nextBlingStep(there({ ...cancelled, is_stock_reversed: true }))).toEqual({ kind: 'nothing' })
    expect(nextBlingStep(there({ ...cancelled, was_fulfilled: true }))).toEqual({ kind: 'nothing' })
  })
})

describe('the status of an order in Bling', () => {
  it('is never moved back from where people of the account took it (sync 89)', () => {
    expect(blingMove('fulfilled', paid)).toBeNull()
    expect(blingMove('verified', paid)).toBeNull()
    expect(blingMove('fulfilled', facts({ progress: 'cancelled' }))).toBe('cancelled')
  })

  it('comes to rest: once it is where the facts want it, there is nothing to move', () => {
    fc.assert(
      fc.property(fc.array(anyNews), fc.constantFrom(...BLING_STATUSES), (news, status) => {
        const known = news.reduce(learn, NEW_ORDER)
        const to = blingMove(status, known)
        expect(to === null ? null : blingMove(to, known)).toBeNull()
        // Our own word coming back changes nothing that would make us speak again.
        const echoed = to === null ? known : learn(known, newsFromBling(to, known, false))
        expect(blingMove(blingGoal(known), echoed)).toBeNull()
      }),
    )
  })

  it('tells of a cancellation by a person, and nothing by our own', () => {
    expect(newsFromBling('cancelled', paid, false)).toEqual({ progress: 'cancelled' })
    expect(newsFromBling('cancelled', facts({ payment: 'refused' }), false)).toEqual({})
    expect(newsFromBling('cancelled', paid, true)).toEqual({})
  })
})

describe('an order that was edited at its shop', () => {
  const edited = (more: Partial<BlingSide>) => there({ facts: paid, is_edited: true, ...more })

  it('has its items replaced before anything else, receivables of the old total taken back first (sync 45)', () => {
    const launched = edited({ are_accounts_launched: true, is_invoice_wanted: true })
    expect(nextBlingStep(launched)).toEqual({ kind: 'reverse_accounts' })
    expect(nextBlingStep(edited({ is_invoice_wanted: true }))).toEqual({ kind: 'replace' })
    const sent = facts({ progress: 'shipped', payment: 'approved' })
    expect(nextBlingStep(edited({ facts: sent }))).toEqual({ kind: 'replace' })
    expect(nextBlingStep(edited({ is_unclear: true }))).toEqual({ kind: 'read' })
    expect(nextBlingStep(edited({ is_linked: false, are_accounts_launched: true }))).toEqual({
      ...{ kind: 'wait', reason: 'unlinked' },
    })
  })

  it('waits for a person where the edit may not be followed, and still ends when the order or its money does', () => {
    const held = edited({ edit_held: 'invoiced', are_accounts_launched: true, is_invoice_wanted: true })
    expect(nextBlingStep(held)).toEqual({ kind: 'wait', reason: 'edited_invoiced' })
    const back = facts({ progress: 'shipped', payment: 'charged_back' })
    expect(nextBlingStep({ ...held, facts: back })).toEqual({ kind: 'reverse_accounts' })
    const off = facts({ progress: 'cancelled', payment: 'approved' })
    expect(nextBlingStep({ ...held, facts: off })).toEqual({ kind: 'move', to: 'cancelled' })
    expect(nextBlingStep(side({ edit_held: 'empty' }))).toEqual({ kind: 'wait', reason: 'edited_empty' })
  })
})
