import { type App, createApp } from '../../../src/server/app.ts'
import type { Connection } from '../../../src/server/db/database.ts'
import type { Clock } from '../../../src/server/kernel/clock.ts'
import { createLogger } from '../../../src/server/kernel/logger.ts'

/** Opens the product on a database that was filled before, silent and without any Bling to talk to. */
export function openApp(options: {
  readonly connection: Connection
  readonly encryptionKey: Buffer
  readonly clock: Clock
}): Promise<App> {
  return createApp({
    ...options,
    appUrl: undefined,
    trustedProxies: 0,
    logger: createLogger('silent'),
    bling: { apiUrl: 'http://127.0.0.1:9', authUrl: 'http://127.0.0.1:9' },
    defaultMetrics: false,
  })
}
