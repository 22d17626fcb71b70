import { SWEEP_OVERLAP_MS, sweepSince } from '../../../domain/sync/sweep.ts'
import { BlingError } from '../../bling/bling-error.ts'
import type { OrderRow } from '../../bling/mapping/order.ts'
import type { Lane } from '../../bling/rate/lane.ts'
import { saveOrdersRead } from './accounts.store.ts'
import { phasesOfOrders, unreadOrders } from './demand-orders.store.ts'
import type { AccountFacts, TenantFacts } from './facts.ts'
import { type OrderDeps, rereadOrder } from './order-ledger.ts'
import { phaseOf } from './order-phase.ts'

/** Why orders are read: in doubt about a balance, or because the periodic verification does. */
export type OrderPurpose = {
  readonly lane: Lane
  readonly purpose: 'doubt' | 'sweep'
  /** Asked before each order, where somebody else may take over meanwhile: false stops the reading where it is. */
  readonly mayGoOn?: () => Promise<boolean>
}

/** What reading the changed orders of some accounts brought. */
export type OrdersRead = {
  /** Whether every account answered for everything. */
  readonly is_complete: boolean
  readonly changed_skus: readonly string[]
  readonly orders: number
}

/** Clocks differ by this much at most; a reading in doubt looks back so far behind the last one. */
const CLOCK_SKEW_MS = 60_000
/**
 * A removed order is in no list. When nobody told us of its end it would hold stock back for ever, so a sweep reads open orders again that
 * were not read for so long, some at a time.
 */
const UNREAD_MS = 2 * 3_600_000
const UNREAD_AT_ONCE = 50
/** An account that joins may have open orders as old as this. */
const FIRST_READING_MS = 90 * 86_400_000

/**
 * Reads again every order that changed since the last reading, in all given accounts at once. What was read before a failure is kept; the
 * next reading begins where this one did.
 */
export async function readOrders(
  deps: OrderDeps,
  facts: TenantFacts,
  accounts: readonly AccountFacts[],
  errand: OrderPurpose,
): Promise<OrdersRead> {
  const read = await Promise.all(
    accounts.map((account) => readAccount(deps, facts.tenant_id, account, errand)),
  )
  return {
    is_complete: read.every((one) => one.is_complete),
    changed_skus: [...new Set(read.flatMap((one) => one.changed_skus))].toSorted(),
    orders: read.reduce((total, one) => total + one.orders, 0),
  }
}

async function readAccount(
  deps: OrderDeps,
  tenant_id: string,
  account: AccountFacts,
  { lane, purpose, mayGoOn = async () => true }: OrderPurpose,
): Promise<OrdersRead> {
  const { account_id } = account
  const began = deps.clock.now()
  const changed: string[] = []
  const seen = new Set<string>()
  const origin = purpose === 'sweep' ? 'sweep' : 'webhook'
  try {
    const client = deps.clients.forAccount(tenant_id, account_id, lane)
    for await (const rows of client.orders.pages({ changed_since: sinceOf(account, purpose, began) })) {
      const isWanted = await wanted(deps, tenant_id, account, rows)
      for (const row of rows) {
        if (seen.has(row.order_id)) continue
        if (!(await mayGoOn())) return { is_complete: false, changed_skus: changed, orders: seen.size }
        seen.add(row.order_id)
        if (!isWanted(row)) continue
        const outcome = await rereadOrder(deps, tenant_id, account, row.order_id, { lane, origin })
        changed.push(...outcome.changed_skus)
      }
    }
    for (const order_id of purpose === 'sweep' ? await longUnread(deps, tenant_id, account_id, began) : []) {
      if (!(await mayGoOn())) return { is_complete: false, changed_skus: changed, orders: seen.size }
      const outcome = await rereadOrder(deps, tenant_id, account, order_id, { lane, origin })
      changed.push(...outcome.changed_skus)
    }
    await deps.database.tenant(tenant_id, (tx) => saveOrdersRead(tx, account, began))
    return { is_complete: true, changed_skus: changed, orders: seen.size }
  } catch (error) {
    if (!(error instanceof BlingError)) throw error
    return { is_complete: false, changed_skus: changed, orders: seen.size }
  }
}

/** Which orders of a page are read. Without an earlier reading of those that are over only what we know them to be otherwise: the rest is history. */
async function wanted(
  { database }: OrderDeps,
  tenant_id: string,
  { account_id, orders_read_at }: AccountFacts,
  rows: readonly OrderRow[],
): Promise<(row: OrderRow) => boolean> {
  if (orders_read_at !== null) return () => true
  const over = rows.filter(({ status }) => phaseOf(status) !== 'open').map(({ order_id }) => order_id)
  const known =
    over.length === 0
      ? new Map()
      : await database.tenant(tenant_id, (tx) => phasesOfOrders(tx, account_id, over))
  return ({ order_id, status }) => {
    const phase = phaseOf(status)
    return phase === 'open' || (known.get(order_id) ?? phase) !== phase
  }
}

async function longUnread(
  { database }: OrderDeps,
  tenant_id: string,
  account_id: string,
  now: Date,
): Promise<string[]> {
  const before = new Date(now.getTime() - UNREAD_MS)
  return database.tenant(tenant_id, (tx) => unreadOrders(tx, account_id, before, UNREAD_AT_ONCE))
}

function sinceOf({ orders_read_at }: AccountFacts, purpose: OrderPurpose['purpose'], now: Date): Date {
  if (orders_read_at === null) return new Date(now.getTime() - FIRST_READING_MS)
  const overlapped = sweepSince(orders_read_at) ?? orders_read_at
  return purpose === 'sweep' ? overlapped : new Date(overlapped.getTime() + SWEEP_OVERLAP_MS - CLOCK_SKEW_MS)
}
