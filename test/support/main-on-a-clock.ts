import { createApp } from '../../src/server/app.ts'
import { connectionFromUrl } from '../../src/server/db/engine/connection-from-url.ts'
import { readConfig } from '../../src/server/kernel/config.ts'
import { createLogger } from '../../src/server/kernel/logger.ts'
import { realPace } from '../../src/server/kernel/token-bucket.ts'

/**
 * The product as a process of its own on the database named by `DATABASE_URL`, on a clock that begins at `CLOCK_AT` (ms since the epoch):
 * what takes minutes need not be waited for.
 */
const config = readConfig(process.env)
const began_ms = Number(process.env['CLOCK_AT'])
const now = () => began_ms + Math.floor(performance.now())
const app = await createApp({
  connection: await connectionFromUrl(config.DATABASE_URL ?? ''),
  encryptionKey: Buffer.from(config.ENCRYPTION_KEY ?? '', 'hex'),
  appUrl: undefined,
  trustedProxies: 0,
  clock: { now: () => new Date(now()) },
  logger: createLogger(config.LOG_LEVEL),
  bling: {
    apiUrl: config.BLING_API_URL,
    authUrl: config.BLING_AUTH_URL,
    pace: { now, sleep: realPace.sleep },
  },
  defaultMetrics: false,
})
const address = await app.http.listen({ host: config.HOST, port: config.PORT })
app.background.start()
app.sync.engine.start()
console.log(`EstoqueUni está pronto em ${address}`)
