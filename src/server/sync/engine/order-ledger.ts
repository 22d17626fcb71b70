import { excludedBy } from '../../../domain/sync/excluded-order.ts'
import { expandKits, summedBySku } from '../../../domain/sync/kits.ts'
import { demandOfOrder, type OrderItem, type OrderReading } from '../../../domain/sync/order-demand.ts'
import { isGone } from '../../bling/bling-error.ts'
import type { BlingClients } from '../../bling/client/bling-client.ts'
import type { OrderDetail } from '../../bling/mapping/order.ts'
import type { Lane } from '../../bling/rate/lane.ts'
import { saoPauloDay } from '../../bling/rate/sao-paulo-day.ts'
import type { Database, Tx } from '../../db/database.ts'
import type { Clock } from '../../kernel/clock.ts'
import { skusOfProducts } from '../links/links.store.ts'
import { exclusionRulesOf } from './accounts.store.ts'
import { linesOfOrder, saveLines } from './demand.store.ts'
import { lockOrder, orderVersion, type StoredOrder, saveOrder } from './demand-orders.store.ts'
import { markDirty, type Origin } from './dirty-skus.store.ts'
import type { AccountFacts } from './facts.ts'
import { kitStructures } from './kit-structures.queries.ts'
import { isKeptApart, phaseOf } from './order-phase.ts'
import { beginWatches, endWatches } from './reservation-watches.store.ts'

/**
 * Who else keeps what an account's order says whenever it is read, in the same transaction and before its demand is kept; `detail` is
 * null when it is gone.
 */
export type OrderFollower = (
  tx: Tx,
  read: {
    readonly account_id: string
    readonly order_id: string
    readonly detail: OrderDetail | null
    readonly now: Date
  },
) => Promise<void>

/** What orders are read again with. */
export type OrderDeps = {
  readonly database: Database
  readonly clients: BlingClients
  readonly clock: Clock
  readonly follow: OrderFollower
}

/** What reading one order again brought. */
export type OrderOutcome = {
  /** The SKUs whose demand changed; they are marked to be looked at. */
  readonly changed_skus: readonly string[]
  /** Products of the order that are none of ours, or not linked: nobody can say what they ask of the pool. */
  readonly unlinked: readonly string[]
}

/** Why an order is read again: it decides who waits, and what the history says. */
export type OrderErrand = { readonly lane: Lane; readonly origin: Origin }

/**
 * Reads one order again and brings the demand ledger to what it says now. Of two readings at once the later one stays: whoever finds
 * that somebody was faster reads again. Throws `BlingError`; an order that is gone is an answer.
 */
export async function rereadOrder(
  deps: OrderDeps,
  tenant_id: string,
  account: AccountFacts,
  order_id: string,
  errand: OrderErrand,
): Promise<OrderOutcome> {
  const { account_id } = account
  for (;;) {
    const version = await deps.database.tenant(tenant_id, (tx) => orderVersion(tx, account_id, order_id))
    const detail = await detailOf(deps, tenant_id, account_id, order_id, errand.lane)
    const outcome = await deps.database.tenant(tenant_id, async (tx) => {
      const stored = await lockOrder(tx, account_id, order_id)
      if ((stored?.version ?? 0) !== version) return null
      await deps.follow(tx, { account_id, order_id, detail, now: deps.clock.now() })
      return keepOrder(tx, { account, order_id, stored, detail, errand, now: deps.clock.now() })
    })
    if (outcome !== null) return outcome
  }
}

/** Releases what an order that was just removed asked for, in the caller's transaction. */
export async function releaseOrder(
  tx: Tx,
  follow: OrderFollower,
  order: { readonly account: AccountFacts; readonly order_id: string },
  errand: OrderErrand,
  now: Date,
): Promise<OrderOutcome> {
  const { account, order_id } = order
  const { account_id } = account
  const stored = await lockOrder(tx, account_id, order_id)
  await follow(tx, { account_id, order_id, detail: null, now })
  return keepOrder(tx, { account, order_id, stored, detail: null, errand, now })
}

async function detailOf(
  deps: OrderDeps,
  tenant_id: string,
  account_id: string,
  order_id: string,
  lane: Lane,
): Promise<OrderDetail | null> {
  try {
    return await deps.clients.forAccount(tenant_id, account_id, lane).orders.detail(order_id)
  } catch (error) {
    if (isGone(error)) return null
    throw error
  }
}

type Keeping = {
  readonly account: AccountFacts
  readonly order_id: string
  readonly stored: StoredOrder | null
  readonly detail: OrderDetail | null
  readonly errand: OrderErrand
  readonly now: Date
}

