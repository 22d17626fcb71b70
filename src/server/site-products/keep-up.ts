import { SYSTEM_ACTOR_ID } from '../auth/principal.ts'
import { AppError } from '../kernel/app-error.ts'
import type { ExchangeDeps } from './exchange-deps.ts'
import { readWholes } from './read-wholes.ts'
import { openRun } from './runs.store.ts'
import { type ProductSite, productSites, readProductSite } from './settings.store.ts'
import { startAutomaticRun } from './start-run.ts'
import { workRun } from './work-run.ts'

/** Keeps the products of sites as their owners have them. */
export type KeepUp = {
  /** Looks after every site of a tenant now: goes on with runs, reads what is missing, writes where nobody has to be asked. */
  all(tenant_id: string): Promise<void>
  /** The same, soon. */
  allSoon(tenant_id: string): void
  /** The same for one site, soon; asked for again while it is at it, it looks once more. */
  soon(tenant_id: string, site_id: string): void
}

/** Makes it for one process. */
export function createKeepUp(deps: ExchangeDeps): KeepUp {
  const running = new Map<string, { again: boolean }>()
  const one = async (tenant_id: string, site_id: string): Promise<void> => {
    const key = `${tenant_id} ${site_id}`
    const before = running.get(key)
    if (before !== undefined) {
      before.again = true
      return
    }
    const turn = { again: true }
    running.set(key, turn)
    try {
      while (turn.again) {
        turn.again = false
        await keepUpSite(deps, tenant_id, site_id)
      }
    } finally {
      running.delete(key)
    }
  }
  const all = async (tenant_id: string): Promise<void> => {
    const sites = await deps.database.tenant(tenant_id, productSites)
    for (const { site_id } of sites) await one(tenant_id, site_id)
  }
  return {
    all,
    allSoon: (tenant_id) => deps.errands.begin(() => all(tenant_id)),
    soon: (tenant_id, site_id) => deps.errands.begin(() => one(tenant_id, site_id)),
  }
}

async function keepUpSite(deps: ExchangeDeps, tenant_id: string, site_id: string): Promise<void> {
  const site = await deps.database.tenant(tenant_id, (tx) => readProductSite(tx, site_id))
  if (site === null || site.state !== 'active') return
  await workRun(deps, tenant_id, site_id)
  // As long as nobody said anything about the products of a site, no call is made for them.
  if (site.is_set && site.account_in_force !== null)
    await readWholes(deps, tenant_id, site.account_in_force, 'sweep')
  if (site.mode === 'automatic' && (await beginAutomatic(deps, tenant_id, site)))
    await workRun(deps, tenant_id, site_id)
}

async function beginAutomatic(deps: ExchangeDeps, tenant_id: string, site: ProductSite): Promise<boolean> {
  const actor = { id: SYSTEM_ACTOR_ID, kind: 'system' } as const
  const by = { origin: 'automatic', actor, user_id: SYSTEM_ACTOR_ID, ip: null, at: deps.clock.now() } as const
  try {
    return await deps.database.tenant(tenant_id, async (tx) => {
      if ((await openRun(tx, site.site_id)) !== null) return false
      return (await startAutomaticRun(tx, site, by)) !== null
    })
  } catch (error) {
    // Somebody began one at this moment: theirs will do.
    if (error instanceof AppError && error.code === 'SITE_RUN_OPEN') return false
    throw error
  }
}
