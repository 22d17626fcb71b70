import type { Connection } from './db/database.ts'
import { connectionFromUrl } from './db/engine/connection-from-url.ts'
import { startEngine } from './db/engine/start-engine.ts'
import type { Config } from './kernel/config.ts'
import type { Logger } from './kernel/logger.ts'

/** What bringing a database up needs to know and whom it tells. */
export type ServerOptions = {
  readonly config: Config
  readonly logger: Logger
  /** Told, in pt-BR, what a person is waiting for. */
  readonly onProgress: (step: string) => void
  /** Told when the database is gone and nothing can be served any more. */
  readonly onDatabaseLost: (reason: Error) => void
}

/** A database that answers; `stop` ends it only where it is our own. */
export type DatabaseServer = { readonly connection: Connection; stop(): Promise<void> }

/** Opens the product's database: the server named by DATABASE_URL, or our own in the data folder. */
export async function openDatabaseServer(options: ServerOptions): Promise<DatabaseServer> {
  const { config, logger } = options
  if (config.DATABASE_URL !== undefined) {
    return { connection: await connectionFromUrl(config.DATABASE_URL), stop: async () => {} }
  }
  return startEngine({
    dataDir: config.DATA_DIR,
    onProgress: options.onProgress,
    log: (line) => logger.info({ engine: line }, 'database engine'),
    onExit: options.onDatabaseLost,
  })
}
