import fc from 'fast-check'
import { COMBINE_RULES } from './combine.ts'
import { historyFrom } from './drift.ts'
import type { ExposurePolicy } from './exposure.ts'
import { fromGrains, fromUnits, ONE_GRAIN, ONE_UNIT } from './quantity.ts'
import type { Reading } from './reading.ts'
import type { MirrorTarget, PoolSource, SharedTarget, SkuState } from './sku-state.ts'

/** States of one SKU as they may really come: any accounts, readings, policies and histories, over distinct deposits. */

const quantity = fc.oneof(
  fc.integer({ min: -5, max: 40 }).map(fromUnits),
  fc.integer({ min: -50_000, max: 400_000 }).map(fromGrains),
)
const observed = fc
  .record({ physical: quantity, virtual: quantity })
  .map((balance): Reading => ({ kind: 'observed', ...balance }))
const reading = fc.oneof(
  { weight: 12, arbitrary: observed },
  fc.constantFrom<Reading>({ kind: 'unmoved' }, { kind: 'absent' }, { kind: 'inactive' }),
  fc.constant<Reading>({ kind: 'unknown', cause: 'unavailable' }),
)
const account_state = fc.oneof(
  { weight: 12, arbitrary: fc.constant('active' as const) },
  fc.constantFrom('frozen' as const, 'excluded' as const, 'reauthorize' as const),
)
const amount = fc.nat(20).map(fromUnits)
const policy: fc.Arbitrary<ExposurePolicy> = fc.oneof(
  fc.constant({ kind: 'full' } as const),
  fc.nat(100).map((percent) => ({ kind: 'share', percent }) as const),
  fc.record({ kind: fc.constantFrom('buffer' as const, 'max' as const, 'min' as const), quantity: amount }),
)
const history = fc.option(
  observed.map((one) =>
    historyFrom(one.kind === 'observed' ? one : { physical: ONE_UNIT, virtual: ONE_UNIT }),
  ),
)

const source = fc.record({ account_state, reading, priority: fc.nat(3) })
const target = fc.record({
  account_state,
  reading,
  history,
  is_settling: fc.boolean(),
  policy,
  paused: fc.boolean(),
  priority: fc.nat(3),
  write_mode: fc.constantFrom('difference' as const, 'balance' as const),
  drift_policy: fc.constantFrom('impose' as const, 'warn' as const),
  mirrors: fc.option(source, { freq: 4 }),
})

/** Any state of one SKU named `sku`. */
export function anyState(sku = 'ANY'): fc.Arbitrary<SkuState> {
  const place = (deposit_id: string) =>
    ({ kind: 'deposit', account_id: 'A', deposit_id, product_id: '1' }) as const
  return fc
    .record({
      step: fc.constantFrom(ONE_UNIT, ONE_GRAIN),
      combine: fc.constantFrom(...COMBINE_RULES),
      safety_stock: amount,
      orders_reread: fc.boolean(),
      sources: fc.array(source, { minLength: 1, maxLength: 4 }),
      targets: fc.array(target, { maxLength: 4 }),
      demand: fc.array(fc.integer({ min: 1, max: 90_000 }).map(fromGrains), { maxLength: 3 }),
    })
    .map(
      ({ sources, targets, demand, ...rest }): SkuState => ({
        ...rest,
        pool_id: 'pool',
        sku,
        product_kind: 'simple',
        parts: [],
        is_overstated: false,
        sold_in: [],
        sources: sources.map((one, index): PoolSource => ({ ...one, place: place(`S${index}`) })),
        targets: targets.map(({ mirrors, policy, paused, priority, ...one }, index) => {
          const base = { ...one, place: place(`T${index}`) }
          if (mirrors === null) {
            return { ...base, role: 'shared', policy, paused, priority } satisfies SharedTarget
          }
          const mirror_of = { ...mirrors, place: place(`M${index}`) }
          return { ...base, role: 'mirror', mirror_of } satisfies MirrorTarget
        }),
        demand: demand.map((one, index) => ({
          channel_id: 'A',
          order_id: `${index}`,
          item_id: `${sku}#1`,
          quantity: one,
        })),
      }),
    )
}
