import { describe, expect, it } from 'vitest'
import { historyFrom } from './drift.ts'
import { decideKit } from './kit-availability.ts'
import { planSku } from './plan.ts'
import { fromGrains, fromUnits, NOTHING, toUnits } from './quantity.ts'
import type { Reading } from './reading.ts'
import type { KitPart, SkuState } from './sku-state.ts'
import { reads, twoShops } from './two-shops.fixture.ts'
import { isUnseenStock } from './unseen-stock.ts'

/** Two mugs of the fixture's nineteen go into one kit. */
const mugs = (changes: Parameters<typeof twoShops>[0] = {}, units = 2): KitPart => ({
  sku: 'CANECA-01',
  quantity: fromUnits(units),
  state: twoShops(changes),
})

/** A kit in the pool of the fixture, at a site that shows `shown` of it and was left at `left`. */
function kitAtSite(
  parts: readonly KitPart[],
  { shown, left, product_id = '9' }: { shown: Reading; left?: number; product_id?: string | null },
): SkuState {
  const { targets, ...state } = twoShops()
  const [inBling] = targets.filter(({ role }) => role === 'shared')
  if (inBling === undefined) throw new Error('no target')
  const balance = left === undefined ? null : { physical: fromUnits(left), virtual: fromUnits(left) }
  const atSite = {
    ...inBling,
    place: { kind: 'site' as const, site_id: 'S', product_id },
    write_mode: 'balance' as const,
    reading: shown,
    history: balance === null ? null : historyFrom(balance),
  }
  return { ...state, sku: 'KIT2', product_kind: 'kit', sources: [], targets: [...targets, atSite], parts }
}

describe('how many of a kit a pool can promise', () => {
  it('is what its scarcest part makes, demand and safety stock of the parts taken off (sync 53, 54)', () => {
    const asked = {
      demand: [{ channel_id: 'W', order_id: '1', item_id: 'CANECA-01#1', quantity: fromUnits(3) }],
      safety_stock: fromUnits(1),
    }
    const decision = decideKit({ parts: [mugs({ state: asked })] })
    expect(decision).toMatchObject({
      ok: true,
      available: fromUnits(7),
      oversold: NOTHING,
      terms: [
        {
          kind: 'kit',
          amount: fromUnits(7),
          parts: [{ sku: 'CANECA-01', quantity: fromUnits(2), available: fromUnits(15) }],
        },
      ],
    })
  })

  it('is not known while a part is not, or nobody has read what it is made of', () => {
    const away: Reading = { kind: 'unknown', cause: 'unavailable' }
    expect(decideKit({ parts: [mugs(), mugs({ readings: { P1: away } })] })).toMatchObject({
      ok: false,
      causes: [{ code: 'SOURCE_UNKNOWN', cause: 'unavailable' }],
    })
    expect(decideKit({ parts: [] })).toEqual({ ok: false, causes: [{ code: 'KIT_NOT_READ' }] })
    expect(decideKit({ parts: [{ ...mugs(), sku: 'FITA', state: null }] })).toEqual({
      ok: false,
      causes: [{ code: 'KIT_PART_UNKNOWN', sku: 'FITA' }],
    })
  })

  it('counts in the bound of its parts: what a site shows within kits can be sold as well', () => {
    const kit = { sku: 'KIT2', quantity: fromUnits(2), site_ids: ['S'] }
    const boundOf = (sold_in: SkuState['sold_in'], policy: 'full' | 'paused' = 'full') => {
      const { targets, ...state } = kitAtSite([], { shown: reads(19), left: 19 })
      const shown = targets.map((one) =>
        one.place.kind === 'site' ? { ...one, paused: policy === 'paused' } : one,
      )
      const own = {
        ...state,
        product_kind: 'simple' as const,
        sources: twoShops().sources,
        targets: shown,
        sold_in,
      }
      const { decision } = planSku(own)
      return decision.kind === 'decided' ? toUnits(decision.exposure.oversell_bound) : null
    }
    // Nineteen in three places, and nine kits of two at the site.
    expect(boundOf([])).toBe(38)
    expect(boundOf([kit])).toBe(38 + 18)
    expect(boundOf([{ ...kit, site_ids: ['T'] }])).toBe(38)
    expect(boundOf([kit], 'paused')).toBe(19)
  })

  it('is one cause where a place keeps several parts waiting, and exact where a site shows parts of units', () => {
    const away: Reading = { kind: 'unknown', cause: 'unavailable' }
    const parts = [mugs({ readings: { P1: away } }), { ...mugs({ readings: { P1: away } }), sku: 'COPO' }]
    const decision = decideKit({ parts })
    expect(decision.ok ? [] : decision.causes.map(({ code }) => code)).toEqual(['SOURCE_UNKNOWN'])
    const { targets, ...state } = kitAtSite([], { shown: reads(19), left: 19 })
    const policy = { kind: 'max' as const, quantity: fromGrains(10_700) }
    const few = targets.map((one) => (one.place.kind === 'site' ? { ...one, policy } : one))
    const sold_in = [{ sku: 'KIT3', quantity: fromUnits(3), site_ids: ['S'] }]
    const own = {
      ...state,
      sources: twoShops().sources,
      product_kind: 'simple' as const,
      targets: few,
      sold_in,
    }
    const plan = planSku(own as SkuState)
    // 1.07 alone at the site, 3.21 of it within kits, nineteen in two accounts.
    expect(plan.decision.kind === 'decided' && toUnits(plan.decision.exposure.oversell_bound)).toBe(23.28)
  })

  it('is written at the site that sells it, and never in an account (sync 53)', () => {
    const plan = planSku(kitAtSite([mugs()], { shown: reads(4), left: 4 }))
    expect(
      plan.lines.map(({ place, operation, target }) => [place.kind, operation, toUnits(target)]),
    ).toEqual([['site', 'B', 9]])
  })

  it('concerns nobody where no site has it', () => {
    expect(planSku(kitAtSite([], { shown: reads(4), product_id: null })).state).toBe('not_written')
  })

  it('is a person’s to see first where a part was never counted and the site would show less', () => {
    const unmoved: Reading = { kind: 'unmoved' }
    const nobody = { readings: { P1: unmoved, P2: unmoved, P3: unmoved } }
    const first = (parts: readonly KitPart[]) => {
      const state = kitAtSite(parts, { shown: reads(12) })
      return planSku(state).lines.map((line) => isUnseenStock(state, line))
    }
    expect(first([mugs(nobody)])).toEqual([true])
    expect(first([mugs()])).toEqual([false])
  })
})
