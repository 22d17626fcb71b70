import * as fc from 'fast-check'
import type { Family } from './family.ts'
import { canOwn, type FieldOwners, type Side } from './field-owners.ts'
import { PRODUCT_FIELDS, type ProductField, type ProductFields } from './product-fields.ts'
import { agreementsOf, type Holding, type ProductState, type SideChange } from './product-plan.ts'

/** A digest that keeps the text, so that a failure can be read. */
export const plain = (text: string): string => `#${text}`

const VALUES: Readonly<Record<ProductField, fc.Arbitrary<unknown>>> = {
  name: fc.constantFrom('Caneca', 'Caneca azul', ' Caneca ', ''),
  description: fc.constantFrom('', 'Cabe 300 ml', 'Cabe\r\n300 ml', 'Cabe\n300 ml', '<b>Cabe</b>'),
  price_cents: fc.constantFrom(0, 1, 490, 5990),
  sku: fc.constantFrom('007', '7', ''),
  gtin: fc.constantFrom('', '7891149103119'),
  weight_mg: fc.constantFrom(0, 350_000, 350_001),
  images: fc.constantFrom<readonly string[]>(
    [],
    ['https://a/1.jpg'],
    ['https://a/1.jpg?Signature=x', 'https://a/2.jpg'],
  ),
  is_active: fc.boolean(),
}

const fields = fc.record(VALUES, { requiredKeys: [] }) as fc.Arbitrary<ProductFields>
const held = fields.map((own): Holding => ({ kind: 'held', fields: own }))
const others: fc.Arbitrary<Holding> = fc.oneof(
  { arbitrary: held, weight: 6 },
  fc.constant<Holding>({ kind: 'absent' }),
  fc.constant<Holding>({ kind: 'unknown', because: 'not_read' }),
)
const ours = fc
  .record({
    name: fc.constantFrom('Caneca', 'Copo'),
    sku: fc.constantFrom('007', '7'),
    is_active: fc.boolean(),
  })
  .chain((base) =>
    fields.map(
      ({ price_cents, gtin }): Holding => ({
        kind: 'held',
        fields: {
          ...base,
          ...(price_cents === undefined ? {} : { price_cents }),
          ...(gtin === undefined ? {} : { gtin }),
        },
      }),
    ),
  )
const owners = fc.record(
  Object.fromEntries(
    PRODUCT_FIELDS.map((field) => [
      field,
      fc.constantFrom(
        ...(['bling', 'estoqueuni', 'site', 'nobody'] as const).filter((one) => canOwn(one, field)),
      ),
    ]),
  ),
) as unknown as fc.Arbitrary<FieldOwners>

/** Any product on any sides, under any owners, that never agreed before. */
export const anyState: fc.Arbitrary<ProductState> = fc.record(
  {
    owners,
    takers: fc.subarray(['bling', 'estoqueuni'] as const),
    sides: fc.record({ bling: others, estoqueuni: ours, site: others }),
    agreed: fc.constant({}),
    claimed: fc.subarray([...PRODUCT_FIELDS]),
    is_kit: fc.boolean(),
    site_fields: fc.subarray([...PRODUCT_FIELDS]),
    family: fc.constant<Family>({
      ...{ owner_id: '160', name: 'Camisa', sku: 'CAM', there: null, was_there: false },
      attributes: [{ name: 'Cor', option: 'Azul' }],
    }),
  },
  { requiredKeys: ['owners', 'takers', 'sides', 'agreed', 'claimed', 'is_kit', 'site_fields'] },
)

/** How a side shows what it is written; a shop may show it in its own way. */
export type Shows = (fields: ProductFields) => ProductFields

/** Does what a plan says at every side, and remembers what each then shows. */
export function applied(state: ProductState, writes: readonly SideChange[], shows: Shows): ProductState {
  let after = state
  for (const { side, changes } of writes) {
    const written = Object.fromEntries(
      changes.map(({ field, after: value }) => [field, value]),
    ) as ProductFields
    const before = after.sides[side]
    const kept = before.kind === 'held' ? before.fields : {}
    const sides = {
      ...after.sides,
      [side]: { kind: 'held', fields: { ...kept, ...shows(written) } },
    } as ProductState['sides']
    const seen = { ...after, sides }
    const agreed = { ...seen.agreed[side], ...agreementsOf(seen, side, written, plain) }
    after = { ...seen, agreed: { ...seen.agreed, [side]: agreed } }
  }
  return after
}

/** What a side shows. */
export function shownAt(state: ProductState, side: Side): ProductFields {
  const holding = state.sides[side]
  return holding.kind === 'held' ? holding.fields : {}
}
