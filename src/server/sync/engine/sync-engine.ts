import { createTenantWorkers, type TenantWorkers } from '../../kernel/tenant-workers.ts'
import { createSiteIntake } from '../sites/site-intake.ts'
import { sweepSites } from '../sites/sweep-sites.ts'
import { noticeAccountStates } from './account-states.ts'
import { advanceRuns } from './advance-runs.ts'
import { beginDueSweeps } from './begin-sweeps.ts'
import { claimDirty } from './dirty-skus.store.ts'
import { createIntake, type IntakeDeps } from './intake.ts'
import { planUnseen } from './plan-unseen.ts'
import { LEASE_MS, recompute } from './recompute.ts'
import { type SweepDeps, sweep } from './sweep.ts'
import { waitingTenants } from './waiting-tenants.queries.ts'

/** What all of it is done with. */
export type WorkDeps = IntakeDeps & SweepDeps

/** What synchronisation does by itself. */
export type SyncEngine = TenantWorkers

/** SKUs that share the reading of balances: one call for all of them in each account. */
const SKUS_AT_ONCE = 100
/** Looks of one tenant at the same time in one process: a long one must not hold up the next event. */
const LOOKS_AT_ONCE = 3

/** Makes the engine of one process, idle. */
export function createSyncEngine(deps: WorkDeps): SyncEngine {
  const workers = createTenantWorkers(
    {
      name: 'synchronisation',
      at_once: LOOKS_AT_ONCE,
      intakes: [createIntake(deps), createSiteIntake(deps)],
      waiting: () => waitingTenants(deps.database, deps.clock.now()),
      workUntilDone: (tenant_id, isStopped) => lookUntilDone(deps, tenant_id, isStopped),
    },
    deps.logger,
  )
  let ends: readonly (() => void)[] = []
  return {
    ...workers,
    start() {
      ends = [deps.inbox.onDue(workers.wake), deps.sites.inbox.onDue(workers.wake)]
      workers.start()
    },
    async stop() {
      for (const end of ends) end()
      await workers.stop()
    },
  }
}

/** Looks at what is due in one tenant until nothing is; says whether there was anything. */
async function lookUntilDone(deps: WorkDeps, tenant_id: string, isStopped: () => boolean): Promise<boolean> {
  await deps.database.tenant(tenant_id, (tx) => noticeAccountStates(tx, deps.clock.now()))
  const sweeps = await deps.database.tenant(tenant_id, (tx) =>
    beginDueSweeps(tx, deps.clock.now(), deps.newId),
  )
  for (const begun of sweeps) await sweep(deps, tenant_id, begun)
  const isSwept = await sweepSites(deps, tenant_id)
  const isMoved = (await advanceRuns(deps, tenant_id)) || sweeps.length > 0 || isSwept
  let mayPlanUnseen = isMoved
  for (let looks = 0; ; looks += 1) {
    const request = {
      worker_id: deps.newId(),
      now: deps.clock.now(),
      lease_ms: LEASE_MS,
      limit: SKUS_AT_ONCE,
    }
    const claim = isStopped() ? null : await deps.database.tenant(tenant_id, (tx) => claimDirty(tx, request))
    if (claim === null) {
      if (mayPlanUnseen) await planUnseen(deps, tenant_id)
      return isMoved || looks > 0
    }
    const ends = await recompute(deps, tenant_id, claim)
    mayPlanUnseen ||= ends.some(({ reason }) => reason === 'UNSEEN_STOCK')
  }
}
