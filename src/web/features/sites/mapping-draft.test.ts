import { expect, it } from 'vitest'
import { mappingInForce } from '../../../domain/orders/status-mapping.ts'
import { draftOf, isChangedWord, overridesOf, usualDraft, usualWord } from './mapping-draft.ts'

const NOTHING = { from_site: {}, to_site: {}, to_bling: {} }

it('keeps nothing of what was not changed', () => {
  for (const kind of ['woocommerce', 'generic'] as const)
    expect(overridesOf(kind, usualDraft(kind))).toEqual(NOTHING)
})

it('gives back what was set, whichever way it was set', () => {
  const set = {
    from_site: {
      'em-separacao': { progress: 'preparing' as const },
      completed: { payment: 'approved' as const },
    },
    to_site: { shipped: 'enviado', awaiting_payment: 'pending', cancelled: null },
    to_bling: { in_progress: '99' },
  }
  expect(overridesOf('woocommerce', draftOf(mappingInForce('woocommerce', set)))).toEqual(set)
})

it('tells a word of the owner’s own and a changed one from a usual one', () => {
  const draft = usualDraft('woocommerce')
  const [first] = draft.words
  if (first === undefined) throw new Error('a shop has words')
  expect(isChangedWord('woocommerce', first)).toBe(false)
  expect(isChangedWord('woocommerce', { ...first, payment: 'refused' })).toBe(true)
  expect(isChangedWord('woocommerce', { word: 'meu', progress: '', payment: '' })).toBe(true)
  expect(usualWord('woocommerce', 'meu')).toBeNull()
})

it('takes a usual situation for one that was left empty, and a silence for an empty word', () => {
  const draft = usualDraft('generic')
  const emptied = {
    ...draft,
    to_site: { ...draft.to_site, preparing: ' ' },
    to_bling: { ...draft.to_bling, open: '' },
  }
  expect(overridesOf('generic', emptied)).toEqual({ ...NOTHING, to_site: { preparing: null } })
})