async function keepOrder(tx: Tx, keeping: Keeping): Promise<OrderOutcome> {
  const { account, order_id, stored, detail, errand, now } = keeping
  const order = { channel_id: account.account_id, order_id }
  if (stored === null && (detail === null || isFromBefore(detail, account)))
    return { changed_skus: [], unlinked: [] }
  const { reading, unlinked, plain } = await readingOf(tx, account, detail)
  const before = await linesOfOrder(tx, order.channel_id, order_id)
  const { lines, is_changed } = demandOfOrder(order, before, reading, now)
  await saveOrder(
    tx,
    {
      ...order,
      number: detail?.number ?? stored?.number ?? '',
      shop_number: detail?.shop_number ?? stored?.shop_number ?? '',
      phase: reading.kind === 'found' ? reading.phase : 'cancelled',
      ignored_by: reading.kind === 'found' ? reading.ignored_by : (stored?.ignored_by ?? null),
      placed_on: detail?.day ?? stored?.placed_on ?? null,
      is_gone: detail === null,
      is_invoiced: detail === null ? (stored?.is_invoiced ?? false) : detail.invoice_id !== null,
    },
    now,
  )
  if (!is_changed) return { changed_skus: [], unlinked }
  const changed = lines.filter((line) => !before.includes(line))
  const changed_skus = [...new Set(changed.map((line) => line.sku))].toSorted()
  // Two orders at once tell nothing about either.
  const disturbed = account.is_watched ? await endWatches(tx, account.account_id, changed_skus) : []
  await markDirty(tx, changed_skus, { ...errand, at: now })
  await saveLines(tx, changed)
  if (account.is_watched) {
    const isTelling = stored === null && detail !== null && isKeptApart(detail.status)
    const watched = isTelling ? plain.filter(({ sku }) => !disturbed.includes(sku)) : []
    await beginWatches(tx, { account_id: account.account_id, order_id }, watched, now)
  }
  return { changed_skus, unlinked }
}

/** Shipped before the account joined: what it took is in the first balances that were read. */
function isFromBefore(detail: OrderDetail, account: AccountFacts): boolean {
  const joined_on = saoPauloDay(account.joined_at.getTime())
  return phaseOf(detail.status) !== 'open' && detail.day !== null && detail.day < joined_on
}

type Read = {
  readonly reading: OrderReading
  readonly unlinked: readonly string[]
  /** What is asked of SKUs that no kit of the order contains; nothing where the order does not count. */
  readonly plain: readonly OrderItem[]
}

async function readingOf(tx: Tx, account: AccountFacts, detail: OrderDetail | null): Promise<Read> {
  if (detail === null) return { reading: { kind: 'gone' }, unlinked: [], plain: [] }
  const asked = detail.items.flatMap(({ product_id, quantity }) =>
    product_id === null ? [] : [{ sku: product_id, quantity }],
  )
  const structures = await kitStructures(
    tx,
    account.account_id,
    asked.map(({ sku }) => sku),
  )
  const expanded = expandKits(asked, structures)
  const parts = expanded.ok ? expanded.items : asked
  const ids = [...new Set(parts.map(({ sku }) => sku))]
  const skus = new Map(
    (await skusOfProducts(tx, account.account_id, ids)).map((one) => [one.bling_product_id, one.sku]),
  )
  const ours = (all: readonly OrderItem[]) =>
    all.flatMap(({ sku: product_id, quantity }): OrderItem[] => {
      const sku = skus.get(product_id) ?? null
      return sku === null ? [] : [{ sku, quantity }]
    })
  const items = ours(parts)
  const notes = `${detail.notes}\n${detail.internal_notes}`
  // Those of this moment: rules may have changed since whoever reads began, and what was read by them stays.
  const rules = await exclusionRulesOf(tx, account.account_id)
  const ignored_by = excludedBy({ sales_channel_id: detail.channel_id, notes }, rules)
  const reading = {
    kind: 'found' as const,
    phase: phaseOf(detail.status),
    items,
    ignored_by,
    is_replaced: false,
  }
  const plain = ignored_by === null ? summedBySku(ours(asked)) : []
  const whole = summedBySku(items)
  return {
    reading,
    unlinked: ids.filter((id) => (skus.get(id) ?? null) === null),
    plain: plain.filter((one) =>
      whole.some(({ sku, quantity }) => sku === one.sku && quantity === one.quantity),
    ),
  }
}
