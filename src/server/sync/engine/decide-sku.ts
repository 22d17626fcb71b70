import { type DemandChannel, decideDemand } from '../../../domain/sync/demand.ts'
import { carrierOf, type DemandLine } from '../../../domain/sync/demand-line.ts'
import { type DrawPlan, planDraws } from '../../../domain/sync/draw.ts'
import type { TargetHistory } from '../../../domain/sync/drift.ts'
import { takenByOrders } from '../../../domain/sync/outflow.ts'
import { channelOf, type Place, placeKey } from '../../../domain/sync/place.ts'
import { planSku, type SkuPlan } from '../../../domain/sync/plan.ts'
import type { ConfiguredSource, ConfiguredTarget } from '../../../domain/sync/pool-config.ts'
import { NOTHING, sum } from '../../../domain/sync/quantity.ts'
import { balanceOf } from '../../../domain/sync/reading.ts'
import type { KitPart, PoolSource, PoolTarget, SkuState } from '../../../domain/sync/sku-state.ts'
import type { StoredPool } from '../pools/pools.store.ts'
import { channelsOf } from './demand-channels.ts'
import type { PartFacts, SkuFacts } from './facts.ts'
import { accountStateOf, type Look, placeOf, readingOf, type Subject } from './look.ts'
import { ORDER_SETTLING_MS, settlesAt } from './settling.ts'

/** How one SKU stands in one pool after a look. */
export type Standing = {
  readonly sku: SkuFacts
  readonly state: SkuState
  /** The demand lines that count in this pool, as they stand after the look. */
  readonly lines: readonly DemandLine[]
}

/** What was decided for one SKU of one pool, from one look. */
export type SkuDecision = Standing & {
  readonly pool: StoredPool
  readonly plan: SkuPlan
  readonly draws: DrawPlan
  /** What the look shows of each channel that has demand. */
  readonly channels: readonly DemandChannel[]
  /** How the parts of a kit stand. */
  readonly parts: readonly Standing[]
}

/** Decides one SKU of one pool by the pure rules. Nothing here compares or calculates stock: it only puts facts in their places. */
export function decideSku(subject: Subject, look: Look): SkuDecision {
  const { pool, sku } = subject
  const parts = sku.parts.map((part) => ({ ...part, standing: standingOfPart(subject, look, part) }))
  const { channels, ...standing } = standingOf(subject, look)
  const state = {
    ...standing.state,
    parts: parts.map(({ standing: own, ...part }): KitPart => ({ ...part, state: own?.state ?? null })),
  }
  // A line that real stock showed leaving needs no movement of ours, whatever its channel is set to now.
  const drawable = standing.lines.filter((line) => line.state !== 'settled' || line.draw.made > 0)
  return {
    ...standing,
    pool,
    channels,
    state,
    plan: planSku(state),
    draws: planDraws(
      sku.product_kind === 'simple' ? drawable : [],
      channels,
      state.sources,
      settlingOf(sku, state.sources, look),
    ),
    parts: parts.flatMap(({ standing: own }) => own ?? []),
  }
}

/** A kit within a kit is taken apart before; what is left as one is not known. */
function standingOfPart(subject: Subject, look: Look, { facts }: PartFacts): Standing | null {
  return facts?.product_kind === 'simple' ? standingOf({ ...subject, sku: facts }, look) : null
}

/** How one SKU stands by itself. A kit has no stock of its own: nothing is a source of it. */
function standingOf(
  subject: Subject,
  look: Look,
): Standing & { readonly channels: readonly DemandChannel[] } {
  const { pool, sku } = subject
  const isKit = sku.product_kind === 'kit'
  const sources = isKit ? [] : pool.config.sources.map((source) => sourceOf(subject, look, source))
  const targets = pool.config.targets.map((target) => targetOf(subject, look, target))
  const channels = channelsOf(subject, look, { sources, targets })
  const lines = sku.lines.filter((line) => channels.some(({ channel_id }) => channel_id === carrierOf(line)))
  const demand = decideDemand(lines, channels, {
    balances_read_at: look.read_at,
    settling_ms: ORDER_SETTLING_MS,
  })
  const state: SkuState = {
    pool_id: pool.config.pool_id,
    sku: sku.sku,
    product_kind: sku.product_kind,
    step: sku.step,
    combine: pool.config.combine,
    safety_stock: pool.config.safety_stock,
    sources,
    targets,
    demand: demand.hidden,
    sold_in: sku.sold_in,
    is_overstated: sources.some((source) => isOverstated(sku, source, look)),
    parts: [],
    orders_reread: look.orders_reread,
  }
  return { sku, state, lines: demand.lines, channels }
}

function sourceOf(
  subject: Subject,
  look: Look,
  { place: configured, priority }: ConfiguredSource,
): PoolSource {
  const place = placeOf(subject, configured)
  return {
    place,
    account_state: accountStateOf(subject.facts, place),
    priority,
    reading: readingOf(subject, look, place),
  }
}

/** The places that may not show our own movement there yet. */
function settlingOf(sku: SkuFacts, sources: readonly PoolSource[], look: Look): ReadonlySet<string> {
  const unsettled = sources.filter(({ place }) => settlesAt(sku, place) > look.read_at.getTime())
  return new Set(unsettled.map(({ place }) => placeKey(place)))
}

/** Whether a source that may not show our own withdrawal yet shows more than it would leave. */
function isOverstated(sku: SkuFacts, { place, reading }: PoolSource, look: Look): boolean {
  const memory = sku.memories.get(placeKey(place))
  const balance = balanceOf(reading)
  if (memory?.seen == null || balance === null || settlesAt(sku, place) <= look.read_at.getTime())
    return false
  const { own_difference, seen } = memory
  return own_difference < NOTHING && balance.physical > sum([seen.physical, own_difference])
}

function targetOf(subject: Subject, look: Look, target: ConfiguredTarget): PoolTarget {
  const { facts, pool, sku } = subject
  const place = placeOf(subject, target.place)
  const base = {
    place,
    account_state: accountStateOf(facts, place),
    reading: readingOf(subject, look, place),
    write_mode: place.kind === 'site' ? ('balance' as const) : pool.write_mode,
    drift_policy: pool.drift_policy,
    history: historyOf(sku, place),
    is_settling: settlesAt(sku, place) > look.read_at.getTime(),
  }
  if (target.role === 'shared') {
    return { ...base, role: 'shared', policy: target.policy, paused: target.paused, priority: 1 }
  }
  const origin = target.mirror_of === null ? place : placeOf(subject, target.mirror_of)
  return {
    ...base,
    role: 'mirror',
    mirror_of: {
      place: origin,
      account_state: accountStateOf(facts, origin),
      reading: readingOf(subject, look, origin),
    },
  }
}

/** Orders learned of since the plan behind the confirmed balance explain a drop of it. */
function historyOf(sku: SkuFacts, place: Place): TargetHistory | null {
  const memory = sku.memories.get(placeKey(place))
  if (memory?.confirmed == null) return null
  const { balance, planned_at } = memory.confirmed
  const own = [...sku.lines, ...sku.kit_sales].filter((line) => line.channel_id === channelOf(place))
  const leaves_when = place.kind === 'site' ? 'placed' : 'shipped'
  return {
    confirmed: balance,
    explained_outflow: takenByOrders(own, planned_at, leaves_when),
    unconfirmed: memory.unconfirmed,
  }
}
