import { takeInSites } from '../sites/site-intake.ts'
import { sweepSites } from '../sites/sweep-sites.ts'
import { noticeAccountStates } from './account-states.ts'
import { advanceRuns } from './advance-runs.ts'
import { beginDueSweeps } from './begin-sweeps.ts'
import { claimDirty } from './dirty-skus.store.ts'
import { type IntakeDeps, takeIn } from './intake.ts'
import type { PlanDeps } from './make-plan.ts'
import { LEASE_MS, recompute } from './recompute.ts'
import { sweep } from './sweep.ts'
import { waitingTenants } from './waiting-tenants.queries.ts'

/** What all of it is done with. */
export type WorkDeps = IntakeDeps & PlanDeps

/** What synchronisation does by itself. Any number of processes may do it on one database: work is claimed, not assigned. */
export type SyncEngine = {
  /** Begins; returns at once. */
  start(): void
  /** Says that there may be work; costs nothing to say often. */
  wake(): void
  /** Resolves when nothing runs any more; what was begun is finished or left to whoever comes next. */
  stop(): Promise<void>
  /** Does everything that is due at this moment, one thing after the other, and resolves when nothing is. For tests and simulations. */
  rest(): Promise<void>
}

/** SKUs that share the reading of balances: one call for all of them in each account. */
const SKUS_AT_ONCE = 100
/** Looks of one tenant at the same time in one process: a long one must not hold up the next event. */
const LOOKS_AT_ONCE = 3
/** How often to look for work that nobody was woken for. */
const POLL_MS = 1_000

/** Makes the engine of one process, idle. */
export function createSyncEngine(deps: WorkDeps): SyncEngine {
  const workers = new Map<string, Set<Promise<unknown>>>()
  let timer: NodeJS.Timeout | undefined
  let polling: Promise<void> | undefined
  let isStarted = false
  let isStopped = false
  let unlisten = () => {}

  const work = (tenant_id: string): void => {
    const own = workers.get(tenant_id) ?? new Set<Promise<unknown>>()
    workers.set(tenant_id, own)
    if (own.size >= LOOKS_AT_ONCE) return
    const worker: Promise<unknown> = lookUntilDone(deps, tenant_id, () => isStopped)
      .catch((error: unknown) => deps.logger.error({ err: error, tenant_id }, 'synchronisation stumbled'))
      .finally(() => own.delete(worker))
    own.add(worker)
  }
  const poll = async (): Promise<void> => {
    try {
      while (!isStopped && (await takeInAll(deps)) > 0);
      for (const tenant_id of await waitingTenants(deps.database, deps.clock.now())) work(tenant_id)
    } catch (error) {
      deps.logger.error({ err: error }, 'synchronisation could not look for work')
    }
  }
  const soon = (): void => {
    if (!isStarted || isStopped) return
    polling ??= poll().finally(() => {
      polling = undefined
    })
  }
  return {
    wake: soon,
    start() {
      isStarted = true
      const ends = [deps.inbox.onDue(soon), deps.sites.inbox.onDue(soon)]
      unlisten = () => {
        for (const end of ends) end()
      }
      timer = setInterval(soon, POLL_MS)
      soon()
    },
    async stop() {
      isStopped = true
      unlisten()
      clearInterval(timer)
      await polling
      await Promise.all([...workers.values()].flatMap((own) => [...own]))
    },
    async rest() {
      for (let isBusy = true; isBusy; ) {
        isBusy = (await takeInAll(deps)) > 0
        for (const tenant_id of await waitingTenants(deps.database, deps.clock.now()))
          isBusy = (await lookUntilDone(deps, tenant_id, () => false)) || isBusy
      }
    },
  }
}

/** Takes up events of accounts and of sites; gives how many. */
async function takeInAll(deps: WorkDeps): Promise<number> {
  const [events, ofSites] = await Promise.all([takeIn(deps), takeInSites(deps)])
  return events + ofSites
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
  for (let looks = 0; ; looks += 1) {
    const request = {
      worker_id: deps.newId(),
      now: deps.clock.now(),
      lease_ms: LEASE_MS,
      limit: SKUS_AT_ONCE,
    }
    const claim = isStopped() ? null : await deps.database.tenant(tenant_id, (tx) => claimDirty(tx, request))
    if (claim === null) return isMoved || looks > 0
    await recompute(deps, tenant_id, claim)
  }
}
