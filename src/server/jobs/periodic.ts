import { DateTime } from 'luxon'
import { v5 } from 'uuid'
import type { Database } from '../db/database.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import { CONSUMPTION, LEDGER_AUDIT, PERIODIC_ROUND, PRUNING } from './periodic-jobs.ts'
import { PRUNED, pruneChunk } from './prune.store.ts'
import type { Jobs } from './queue.ts'
import { everyTenant, type TenantClock } from './tenants.queries.ts'

/** What the rounds have done by the rooms that know how. */
export type PeriodicWork = {
  recomputeConsumption(tenantId: string): Promise<unknown>
  /** `isWhole`: everything is read again, not only what came since the last proof. */
  auditLedger(tenantId: string, isWhole: boolean): Promise<void>
}

/** The hour, by a company's own clocks, from which its night's work is due. */
const NIGHT_HOUR = 4
/** The day whose audit reads the whole ledger (ISO weekday: Sunday). */
const WHOLE_AUDIT_WEEKDAY = 7
const TENANTS_A_STATEMENT = 1_000
const ROWS_A_CHUNK = 5_000
const AUDIT_IDS = '0b2f2f3c-6c0e-4a55-9d0a-3a1c1f3d7a10'

/** Says who does the periodic jobs. */
export function doPeriodicJobs(
  jobs: Jobs,
  deps: {
    readonly database: Database
    readonly clock: Clock
    readonly logger: Logger
    readonly work: PeriodicWork
  },
): void {
  const { database, clock, logger, work } = deps
  jobs.work(PERIODIC_ROUND, async () => askForDue(jobs, await everyTenant(database), clock.now()))
  jobs.work(CONSUMPTION, async ({ tenant_id }) => void (await work.recomputeConsumption(tenant_id)))
  jobs.work(LEDGER_AUDIT, ({ tenant_id, night }) =>
    work.auditLedger(tenant_id, DateTime.fromISO(night).weekday === WHOLE_AUDIT_WEEKDAY),
  )
  jobs.work(PRUNING, (_payload, { signal }) => prune(database, logger, signal))
}

async function askForDue(jobs: Jobs, tenants: readonly TenantClock[], now: Date): Promise<void> {
  for (let start = 0; start < tenants.length; start += TENANTS_A_STATEMENT) {
    const some = tenants.slice(start, start + TENANTS_A_STATEMENT)
    await jobs.enqueueAll(
      CONSUMPTION,
      some.map(({ tenant_id }) => ({ payload: { tenant_id }, singleton_key: tenant_id })),
    )
    await jobs.enqueueAll(
      LEDGER_AUDIT,
      some.map((tenant) => {
        const payload = { tenant_id: tenant.tenant_id, night: nightOf(now, tenant.time_zone) }
        // Each night has one audit, however many rounds ask for it, and a night without a running program is made up for.
        const id = v5(`${payload.tenant_id} ${payload.night}`, AUDIT_IDS)
        return { payload, singleton_key: payload.tenant_id, id }
      }),
    )
  }
}

/** The night (`YYYY-MM-DD`) whose work is due at an instant: the last one whose hour has come by the given clocks. */
export function nightOf(now: Date, timeZone: string): string {
  const local = DateTime.fromJSDate(now, { zone: timeZone }).minus({ hours: NIGHT_HOUR })
  const day = local.toISODate()
  if (day === null) throw new Error(`unknown time zone ${timeZone}`)
  return day
}

async function prune(database: Database, logger: Logger, signal: AbortSignal): Promise<void> {
  for (const kind of PRUNED) {
    let deleted = 0
    for (;;) {
      const chunk = signal.aborted ? 0 : await pruneChunk(database, kind, ROWS_A_CHUNK)
      deleted += chunk
      if (chunk < ROWS_A_CHUNK) break
    }
    if (kind === 'outbox' && deleted > 0)
      logger.error({ deleted }, 'events that nobody ever took were deleted')
    else logger.info({ kind, deleted }, 'old rows were deleted')
  }
}
