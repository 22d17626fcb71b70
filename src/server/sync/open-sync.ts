import type { BlingClients } from '../bling/client/bling-client.ts'
import type { Inbox } from '../bling/webhook/inbox.ts'
import type { Database } from '../db/database.ts'
import type { Outbox } from '../db/outbox.ts'
import type { Clock } from '../kernel/clock.ts'
import { newId } from '../kernel/ids.ts'
import type { Logger } from '../kernel/logger.ts'
import type { StockQueue } from '../stock/batch/batch-queue.ts'
import { createSyncEngine, type SyncEngine } from './engine/sync-engine.ts'
import { listenForReasons } from './reasons-to-look.ts'

/** What synchronisation is made with. */
export type SyncOptions = {
  readonly database: Database
  readonly queue: StockQueue
  readonly clients: BlingClients
  readonly inbox: Inbox
  readonly outbox: Outbox
  readonly clock: Clock
  readonly logger: Logger
  readonly random?: () => number
}

/** What keeps the accounts showing one stock. */
export type Sync = {
  readonly engine: SyncEngine
}

/** Opens the room. Nothing is looked at before the engine is started. */
export function openSync(options: SyncOptions): Sync {
  const { outbox, clock } = options
  const engine = createSyncEngine({ ...options, random: options.random ?? Math.random, newId })
  listenForReasons(outbox, clock)
  return { engine }
}
