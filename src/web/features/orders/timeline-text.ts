import type { OrderDetail } from '../../lib/order-calls.ts'
import { m } from '../../messages/messages.ts'
import { versionText } from './version-text.ts'

type Event = Pick<OrderDetail['timeline'][number], 'kind' | 'facts'>

/** How a line of the timeline feels. */
export type EventTone = 'calm' | 'good' | 'warn' | 'bad'
/** A line of the timeline: what happened, more about it, and how it feels. */
export type EventText = { readonly title: string; readonly more: readonly string[]; readonly tone: EventTone }

/** What a line of the timeline says to people. `user_id` is who looks. A kind that is new here stays as it is. */
export function eventText({ kind, facts }: Event, user_id: string): EventText {
  const texts = m.orders.timeline
  const word = (name: string) => (typeof facts[name] === 'string' ? facts[name] : '')
  const said = (title: string, tone: EventTone = 'calm', ...more: readonly string[]): EventText => ({
    title,
    more: more.filter((line) => line !== ''),
    tone,
  })
  const change = changeText(word('before'), word('after'))
  const by = word('by') === user_id ? texts.byYou : texts.byOther
  switch (kind) {
    case 'taken':
      return said(texts.taken(Number(facts['items'] ?? 0)), 'good', unknownWord(facts), unknownSkus(facts))
    case 'told_by_site':
      return said(
        facts['removed'] === true ? texts.removedAtSite : texts.toldBySite(word('word')),
        'calm',
        change,
        unknownWord(facts),
      )
    case 'told_by_bling':
    case 'found_there':
      return said(
        kind === 'found_there' ? texts.foundThere : toldByBling(facts),
        kind === 'found_there' ? 'good' : 'calm',
        kind === 'found_there' ? texts.toldByBling(texts.blingStatus(word('bling_status'))) : '',
        change,
        facts['is_back'] === true ? texts.back : '',
        'invoice_id' in facts ? texts.otherInvoice : '',
      )
    case 'waiting':
      return said(`${texts.waiting} ${texts.reasons[word('reason')] ?? word('reason')}`, 'warn')
    case 'sent':
      return said(texts.sent, 'good')
    case 'moved':
      return said(texts.moved(texts.goals[word('to')] ?? word('to')))
    case 'invoice_seen':
      return said(
        texts.invoiceSeen(named(m.orders.invoices, word('state')), word('number')),
        toneOfInvoice(word('state')),
      )
    case 'invoice_removed':
      return said(texts.invoiceRemoved(word('number')), 'warn')
    case 'told_site':
      return said(texts.toldSite(word('word')), 'calm', word('invoice_key') === '' ? '' : texts.withInvoice)
    case 'failed':
    case 'given_up':
      return failure(kind, facts)
    case 'stock':
      return said(facts['step'] === 'take' ? texts.stockTaken : texts.stockFree)
    case 'payment_by_person':
      return said(
        word('payment') === 'approved' ? texts.paymentApproved : texts.paymentRefused,
        'calm',
        by,
        change,
      )
    case 'resent':
      return said(texts.resent, 'calm', by, 'edit_settled' in facts ? texts.editSettled : '')
    case 'edited':
      return edited(facts)
    case 'edit_held':
      return said(texts.editHeld, 'warn', reasonOf(word('reason')))
    case 'cancelled_by_person':
      return said(texts.cancelledByPerson, 'calm', by)
    case 'invoice_asked':
      return said(texts.invoiceAsked, 'calm', by)
    default:
      return said(plainText(kind) ?? texts.unknown(kind))
  }
}

/** What needs no facts to be told. */
function plainText(kind: string): string | undefined {
  const texts = m.orders.timeline
  const plain: Readonly<Record<string, string>> = {
    linked: texts.linked,
    sending: texts.sending,
    stock_launched: texts.stockLaunched,
    stock_reversed: texts.stockReversed,
    accounts_launched: texts.accountsLaunched,
    accounts_reversed: texts.accountsReversed,
    replacing: texts.replacing,
    replaced: texts.replaced,
    invoice_made: texts.invoiceMade,
    invoice_sent: texts.invoiceSent,
  }
  return plain[kind]
}

/** Both versions of an order that was edited at its shop, and why a person has to decide, if so. */
function edited(facts: Event['facts']): EventText {
  const texts = m.orders.timeline
  const held = typeof facts['held_because'] === 'string' ? facts['held_because'] : ''
  const versions = [
    texts.editBefore(versionText(facts['before'])),
    texts.editAfter(versionText(facts['after'])),
  ]
  const lines = facts['are_items_same'] === true ? [texts.editedBeside] : versions
  return {
    title: texts.edited,
    more: [...lines, held === '' ? '' : reasonOf(held), unknownSkus(facts)].filter((line) => line !== ''),
    tone: held === '' ? 'calm' : 'warn',
  }
}

function reasonOf(hold: string): string {
  const texts = m.orders.timeline
  return `${texts.waiting} ${texts.reasons[`edited_${hold}`] ?? hold}.`
}

function toldByBling(facts: Event['facts']): string {
  const texts = m.orders.timeline
  return facts['removed'] === true
    ? texts.removedInBling
    : texts.toldByBling(texts.blingStatus(String(facts['bling_status'] ?? '')))
}

function changeText(before: string, after: string): string {
  if (before === '' || after === '' || before === after) return ''
  const { statuses, timeline } = m.orders
  return timeline.change(named(statuses, before), named(statuses, after))
}

/** The word for it; what has none yet stays as it is. */
function named(words: Readonly<Record<string, string>>, name: string): string {
  return words[name] ?? name
}

function unknownWord(facts: Event['facts']): string {
  return facts['is_word_known'] === false ? m.orders.timeline.wordUnknown(String(facts['word'] ?? '')) : ''
}

function unknownSkus(facts: Event['facts']): string {
  const skus = Array.isArray(facts['unknown_skus']) ? facts['unknown_skus'] : []
  return skus.length === 0 ? '' : m.orders.timeline.unknownSkus(skus.join(', '))
}

function toneOfInvoice(state: string): EventTone {
  if (state === 'authorised') return 'good'
  return state === 'rejected' ? 'bad' : 'calm'
}

function failure(kind: string, facts: Event['facts']): EventText {
  const texts = m.orders.timeline
  const text = (name: string) => (typeof facts[name] === 'string' ? facts[name] : '')
  const isOver = kind === 'given_up'
  const why = texts.failures[text('failure')] ?? text('failure')
  const reason = text('reason') === text('failure') ? '' : text('reason')
  return {
    title: isOver ? texts.givenUp : texts.failed(Number(facts['attempt'] ?? 1)),
    more: [
      [texts.operations[text('operation')] ?? text('operation'), why]
        .filter((part) => part !== '')
        .join(': '),
      texts.failures[reason] === undefined ? reason : '',
      facts['is_unclear'] === true ? texts.unclear : '',
    ].filter((line) => line !== ''),
    tone: isOver ? 'bad' : 'warn',
  }
}
