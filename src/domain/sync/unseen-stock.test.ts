import { expect, it } from 'vitest'
import { planSku } from './plan.ts'
import type { Reading } from './reading.ts'
import { reads, twoShops } from './two-shops.fixture.ts'
import { isUnseenStock } from './unseen-stock.ts'

/** A site that shows seven of a product, and what the sources say of it. */
function unseen(source: Reading, more: { readonly shown?: number; readonly isKnown?: boolean } = {}) {
  const sources = { P1: source, P2: { kind: 'absent' as const }, P3: { kind: 'unmoved' as const } }
  const state = twoShops({ readings: sources })
  const reading = reads(more.shown ?? 7)
  if (reading.kind !== 'observed') throw new Error('no reading')
  const [target] = state.targets.filter(({ role }) => role === 'shared')
  if (target === undefined) throw new Error('no target')
  const history = { confirmed: reading, explained_outflow: reading.physical, unconfirmed: [] }
  const site = {
    ...target,
    place: { kind: 'site' as const, site_id: 'S', product_id: '9' },
    write_mode: 'balance' as const,
    ...{ reading, history: more.isKnown ? history : null },
  }
  const only = { ...state, targets: [site] }
  return planSku(only).lines.map((line) => isUnseenStock(only, line))
}

it('stock of a site that no source ever said a number of is a person’s to see first', () => {
  expect(unseen({ kind: 'unmoved' })).toEqual([true])
  expect(unseen({ kind: 'absent' })).toEqual([true])
})

it('is written as usual once a source says a number, be it nothing, and from the second time on', () => {
  expect(unseen(reads(5))).toEqual([false])
  expect(unseen(reads(0))).toEqual([false])
  expect(unseen({ kind: 'unmoved' }, { isKnown: true })).toEqual([false])
})
