import { type App, createApp } from './app.ts'
import type { Connection } from './db/database.ts'
import { connectionFromUrl } from './db/engine/connection-from-url.ts'
import { startEngine } from './db/engine/start-engine.ts'
import { migrate } from './db/migrate.ts'
import type { Clock } from './kernel/clock.ts'
import type { Config } from './kernel/config.ts'
import type { Logger } from './kernel/logger.ts'
import { loadEncryptionKey } from './kernel/secret-box.ts'

/** A running product: where it listens and how to end it. */
export type Running = { readonly app: App; readonly address: string; stop(): Promise<void> }

type RunOptions = {
  readonly config: Config
  readonly clock: Clock
  readonly logger: Logger
  /** Told, in pt-BR, what a person is waiting for. */
  readonly onProgress: (step: string) => void
  /** Told when the database is gone and nothing can be served any more. */
  readonly onDatabaseLost: (reason: Error) => void
}

/** Brings the product up: its database (its own, or the server named by DATABASE_URL), the schema, the app, the port. */
export async function run(options: RunOptions): Promise<Running> {
  const { config, logger, onProgress } = options
  const engine = await openEngine(options)
  try {
    onProgress('Conferindo o banco de dados')
    await migrate(engine.connection, (line) => logger.info({ migration: line }, 'schema migrated'))
    const encryptionKey = await loadEncryptionKey({ given: config.ENCRYPTION_KEY, dataDir: config.DATA_DIR })
    const app = await createApp({
      connection: engine.connection,
      encryptionKey,
      appUrl: config.APP_URL,
      trustedProxies: config.TRUSTED_PROXIES,
      clock: options.clock,
      logger,
      bling: { apiUrl: config.BLING_API_URL, authUrl: config.BLING_AUTH_URL },
      defaultMetrics: true,
    })
    const address = await app.http.listen({ host: config.HOST, port: config.PORT })
    app.background.start()
    return {
      app,
      address,
      stop: async () => {
        await app.close()
        await engine.stop()
      },
    }
  } catch (error) {
    await engine.stop()
    throw error
  }
}

type OpenDatabase = { readonly connection: Connection; stop(): Promise<void> }

async function openEngine({ config, logger, onProgress, onDatabaseLost }: RunOptions): Promise<OpenDatabase> {
  if (config.DATABASE_URL !== undefined) {
    return { connection: await connectionFromUrl(config.DATABASE_URL), stop: async () => {} }
  }
  return startEngine({
    dataDir: config.DATA_DIR,
    onProgress,
    log: (line) => logger.info({ engine: line }, 'database engine'),
    onExit: onDatabaseLost,
  })
}
