import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyState, applied, plain, type Shows, shownAt } from './any-product.fixture.ts'
import { FAMILY_FIELDS } from './family.ts'
import { takes } from './field-owners.ts'
import { canonicalValue, fieldOf, PRODUCT_FIELDS, saysSomething } from './product-fields.ts'
import { ownerSide, type ProductState, planProduct } from './product-plan.ts'

const faithful: Shows = (fields) => fields
/** A shop that keeps images under addresses of its own and drops what it does not like of a text. */
const ownWay: Shows = ({ images, description, ...fields }) => ({
  ...fields,
  ...(images === undefined ? {} : { images: images.map((_, index) => `https://loja/${index}.jpg`) }),
  ...(description === undefined ? {} : { description: description.replace(/<[^>]*>/g, '') }),
})
const planOf = (state: ProductState) => planProduct(state, plain)

it('leaves nothing to do once it is done, also at a shop that shows things in its own way', () => {
  fc.assert(
    fc.property(anyState, fc.constantFrom(faithful, ownWay), (state, shows) => {
      const once = applied(state, planOf(state).writes, shows)
      // What the site owns may only now be known there: it goes on to those that take it.
      const twice = applied(once, planOf(once).writes, shows)
      expect(planOf(twice).writes).toEqual([])
    }),
    { numRuns: 1_000 },
  )
})

it('makes the site agree with the owner of each field that both show', () => {
  fc.assert(
    fc.property(anyState, (state) => {
      const after = applied(state, planOf(state).writes, faithful)
      for (const field of PRODUCT_FIELDS) {
        const owner = ownerSide(state, field)
        if (owner === null || owner === 'site' || !state.site_fields.includes(field)) continue
        const said = fieldOf(shownAt(state, owner), field)
        const shown = fieldOf(shownAt(after, 'site'), field)
        if (!saysSomething(said) || shown === undefined || state.sides.site.kind !== 'held') continue
        expect(canonicalValue(shown)).toBe(canonicalValue(said))
      }
    }),
    { numRuns: 1_000 },
  )
})

it('writes only what the owner says and what is shown differently, and never to the owner itself', () => {
  fc.assert(
    fc.property(anyState, (state) => {
      for (const { side, kind, changes } of planOf(state).writes) {
        expect(changes.length).toBeGreaterThan(0)
        for (const { field, owner, after } of changes) {
          expect(owner).not.toBe(side)
          expect(saysSomething(after)).toBe(true)
          expect(side === 'site' ? state.site_fields.includes(field) : takes(side, field)).toBe(true)
          if (kind !== 'create') expect(fieldOf(shownAt(state, side), field)).toBeDefined()
          if (kind !== 'create') expect(after).toEqual(fieldOf(shownAt(state, owner), field))
        }
      }
    }),
    { numRuns: 1_000 },
  )
})

it('makes a variation in its family and nowhere else, without what the family has for it', () => {
  fc.assert(
    fc.property(anyState, (state) => {
      for (const { kind, changes, family } of planOf(state).writes) {
        expect(family).toEqual(kind === 'create' ? state.family : undefined)
        if (family !== undefined)
          expect(changes.filter(({ field }) => FAMILY_FIELDS.includes(field))).toEqual([])
      }
    }),
    { numRuns: 1_000 },
  )
})

it('leaves every field that it does not name as it was', () => {
  fc.assert(
    fc.property(anyState, (state) => {
      const { writes } = planOf(state)
      const after = applied(state, writes, faithful)
      for (const side of ['bling', 'estoqueuni', 'site'] as const) {
        const named = writes
          .filter((one) => one.side === side)
          .flatMap(({ changes }) => changes.map(({ field }) => field))
        for (const field of PRODUCT_FIELDS)
          if (!named.includes(field))
            expect(fieldOf(shownAt(after, side), field)).toEqual(fieldOf(shownAt(state, side), field))
      }
    }),
    { numRuns: 1_000 },
  )
})

it('concludes nothing from what could not be read', () => {
  fc.assert(
    fc.property(anyState, (state) => {
      const unknown = { kind: 'unknown', because: 'not_read' } as const
      const blind = planOf({ ...state, sides: { ...state.sides, bling: unknown, site: unknown } })
      expect(blind.writes).toEqual([])
      expect(blind.conflicts.map(({ side }) => side)).toEqual(['bling', 'site'])
    }),
    { numRuns: 1_000 },
  )
})
