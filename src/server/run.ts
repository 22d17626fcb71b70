import { type App, createApp } from './app.ts'
import { openDatabaseServer, type ServerOptions } from './database-server.ts'
import { migrate } from './db/migrate.ts'
import type { Clock } from './kernel/clock.ts'
import { loadEncryptionKey } from './kernel/secret-box.ts'

/** A running product: where it listens and how to end it. */
export type Running = { readonly app: App; readonly address: string; stop(): Promise<void> }

type RunOptions = ServerOptions & { readonly clock: Clock }

/** Brings the product up: its database (its own, or the server named by DATABASE_URL), the schema, the app, the port. */
export async function run(options: RunOptions): Promise<Running> {
  const { config, logger, onProgress } = options
  const engine = await openDatabaseServer(options)
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
    app.sync.engine.start()
    app.orders.engine.start()
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
