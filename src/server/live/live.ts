import type { Readable } from 'node:stream'
import type { Principal } from '../auth/principal.ts'
import type { Database } from '../db/database.ts'
import { createTurns } from '../db/turns.ts'
import { AppError } from '../kernel/app-error.ts'
import type { Logger } from '../kernel/logger.ts'
import { ledgerEnd, newsAfter } from './ledger-news.queries.ts'
import { stillAdmitted } from './live-credentials.queries.ts'
import { openWatcher, type Watcher } from './watcher.ts'
import { createWatchers } from './watchers.ts'

/** The open screens of one process. */
export type Live = {
  /** Opens a screen's stream: what comes from now on, or what came after `afterSeq` as well. */
  watch(principal: Principal, afterSeq: number | null): Promise<Readable>
  /** Says that a tenant's ledger may have grown; costs nothing to say often. */
  hint(tenantId: string): void
  /** Says that hints may have been lost. */
  lookEverywhere(): void
  /** How many screens are open. */
  count(): number
  /** Ends every stream. */
  stop(): Promise<void>
}

/** How screens are served. */
export type LivePace = {
  readonly heartbeat_ms: number
  /** How often to look at the ledger where no hint came. */
  readonly poll_ms: number
  /** How long a tenant's screens rest between two events. */
  readonly rest_ms: number
}

const PACE: LivePace = { heartbeat_ms: 15_000, poll_ms: 5_000, rest_ms: 100 }
const TENANTS_AT_ONCE = 2

/**
 * Serves open screens. What they are told is read from the ledger itself, from where each of them stands: hints only say when to
 * look, so a lost one delays and loses nothing, and a screen that comes back goes on where it was.
 */
export function createLive(deps: {
  readonly database: Database
  readonly logger: Logger
  readonly pace?: Partial<LivePace>
}): Live {
  const { database, logger } = deps
  const pace = { ...PACE, ...deps.pace }
  const watchers = createWatchers()
  const turns = createTurns({
    atOnce: TENANTS_AT_ONCE,
    rest_ms: pace.rest_ms,
    take: (tenantId) => tellNews(database, tenantId, watchers.of(tenantId)),
    onError: (error, tenant_id) => {
      logger.warn({ err: error, tenant_id }, 'open screens could not be told what is new')
      return pace.poll_ms
    },
  })
  const lookEverywhere = (): void => watchers.tenants().forEach(turns.ask)
  const beat = (): void => {
    for (const tenant_id of watchers.tenants()) {
      heartbeat(database, tenant_id, watchers.of(tenant_id)).catch((error: unknown) =>
        logger.warn({ err: error, tenant_id }, 'open screens could not be checked'),
      )
    }
  }
  // They end with the process where nothing else keeps it.
  const timers = [
    setInterval(lookEverywhere, pace.poll_ms).unref(),
    setInterval(beat, pace.heartbeat_ms).unref(),
  ]
  let isStopped = false
  return {
    async watch(principal, afterSeq) {
      const { tenant_id } = principal
      const end = await database.tenant(tenant_id, ledgerEnd)
      if (isStopped) throw new AppError('OVERLOADED', { retry_after_seconds: 5 })
      watchers.requireRoom(principal)
      const watcher: Watcher = openWatcher({
        principal,
        cursor: Math.min(afterSeq ?? end, end),
        onReady: () => turns.ask(tenant_id),
        onGone: () => watchers.remove(watcher),
      })
      watchers.add(watcher)
      // It knows of a ledger that is longer than this one: whatever it shows is of another.
      if (afterSeq !== null && afterSeq > end) watcher.tell({ kind: 'too_much', up_to_seq: end })
      turns.ask(tenant_id)
      return watcher.stream
    },
    hint(tenantId) {
      if (watchers.of(tenantId).length > 0) turns.ask(tenantId)
    },
    lookEverywhere,
    count: watchers.count,
    async stop() {
      isStopped = true
      for (const timer of timers) clearInterval(timer)
      await turns.close()
      for (const watcher of watchers.tenants().flatMap(watchers.of)) watcher.end()
    },
  }
}

/** Tells each watcher what came after its own place; those at the same place share one look at the ledger. */
async function tellNews(database: Database, tenantId: string, watchers: readonly Watcher[]): Promise<null> {
  const ready = watchers.filter((watcher) => watcher.isReady())
  for (const cursor of new Set(ready.map((watcher) => watcher.cursor))) {
    const news = await database.tenant(tenantId, (tx) => newsAfter(tx, cursor))
    for (const watcher of ready) if (watcher.cursor === cursor && watcher.isReady()) watcher.tell(news)
  }
  return null
}

/** Ends the streams of those who may not look any more, or cannot follow, and tells the others that all is well. */
async function heartbeat(database: Database, tenantId: string, watchers: readonly Watcher[]): Promise<void> {
  const admitted = await database.tenant(tenantId, (tx) => stillAdmitted(tx, watchers))
  for (const watcher of watchers) {
    if (!admitted.has(watcher)) watcher.end()
    else if (!watcher.heartbeat()) watcher.stream.destroy()
  }
}
