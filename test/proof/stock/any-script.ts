import fc from 'fast-check'
import type { Measure } from '../../../src/domain/stock/portion.ts'
import type { SoldAs } from '../../../src/domain/stock/sale.ts'
import type { Action, Moment, ProductSpec, Script } from './script.ts'

const number = fc.nat({ max: 1_000_000 })
const amount = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 1, max: 14 }) },
  { weight: 1, arbitrary: fc.integer({ min: 15, max: 90 }) },
)
const measure = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Measure>('unit') },
  { weight: 1, arbitrary: fc.constantFrom<Measure>('box', 'dose') },
)
const minutes_ago = fc.integer({ min: 0, max: 600 })
const dated = fc.record({ kind: fc.constant('dated' as const), minutes_ago })
const device = fc.record({
  kind: fc.constant('device' as const),
  minutes_ago,
  trusted: fc.oneof(
    { weight: 4, arbitrary: fc.constant(true) },
    { weight: 1, arbitrary: fc.constant(false) },
  ),
})
const now = fc.constant<Moment>({ kind: 'now' })
const moment: fc.Arbitrary<Moment> = fc.oneof(
  { weight: 6, arbitrary: now },
  { weight: 1, arbitrary: dated },
  { weight: 3, arbitrary: device },
)
const onlineMoment: fc.Arbitrary<Moment> = fc.oneof(
  { weight: 4, arbitrary: now },
  { weight: 1, arbitrary: dated },
)
const place = { branch: number, product: number }

const sale = fc.record({
  kind: fc.constant('sale' as const),
  at: moment,
  branch: number,
  charged: fc.option(fc.nat({ max: 5000 }), { freq: 5 }),
  lines: fc.array(
    fc.record({
      product: number,
      sold_as: fc.constantFrom<SoldAs>('unit', 'unit', 'box', 'dose', 'muntu'),
      quantity: amount,
      partial: fc.constantFrom('refuse' as const, 'accept' as const),
    }),
    { minLength: 1, maxLength: 4 },
  ),
})
const purchase = fc.record({
  kind: fc.constant('purchase' as const),
  at: onlineMoment,
  branch: number,
  status: fc.constantFrom('received' as const, 'received' as const, 'pending' as const),
  lines: fc.array(
    fc.record({
      product: number,
      boxes: fc.nat({ max: 5 }),
      units: fc.integer({ min: 1, max: 20 }),
      unit_cost_cents: fc.option(fc.nat({ max: 999 })),
      batch: fc.option(fc.nat({ max: 4 }), { freq: 2 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
})
const outflow = fc.record({
  kind: fc.constantFrom('loss' as const, 'breakage' as const, 'courtesy' as const),
  at: moment,
  ...place,
  quantity: amount,
  taken_from: measure,
})
const adjustment = fc.record({
  kind: fc.constant('adjustment' as const),
  at: moment,
  ...place,
  quantity: fc.tuple(amount, fc.constantFrom(1, -1)).map(([size, sign]) => size * sign),
  counted_in: measure,
})
const count = fc.record({
  kind: fc.constant('count' as const),
  at: moment,
  branch: number,
  unseen: fc.option(fc.nat({ max: 20 })),
  lines: fc.uniqueArray(
    fc.record({
      product: fc.nat({ max: 4 }),
      closed_boxes: fc.nat({ max: 5 }),
      open_box_units: fc.nat({ max: 15 }),
      open_bottle_doses: fc.option(fc.nat({ max: 3 })),
    }),
    { minLength: 1, maxLength: 3, selector: (line) => line.product },
  ),
})
const transfer = fc.record({
  kind: fc.constant('transfer' as const),
  at: moment,
  from: number,
  lines: fc.uniqueArray(
    fc.record({
      product: fc.nat({ max: 4 }),
      boxes: fc.nat({ max: 2 }),
      units: fc.integer({ min: 1, max: 14 }),
    }),
    { minLength: 1, maxLength: 3, selector: (line) => line.product },
  ),
})
const repack = fc.record({
  kind: fc.constant('repack' as const),
  product: number,
  units_per_box: fc.option(fc.integer({ min: 2, max: 12 })),
  doses_per_bottle: fc.option(fc.integer({ min: 2, max: 6 })),
})

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 90, arbitrary: sale },
  { weight: 20, arbitrary: fc.record({ kind: fc.constant('cancel' as const), at: moment, of: number }) },
  { weight: 40, arbitrary: purchase },
  { weight: 20, arbitrary: fc.record({ kind: fc.constant('receive' as const), at: moment, of: number }) },
  { weight: 30, arbitrary: outflow },
  { weight: 20, arbitrary: adjustment },
  {
    weight: 10,
    arbitrary: fc.record({ kind: fc.constant('box_opening' as const), at: moment, ...place }),
  },
  { weight: 20, arbitrary: count },
  { weight: 20, arbitrary: transfer },
  { weight: 1, arbitrary: repack },
  { weight: 20, arbitrary: fc.record({ kind: fc.constant('again' as const), of: number }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('reused_key' as const), of: number, product: number }),
  },
)
const step = fc.record({
  action,
  pauses: fc.constantFrom(...Array<boolean>(30).fill(false), true),
})
/** Mostly what fits one batch easily; sometimes more than the largest batch takes. */
const burst = fc.oneof(
  { weight: 40, arbitrary: fc.array(step, { minLength: 1, maxLength: 200, size: 'max' }) },
  { weight: 1, arbitrary: fc.array(step, { minLength: 505, maxLength: 560, size: 'max' }) },
)
const pack = (max: number) => fc.option(fc.integer({ min: 2, max }), { freq: 3 })
const price = fc.option(fc.integer({ min: 0, max: 2000 }), { freq: 5 })
const product: fc.Arbitrary<ProductSpec> = fc.record({
  units_per_box: pack(12),
  doses_per_bottle: fc.option(fc.integer({ min: 2, max: 6 }), { freq: 1 }),
  dose_mode: fc.constantFrom('open_bottle' as const, 'open_bottle' as const, 'bottle_per_sale' as const),
  unit_price_cents: price,
  box_price_cents: price,
  dose_price_cents: price,
  muntu: fc.option(
    fc.record({ quantity: fc.integer({ min: 2, max: 15 }), price_cents: fc.nat({ max: 5000 }) }),
    {
      freq: 3,
    },
  ),
  low_stock_alert: fc.nat({ max: 20 }),
})

/** Any run; about `rounds` times 100 commands long. */
export function anyScript(rounds: number): fc.Arbitrary<Script> {
  return fc.record({
    settings: fc.record({
      allow_two_open_boxes: fc.boolean(),
      muntu_partial: fc.constantFrom('confirm' as const, 'never' as const),
      muntu_partial_price: fc.constantFrom('unit' as const, 'pro_rata' as const),
      box_from_loose: fc.boolean(),
      regroup: fc.constantFrom('correct' as const, 'correct' as const, 'warn' as const),
      business_day_cutoff_hour: fc.nat({ max: 23 }),
    }),
    levels_exist: fc.constantFrom(true, true, true, false),
    skew_ms: fc.constantFrom(0, 0, 400, -90_000),
    products: fc.array(product, { minLength: 5, maxLength: 5 }),
    rounds: fc.array(
      fc.record({ minutes_later: fc.integer({ min: 0, max: 200 }), here: burst, there: burst }),
      { minLength: 1, maxLength: rounds, size: 'max' },
    ),
  })
}
