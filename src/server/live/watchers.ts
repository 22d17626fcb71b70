import type { Principal } from '../auth/principal.ts'
import { AppError } from '../kernel/app-error.ts'
import type { Watcher } from './watcher.ts'

/** Screens that one process serves at the same time. */
const MOST = 1_000
/** Screens of one session or key: many tabs, not a leak. */
const MOST_OF_A_CREDENTIAL = 20

/** The open screens, by tenant. */
export type Watchers = {
  /** Throws `OVERLOADED` or `TOO_MANY_REQUESTS` when there is no room for one more. */
  requireRoom(principal: Principal): void
  add(watcher: Watcher): void
  remove(watcher: Watcher): void
  of(tenantId: string): readonly Watcher[]
  tenants(): readonly string[]
  count(): number
}

/** Makes an empty register. */
export function createWatchers(): Watchers {
  const tenants = new Map<string, Set<Watcher>>()
  const of = (tenantId: string): readonly Watcher[] => [...(tenants.get(tenantId) ?? [])]
  let count = 0
  return {
    requireRoom({ tenant_id, credential }) {
      if (count >= MOST) throw new AppError('OVERLOADED', { retry_after_seconds: 5 })
      const own = of(tenant_id).filter(({ principal }) => principal.credential.id === credential.id)
      if (own.length >= MOST_OF_A_CREDENTIAL)
        throw new AppError('TOO_MANY_REQUESTS', { retry_after_seconds: 30 })
    },
    add(watcher) {
      const { tenant_id } = watcher.principal
      tenants.set(tenant_id, (tenants.get(tenant_id) ?? new Set()).add(watcher))
      count += 1
    },
    remove(watcher) {
      const { tenant_id } = watcher.principal
      const watchers = tenants.get(tenant_id)
      if (watchers?.delete(watcher) !== true) return
      count -= 1
      if (watchers.size === 0) tenants.delete(tenant_id)
    },
    of,
    tenants: () => [...tenants.keys()],
    count: () => count,
  }
}
