import { newId } from '../kernel/ids.ts'
import { createTenantWorkers, type TenantWorkers } from '../kernel/tenant-workers.ts'
import { claimNext, type Side, tenantsWithOrderWork } from './sendings.store.ts'
import { type TellDeps, tellSite } from './tell-site.ts'
import { CLAIM_MS, workInBling } from './work-in-bling.ts'

/** What sends orders and tells sites by itself. */
export type OrderEngine = TenantWorkers

/** What the engine works with. */
export type EngineDeps = TellDeps

const SIDES: readonly Side[] = ['bling', 'site']
/** Orders of one tenant at work at the same time in one process; of one account it is one. */
const AT_ONCE = 4

/** Makes the engine of one process, idle. */
export function createOrderEngine(deps: EngineDeps): OrderEngine {
  return createTenantWorkers(
    {
      name: 'orders',
      at_once: AT_ONCE,
      intakes: [],
      waiting: () => tenantsWithOrderWork(deps.database, deps.clock.now()),
      workUntilDone: (tenant_id, isStopped) => workUntilDone(deps, tenant_id, isStopped),
    },
    deps.logger,
  )
}

/** Takes up orders of a tenant until none is due; says whether there was any. */
async function workUntilDone(
  deps: EngineDeps,
  tenant_id: string,
  isStopped: () => boolean,
): Promise<boolean> {
  for (let isBusy = false; ; isBusy = true) {
    const found = isStopped() ? null : await takeUp(deps, tenant_id)
    if (found === null) return isBusy
    if (found.side === 'bling') await workInBling(deps, tenant_id, found)
    else await tellSite(deps, tenant_id, found)
  }
}

async function takeUp(deps: EngineDeps, tenant_id: string) {
  const now = deps.clock.now()
  const request = { worker_id: newId(), now, until: new Date(now.getTime() + CLAIM_MS) }
  return deps.database.tenant(tenant_id, async (tx) => {
    for (const side of SIDES) {
      const claim = await claimNext(tx, side, request)
      if (claim !== null) return claim
    }
    return null
  })
}
