import type { Database } from '../../db/database.ts'
import type { Clock } from '../../kernel/clock.ts'
import { holdLease, type Lease } from './lease.ts'
import { prolongRun, type TakenRun } from './many-runs.store.ts'

/** How long a process that works on a run over many is believed to be alive without a sign. */
export const RUN_LEASE_MS = 300_000
/** Whoever works gives a sign each minute, so that a call that takes minutes costs nobody the run. */
export const RUN_SPARE_MS = 240_000

/** Holds a run that was just taken up, for as long as nobody else took it up. */
export function holdRun(
  deps: { readonly database: Database; readonly clock: Clock },
  tenant_id: string,
  run: TakenRun,
): Lease {
  return holdLease(deps.clock, {
    until: run.leased_until,
    lasts_ms: RUN_LEASE_MS,
    spare_ms: RUN_SPARE_MS,
    prolong: (next, held) => deps.database.tenant(tenant_id, (tx) => prolongRun(tx, run.id, { held, next })),
  })
}
