import type { BlingAccount } from '../../contract/bling.ts'
import type { AccountRow } from './accounts.store.ts'
import { CALLS_PER_DAY, SWEEP_CALLS_PER_DAY } from './rate/bling-limits.ts'
import { saoPauloDay } from './rate/sao-paulo-day.ts'

/** An account as the API shows it. */
export function accountView(row: AccountRow, now: Date): BlingAccount {
  const calls_today = row.day === saoPauloDay(now.getTime()) ? row.used : 0
  return {
    id: row.id,
    app_id: row.app_id,
    company_id: row.company_id,
    name: row.name,
    state: row.state,
    chosen_state: row.chosen_state,
    needs_reconnection: row.is_disconnected,
    connected_at: row.connected_at.toISOString(),
    token_expires_at: row.token_expires_at.toISOString(),
    has_legacy_callback: row.has_legacy_callback,
    calls_today,
    calls_per_day: CALLS_PER_DAY,
    sweeps_paused: calls_today >= SWEEP_CALLS_PER_DAY,
    blocked_until: row.blocked_until > now.getTime() ? new Date(row.blocked_until).toISOString() : null,
  }
}
