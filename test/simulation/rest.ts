import type { World } from './world.ts'

/** Longer than from one verification to the next one's end. */
const SLACK_MS = 3 * 60_000

/**
 * Whether nothing is left to be done since the sky cleared: nothing on its way, nothing waiting, and a whole round of periodic
 * verification over every account that wrote nothing.
 */
export async function isAtRest(world: World, since: number): Promise<boolean> {
  const { next_due_at } = world.control.clock()
  if (next_due_at !== null) return false
  const now = world.now()
  const quiet_ms = world.shape.sweep_minutes * 60_000 + SLACK_MS
  const wrote = world.calls().findLast(({ operation }) => operation === 'POST /estoques')
  if (now - Math.max(since, wrote?.at ?? 0) < quiet_ms) return false
  const [left] = await world.query<{
    events: number
    skus: number
    doubts: number
    unread: number
    sweeps: number
    accounts: number
  }>(
    `select (select count(*) from bling_inbox where state in ('received', 'failed'))::integer as events,
            (select count(*) from sync_skus where due_at is not null)::integer as skus,
            (select count(*) from demand_orders where phase = 'open' and not is_gone and read_at < $2)::integer as unread,
            (select count(*) from alerts where kind in ('unclear_draw', 'approval_waiting')
               and resolved_at is null)::integer as doubts,
            (select count(*) from sync_accounts where sweep_completed_at > $1)::integer as sweeps,
            (select count(*) from sync_accounts)::integer as accounts`,
    [new Date(Math.max(since, wrote?.at ?? 0)), new Date(since)],
  )
  return (
    left !== undefined &&
    left.events === 0 &&
    left.skus === 0 &&
    left.doubts === 0 &&
    left.unread === 0 &&
    left.sweeps === left.accounts
  )
}
