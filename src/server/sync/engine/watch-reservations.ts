import type { ReservationPlace } from '../../../domain/sync/demand.ts'
import { channelOf, placeKey } from '../../../domain/sync/place.ts'
import { minus, sum } from '../../../domain/sync/quantity.ts'
import { type Balance, balanceOf } from '../../../domain/sync/reading.ts'
import { detectReservationPlace } from '../../../domain/sync/reservation-place.ts'
import type { PoolSource, PoolTarget } from '../../../domain/sync/sku-state.ts'
import type { Database, Tx } from '../../db/database.ts'
import { saveReservationPlace } from './accounts.store.ts'
import type { SkuDecision } from './decide-sku.ts'
import { markLinkedDirty } from './dirty-skus.store.ts'
import { type AccountFacts, homePoolOf, type TenantFacts } from './facts.ts'
import type { Look } from './look.ts'
import {
  endWatches,
  lockWatches,
  type ReservationBaseline,
  type StoredWatch,
  saveBaseline,
} from './reservation-watches.store.ts'
import { ORDER_SETTLING_MS, settlesAt } from './settling.ts'

/** An order that told nothing for so long tells nothing any more: too much may have happened. */
const GIVE_UP_MS = 3_600_000

/** The deposits of one account that count in a pool. */
type Own = { readonly main: readonly PoolSource[]; readonly shared: readonly PoolTarget[] }

/**
 * Finds out where accounts reserve: compares what their deposits hold apart of a SKU now with what they held apart before an order of known
 * quantity. What is found counts until a person says something else. Gives the instants (ms), by SKU, at which looking again will tell.
 * In a transaction of its own: it marks SKUs, and whoever reads orders marks them before it locks their lines.
 */
export async function watchReservations(
  database: Database,
  facts: TenantFacts,
  look: Look,
  decisions: readonly SkuDecision[],
  now: Date,
): Promise<ReadonlyMap<string, number>> {
  // Nearly always there is nobody to be found out about.
  if (![...facts.accounts.values()].some(({ is_watched }) => is_watched)) return new Map()
  return database.tenant(facts.tenant_id, (tx) => judgeAll(tx, { facts, look, decisions, now }))
}

type Looked = {
  readonly facts: TenantFacts
  readonly look: Look
  readonly decisions: readonly SkuDecision[]
  readonly now: Date
}

async function judgeAll(tx: Tx, { facts, look, decisions, now }: Looked): Promise<Map<string, number>> {
  const tells_at = new Map<string, number>()
  for (const account of sellersFromShared(facts, decisions)) await keepFound(tx, account, 'shared', now)
  const watches = await lockWatches(
    tx,
    decisions.map(({ sku }) => sku.sku),
  )
  for (const watch of watches) {
    const account = facts.accounts.get(watch.account_id)
    const home = homePoolOf(facts, watch.account_id)
    const decision = decisions.find(({ sku, pool }) => sku.sku === watch.sku && pool === home)
    if (account === undefined || decision === undefined) continue
    const again = await judge(tx, { watch, account, decision, look, now })
    if (again !== null) tells_at.set(watch.sku, Math.min(again, tells_at.get(watch.sku) ?? again))
  }
  return tells_at
}

type Case = {
  readonly watch: StoredWatch
  readonly account: AccountFacts
  readonly decision: SkuDecision
  readonly look: Look
  readonly now: Date
}

async function judge(tx: Tx, one: Case): Promise<number | null> {
  const { watch, account, decision, look, now } = one
  const { account_id, sku } = watch
  const own = ownPlaces(decision, account_id)
  const baseline = watch.baseline ?? rememberedOf(decision, own)
  const after = seenNow(own)
  const waited_ms = look.read_at.getTime() - watch.began_at.getTime()
  const isOver = baseline === null || after?.held_before !== baseline.held_before || waited_ms > GIVE_UP_MS
  if (!account.is_watched || isOver) {
    await endWatches(tx, account_id, [sku])
    return null
  }
  if (watch.baseline === null) await saveBaseline(tx, watch, baseline)
  const settled_at = Math.max(
    ...[...own.main, ...own.shared].map(({ place }) => settlesAt(decision.sku, place)),
  )
  const isSettled = settled_at <= look.read_at.getTime()
  const place = isSettled
    ? detectReservationPlace(
        {
          quantity: watch.quantity,
          main_before: baseline.main_before,
          main_after: after.main_before,
          shared_before: baseline.shared_before,
          shared_after: after.shared_before,
          waited_ms,
        },
        ORDER_SETTLING_MS,
      )
    : null
  if (place === null) {
    const tells_at = Math.max(watch.began_at.getTime() + ORDER_SETTLING_MS, settled_at)
    return account.is_reservation_known || tells_at <= look.read_at.getTime() ? null : tells_at
  }
  await keepFound(tx, account, place, now)
  return null
}

/** What is found counts for the whole account; where it differs from what was assumed, everything is looked at again. */
async function keepFound(tx: Tx, account: AccountFacts, place: ReservationPlace, now: Date): Promise<void> {
  await endWatches(tx, account.account_id, 'all')
  await saveReservationPlace(tx, account.account_id, place, now)
  if (place !== account.reserves_in)
    await markLinkedDirty(tx, { origin: 'reconcile', lane: 'webhook', at: now })
}

/** The accounts whose goods this look saw leave their shared deposits, though nobody knew that they sell from there. */
function sellersFromShared(facts: TenantFacts, decisions: readonly SkuDecision[]): Set<AccountFacts> {
  const channels = decisions.flatMap((decision) => decision.channels)
  return new Set(
    channels.flatMap(({ channel_id, reserves_in }) => {
      const account = facts.accounts.get(channel_id)
      return reserves_in === 'shared' && account?.reserves_in !== 'shared' ? (account ?? []) : []
    }),
  )
}

function ownPlaces({ state }: SkuDecision, account_id: string): Own {
  return {
    main: state.sources.filter(({ place }) => channelOf(place) === account_id),
    shared: state.targets.filter(({ place, role }) => role === 'shared' && channelOf(place) === account_id),
  }
}

/** What the latest look before this one saw; null when a deposit was never seen. */
function rememberedOf({ sku }: SkuDecision, { main, shared }: Own): ReservationBaseline | null {
  const seen = ({ place }: { readonly place: PoolSource['place'] }) =>
    sku.memories.get(placeKey(place))?.seen ?? null
  return baselineOf(main.map(seen), shared.map(seen))
}

function seenNow({ main, shared }: Own): ReservationBaseline | null {
  const seen = ({ reading }: Pick<PoolSource, 'reading'>) => balanceOf(reading)
  return baselineOf(main.map(seen), shared.map(seen))
}

function baselineOf(
  main: readonly (Balance | null)[],
  shared: readonly (Balance | null)[],
): ReservationBaseline | null {
  const [mains, shareds] = [main, shared].map((all) => all.filter((one) => one !== null))
  if (mains?.length !== main.length || shareds?.length !== shared.length) return null
  return {
    main_before: sum(mains.map(reservedIn)),
    shared_before: sum(shareds.map(reservedIn)),
    // What the shared ones hold is written by us all the time.
    held_before: sum(mains.map(({ physical }) => physical)),
  }
}

function reservedIn({ physical, virtual }: Balance) {
  return minus(physical, virtual)
}
