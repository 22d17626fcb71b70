import type { DrawMovement } from '../../../domain/sync/draw.ts'
import type { TargetHistory } from '../../../domain/sync/drift.ts'
import { type Place, placeKey } from '../../../domain/sync/place.ts'
import type { PlanLine } from '../../../domain/sync/plan.ts'
import { minus, negated, sum } from '../../../domain/sync/quantity.ts'
import { balanceOf } from '../../../domain/sync/reading.ts'
import type { SiteProductName } from '../sites/site-port.ts'
import type { SkuDecision } from './decide-sku.ts'
import type { SkuFacts } from './facts.ts'
import { siteProductOf } from './observe.ts'
import type { NewWrite } from './writes.store.ts'

/** A movement on its way: what is written down of it, and what it is for. */
export type Outgoing = {
  readonly write: NewWrite
  readonly destination: Destination
  readonly purpose:
    | { readonly kind: 'target'; readonly line: PlanLine; readonly before: KnownBefore | null }
    | { readonly kind: 'draw'; readonly movement: DrawMovement }
}

/** Where a movement goes, as the call has to name it: a deposit's number in its account, or a product of a site. */
export type Destination =
  | { readonly kind: 'deposit'; readonly account_id: string; readonly bling_deposit_id: string }
  | { readonly kind: 'site'; readonly site_id: string; readonly product: SiteProductName }

/** What was known of a target before its write, and as of which look. */
export type KnownBefore = { readonly history: TargetHistory; readonly planned_at: Date }

/** What an outgoing movement is made with. */
export type Sender = {
  readonly run_id: string
  /** When the balances behind the decision were read. */
  readonly read_at: Date
  readonly newId: () => string
  readonly blingIdOf: (deposit_id: string) => string | null
}

/** Planned lines as they leave. */
export function outgoingTargets(
  decision: SkuDecision,
  lines: readonly PlanLine[],
  sender: Sender,
): Outgoing[] {
  return lines.flatMap((line) => {
    const known = knownPlace(line.place, decision.sku, sender)
    if (known === null) return []
    const write: NewWrite = {
      ...headOf(decision, sender, line.place),
      ...known.ids,
      kind: 'target',
      operation: line.operation,
      quantity: line.quantity,
      difference: line.difference,
      before_physical: line.current_physical,
      before_virtual: line.current,
      target_physical: line.target_physical,
      target_virtual: line.target,
      reason: line.reason,
      draw_key: null,
    }
    const before = knownBefore(decision, line, sender.read_at)
    return [{ write, destination: known.destination, purpose: { kind: 'target', line, before } }]
  })
}

/** The plan's own baseline when it gave one, else what was remembered, as of the look behind it. */
function knownBefore({ plan, state, sku }: SkuDecision, line: PlanLine, read_at: Date): KnownBefore | null {
  const key = placeKey(line.place)
  const baseline = plan.baselines.find(({ place }) => placeKey(place) === key)
  if (baseline !== undefined) return { history: baseline.history, planned_at: read_at }
  const history = state.targets.find(({ place }) => placeKey(place) === key)?.history
  const planned_at = sku.memories.get(key)?.confirmed?.planned_at
  return history && planned_at ? { history, planned_at } : null
}

/** The withdrawals on real stock that follow from orders which left from a shared place. */
export function outgoingDraws(decision: SkuDecision, sender: Sender): Outgoing[] {
  return decision.draws.movements.flatMap((movement) => {
    const known = knownPlace(movement.place, decision.sku, sender)
    const source = decision.state.sources.find(({ place }) => placeKey(place) === placeKey(movement.place))
    const balance = source && balanceOf(source.reading)
    if (known === null || balance === null || balance === undefined) return []
    const difference = movement.operation === 'E' ? movement.quantity : negated(movement.quantity)
    const write: NewWrite = {
      ...headOf(decision, sender, movement.place),
      ...known.ids,
      kind: 'draw',
      operation: movement.operation,
      quantity: movement.quantity,
      difference,
      before_physical: balance.physical,
      before_virtual: balance.virtual,
      target_physical: sum([balance.physical, difference]),
      target_virtual: minus(balance.virtual, negated(difference)),
      reason: 'draw',
      draw_key: movement.key,
    }
    return [{ write, destination: known.destination, purpose: { kind: 'draw', movement } }]
  })
}

function headOf(decision: SkuDecision, sender: Sender, place: Place) {
  return {
    reference: sender.newId(),
    run_id: sender.run_id,
    pool_id: decision.pool.config.pool_id,
    sku: decision.sku.sku,
    place: placeKey(place),
  }
}

type KnownPlace = {
  readonly destination: Destination
  readonly ids: Pick<NewWrite, 'account_id' | 'deposit_id' | 'site_id' | 'product_id'>
}

function knownPlace(place: Place, sku: SkuFacts, { blingIdOf }: Sender): KnownPlace | null {
  if (place.kind === 'branch' || place.product_id === null) return null
  const { product_id } = place
  if (place.kind === 'site') {
    const { site_id } = place
    const product = siteProductOf(sku, site_id)
    if (product === null) return null
    return {
      destination: { kind: 'site', site_id, product },
      ids: { account_id: null, deposit_id: null, site_id, product_id },
    }
  }
  const { account_id, deposit_id } = place
  const bling_deposit_id = blingIdOf(deposit_id)
  if (bling_deposit_id === null) return null
  return {
    destination: { kind: 'deposit', account_id, bling_deposit_id },
    ids: { account_id, deposit_id, site_id: null, product_id },
  }
}
