import type { World } from './world.ts'

/** Longer than from one verification to the next one's end. */
const SLACK_MS = 3 * 60_000

/**
 * What is left to be done since the sky cleared; null when nothing is: nothing on its way, nothing waiting, and a whole round of
 * periodic verification over every account and site that wrote nothing.
 */
export async function whatIsLeft(world: World, since: number): Promise<string | null> {
  const { next_due_at } = world.control.clock()
  if (next_due_at !== null) return 'something is on its way'
  const now = world.now()
  const quiet_ms = world.shape.sweep_minutes * 60_000 + SLACK_MS
  const wrote = world.calls().findLast(({ operation }) => isWrite(operation))
  if (now - Math.max(since, wrote?.at ?? 0) < quiet_ms) return `something was written: ${wrote?.operation}`
  const [left] = await world.query<{
    events: number
    skus: number
    doubts: number
    unread: number
    sweeps: number
    accounts: number
    orders: number
    site_sweeps: number
    sites: number
  }>(
    `select (select count(*) from bling_inbox where state in ('received', 'failed'))::integer as events,
            (select count(*) from sync_skus where due_at is not null)::integer as skus,
            (select count(*) from demand_orders where phase = 'open' and not is_gone and read_at < $2
               and channel_id in (select account_id from sync_accounts))::integer as unread,
            (select count(*) from alerts where kind in ('unclear_draw', 'approval_waiting', 'reauthorize')
               and resolved_at is null)::integer as doubts,
            (select count(*) from sync_accounts where sweep_completed_at > $1)::integer as sweeps,
            (select count(*) from sync_accounts)::integer as accounts,
            (select count(*) from order_sendings where state = 'due')::integer
              + (select count(*) from site_inbox where state in ('received', 'failed'))::integer
              + (select count(*) from generic_deliveries where state = 'waiting')::integer as orders,
            (select count(*) from sync_sites where orders_read_at > $1)::integer as site_sweeps,
            (select count(*) from sync_sites)::integer as sites`,
    [new Date(Math.max(since, wrote?.at ?? 0)), new Date(since)],
  )
  const isAtRest =
    left !== undefined &&
    left.events === 0 &&
    left.skus === 0 &&
    left.doubts === 0 &&
    left.unread === 0 &&
    left.sweeps === left.accounts &&
    left.orders === 0 &&
    left.site_sweeps === left.sites
  return isAtRest ? null : JSON.stringify(left)
}

/** What changes a stock somewhere, at an account or a site. */
function isWrite(operation: string): boolean {
  return operation === 'POST /estoques' || /^WC (PUT|POST) \/products/.test(operation)
}
