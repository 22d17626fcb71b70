import type { DemandChannel } from '../../../domain/sync/demand.ts'
import { carrierOf, isLive } from '../../../domain/sync/demand-line.ts'
import { inflowBetween, outflowBetween } from '../../../domain/sync/outflow.ts'
import { channelOf, placeKey } from '../../../domain/sync/place.ts'
import { minus, NOTHING, type Quantity, sum } from '../../../domain/sync/quantity.ts'
import { balanceOf, type Reading } from '../../../domain/sync/reading.ts'
import { leftFromShared } from '../../../domain/sync/reservation-place.ts'
import type { PoolSource, PoolTarget } from '../../../domain/sync/sku-state.ts'
import { type AccountFacts, homePoolOf, homePoolOfSite, type SkuFacts } from './facts.ts'
import type { Look, Subject } from './look.ts'
import { settlesAt } from './settling.ts'

/** The places of a pool as one look saw them. */
type Seen = { readonly sources: readonly PoolSource[]; readonly targets: readonly PoolTarget[] }

/**
 * What the deposits of each channel with demand for the SKU show of its orders. An account of which no person said where it reserves, and
 * whose shared deposit gave what just shipped, is taken for one that keeps orders there from this look on.
 */
export function channelsOf(
  { facts, pool, sku }: Subject,
  look: Look,
  { sources, targets }: Seen,
): DemandChannel[] {
  const ids = [...new Set(sku.lines.map(carrierOf))].toSorted()
  return ids.flatMap((channel_id) => {
    if (facts.sites.has(channel_id))
      return homePoolOfSite(facts, channel_id) === pool ? [channelOfSite(channel_id)] : []
    const account = facts.accounts.get(channel_id)
    if (account === undefined || homePoolOf(facts, channel_id) !== pool) return []
    const own =
      account.state === 'excluded' ? [] : sources.filter(({ place }) => channelOf(place) === channel_id)
    const channel: DemandChannel = {
      channel_id,
      account_state: account.state,
      reserves_in: account.reserves_in,
      when_shipped: account.when_shipped,
      reserved_in_main: sum(own.map(({ reading }) => reservedIn(reading))),
      outflow: sum(own.map((source) => changeOf(outflowBetween, sku, source, look))),
      inflow: sum(own.map((source) => changeOf(inflowBetween, sku, source, look))),
      is_settling: own.some(({ place }) => settlesAt(sku, place) > look.read_at.getTime()),
    }
    const isFromShared = account.is_watched && shipsFromShared(account, sku, channel, targets)
    return [isFromShared ? { ...channel, reserves_in: 'shared' } : channel]
  })
}

/**
 * A site lowers its own stock when an order is placed, and holds no real stock: what its orders ask for counts whole until a movement on
 * real stock, or the same order in an account, makes it good. A paused site still owes what it sold.
 */
function channelOfSite(channel_id: string): DemandChannel {
  return {
    channel_id,
    account_state: 'active',
    reserves_in: 'shared',
    when_shipped: 'debt',
    reserved_in_main: NOTHING,
    outflow: NOTHING,
    inflow: NOTHING,
    is_settling: false,
  }
}

function shipsFromShared(
  { account_id }: AccountFacts,
  sku: SkuFacts,
  channel: DemandChannel,
  targets: readonly PoolTarget[],
): boolean {
  const unseen = sku.lines.filter(
    (line) =>
      carrierOf(line) === account_id &&
      isLive(line) &&
      line.phase === 'shipped' &&
      line.state !== 'settled' &&
      line.drawn === NOTHING &&
      line.draw.made === 0,
  )
  const shared = targets.filter(({ place, role }) => role === 'shared' && channelOf(place) === account_id)
  const drops = shared.map((target) => dropOf(sku, target))
  const isReserved = channel.reserved_in_main > NOTHING
  const areKnown = !channel.is_settling && !isReserved && drops.every((drop) => drop !== null)
  return (
    areKnown &&
    leftFromShared({
      shipped: sum(unseen.map(({ quantity }) => quantity)),
      shared_dropped: sum(drops),
      main_moved: sum([channel.outflow, channel.inflow]),
    })
  )
}

/**
 * How much left a shared deposit since the latest look, which may have left an edit of somebody's standing; null while a write of ours may or
 * may not be in its balance.
 */
function dropOf(sku: SkuFacts, { place, reading, is_settling }: PoolTarget): Quantity | null {
  const memory = sku.memories.get(placeKey(place))
  const now = balanceOf(reading)
  if (now === null || is_settling || memory?.confirmed == null || memory.unconfirmed.length > 0) return null
  const { confirmed, seen, seen_at } = memory
  const isSeenLater = seen !== null && seen_at !== null && seen_at > confirmed.planned_at
  return minus((isSeenLater ? seen : confirmed.balance).physical, now.physical)
}

function reservedIn(reading: Reading) {
  const balance = balanceOf(reading)
  return balance === null ? NOTHING : minus(balance.physical, balance.virtual)
}

/** A reading from before our own movement would be taken for a drop, or hide one. */
function changeOf(
  between: typeof outflowBetween,
  sku: SkuFacts,
  { place, reading }: PoolSource,
  look: Look,
): Quantity {
  const memory = sku.memories.get(placeKey(place))
  if (memory === undefined || memory.seen === null || settlesAt(sku, place) > look.read_at.getTime())
    return NOTHING
  return between({ kind: 'observed', ...memory.seen }, reading, memory.own_difference)
}
