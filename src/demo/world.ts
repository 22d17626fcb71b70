import { type Identity, openIdentity } from '../server/auth/identity.ts'
import type { CatalogDeps } from '../server/catalog/catalog-deps.ts'
import { type Connection, type Database, openDatabase } from '../server/db/database.ts'
import type { Logger } from '../server/kernel/logger.ts'
import { createStockQueue, type StockQueue } from '../server/stock/batch/batch-queue.ts'
import { repackThrough } from '../server/stock/repack-product.ts'
import { retuneLevels } from '../server/stock/retune-levels.store.ts'
import { factsWaitingFor } from '../server/stock/waiting-facts.queries.ts'
import { createMovingClock, type MovingClock } from './moving-clock.ts'

/** The product without its web server, at a moment of the past: the same doors that requests go through. */
export type World = {
  readonly database: Database
  readonly identity: Identity
  readonly catalog: CatalogDeps
  readonly queue: StockQueue
  readonly clock: MovingClock
  close(): Promise<void>
}

/** Opens the world on a migrated database, at `startsAt`. */
export function openWorld(options: {
  readonly connection: Connection
  readonly encryptionKey: Buffer
  readonly logger: Logger
  readonly startsAt: Date
}): World {
  const { connection, encryptionKey, logger } = options
  const clock = createMovingClock(options.startsAt)
  const database = openDatabase(connection, (error) => logger.error({ err: error }, 'a connection broke'))
  const identity = openIdentity({ connection, encryptionKey, appUrl: undefined, logger })
  const queue = createStockQueue({ database, clock, logger })
  return {
    database,
    identity,
    catalog: {
      database,
      clock,
      repack: repackThrough(queue),
      retune: retuneLevels,
      waitingFor: factsWaitingFor,
    },
    queue,
    clock,
    async close() {
      await queue.drain()
      await identity.close()
      await database.close()
    },
  }
}
