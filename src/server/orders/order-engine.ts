import { newId } from '../kernel/ids.ts'
import { claimNext, type Side, tenantsWithOrderWork } from './sendings.store.ts'
import { type SiteTeller, tellSite } from './tell-site.ts'
import { CLAIM_MS, type WorkDeps, workInBling } from './work-in-bling.ts'

/** What sends orders and tells sites by itself. Any number of processes may do it on one database: work is claimed, not assigned. */
export type OrderEngine = {
  /** Begins; returns at once. */
  start(): void
  /** Says that there may be work; costs nothing to say often. */
  wake(): void
  /** Resolves when nothing runs any more. */
  stop(): Promise<void>
  /** Does everything that is due at this moment and resolves when nothing is. For tests and simulations. */
  rest(): Promise<void>
}

/** What the engine works with. */
export type EngineDeps = WorkDeps & { readonly teller: SiteTeller }

const SIDES: readonly Side[] = ['bling', 'site']
/** How often to look for work that nobody was woken for. */
const POLL_MS = 1_000
/** Orders of one tenant at work at the same time in one process; of one account it is one. */
const AT_ONCE = 4

/** Makes the engine of one process, idle. */
export function createOrderEngine(deps: EngineDeps): OrderEngine {
  const workers = new Map<string, Set<Promise<unknown>>>()
  let timer: NodeJS.Timeout | undefined
  let polling: Promise<void> | undefined
  let isStarted = false
  let isStopped = false

  const work = (tenant_id: string): void => {
    const own = workers.get(tenant_id) ?? new Set<Promise<unknown>>()
    workers.set(tenant_id, own)
    if (own.size >= AT_ONCE) return
    const worker: Promise<unknown> = workUntilDone(deps, tenant_id, () => isStopped)
      .catch((error: unknown) => deps.logger.error({ err: error, tenant_id }, 'orders stumbled'))
      .finally(() => own.delete(worker))
    own.add(worker)
  }
  const poll = async (): Promise<void> => {
    try {
      for (const tenant_id of await tenantsWithOrderWork(deps.database, deps.clock.now())) work(tenant_id)
    } catch (error) {
      deps.logger.error({ err: error }, 'orders could not look for work')
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
      timer = setInterval(soon, POLL_MS)
      soon()
    },
    async stop() {
      isStopped = true
      clearInterval(timer)
      await polling
      await Promise.all([...workers.values()].flatMap((own) => [...own]))
    },
    async rest() {
      for (let isBusy = true; isBusy; ) {
        isBusy = false
        for (const tenant_id of await tenantsWithOrderWork(deps.database, deps.clock.now()))
          isBusy = (await workUntilDone(deps, tenant_id, () => false)) || isBusy
      }
    },
  }
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
