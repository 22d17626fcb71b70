import type { AvailabilityTerm, PendingCause } from '../../../domain/sync/availability.ts'
import { placeKey } from '../../../domain/sync/place.ts'
import { type Quantity, toUnits } from '../../../domain/sync/quantity.ts'
import { balanceOf } from '../../../domain/sync/reading.ts'
import type { ExposureTerm } from '../../../domain/sync/targets.ts'
import type { SkuDecision } from './decide-sku.ts'

/** The reasoning behind a decision as it is kept and shown: quantities in units, places by their key. */
export function whyOf({ plan, state, lines }: SkuDecision): Record<string, unknown> {
  const { decision } = plan
  const base = {
    state: plan.state,
    combine: state.combine,
    sold_in: state.sold_in.map((kit) => ({ ...kit, quantity: toUnits(kit.quantity) })),
    sources: state.sources.map(({ place, account_state, reading }) => ({
      place: placeKey(place),
      account_state,
      reading: reading.kind,
      ...(reading.kind === 'unknown' ? { cause: reading.cause } : {}),
      ...balanceUnits(balanceOf(reading)),
    })),
    demand: lines
      .filter((line) => line.state === 'open' || line.state === 'visible')
      .map(({ channel_id, order_id, item_id, quantity, state: shown, phase }) => ({
        channel_id,
        order_id,
        item_id,
        quantity: toUnits(quantity),
        phase,
        state: shown,
      })),
    skipped: plan.skipped.map(({ place, cause }) => ({ place: placeKey(place), ...cause })),
    drifts: plan.drifts.map(({ place, from, to, imposed }) => ({
      place: placeKey(place),
      from: toUnits(from),
      to: toUnits(to),
      imposed,
    })),
  }
  switch (decision.kind) {
    case 'not_written':
      return { ...base, product_kind: decision.product_kind }
    case 'pending':
      return { ...base, causes: decision.causes.map(causeOf) }
    case 'decided':
      return {
        ...base,
        available: toUnits(decision.availability.available),
        oversold: toUnits(decision.availability.oversold),
        oversell_bound: toUnits(decision.exposure.oversell_bound),
        terms: decision.availability.terms.map(termOf),
        targets: decision.exposure.targets.map(({ target, exposed, physical_to_reach, terms, skipped }) => ({
          place: placeKey(target.place),
          role: target.role,
          ...balanceUnits(balanceOf(target.reading)),
          exposed: toUnits(exposed),
          physical_to_reach: toUnits(physical_to_reach),
          terms: terms.map(exposureTermOf),
          skipped,
        })),
      }
  }
}

/** A reason why nothing may be written, with its place by key. */
export function causeOf(cause: PendingCause): Record<string, unknown> {
  return 'place' in cause ? { ...cause, place: placeKey(cause.place) } : { ...cause }
}

function balanceUnits(balance: { readonly physical: Quantity; readonly virtual: Quantity } | null) {
  if (balance === null) return { physical: null, virtual: null }
  return { physical: toUnits(balance.physical), virtual: toUnits(balance.virtual) }
}

function termOf(term: AvailabilityTerm): Record<string, unknown> {
  const amount = toUnits(term.amount)
  switch (term.kind) {
    case 'source':
      return { kind: term.kind, place: placeKey(term.place), note: term.note, amount }
    case 'demand': {
      const { channel_id, order_id, item_id } = term.line
      return { kind: term.kind, channel_id, order_id, item_id, amount }
    }
    case 'combination':
      return { kind: term.kind, rule: term.rule, amount }
    case 'safety_stock':
      return { kind: term.kind, amount }
    case 'kit':
      return {
        kind: term.kind,
        parts: term.parts.map(({ sku, quantity, available }) => ({
          sku,
          quantity: toUnits(quantity),
          available: toUnits(available),
        })),
        amount,
      }
  }
}

function exposureTermOf(term: ExposureTerm): Record<string, unknown> {
  const amount = toUnits(term.amount)
  switch (term.kind) {
    case 'mirrored':
      return { kind: term.kind, place: placeKey(term.place), amount }
    case 'policy':
      return { kind: term.kind, policy: policyOf(term.policy), amount }
    case 'available':
    case 'reserved_here':
      return { kind: term.kind, amount }
  }
}

function policyOf(policy: Extract<ExposureTerm, { kind: 'policy' }>['policy']) {
  if (typeof policy === 'string') return { kind: policy }
  return 'quantity' in policy ? { kind: policy.kind, value: toUnits(policy.quantity) } : policy
}
