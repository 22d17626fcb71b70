import { readConfig } from '../../src/server/kernel/config.ts'
import { createLogger } from '../../src/server/kernel/logger.ts'
import { run } from '../../src/server/run.ts'

/**
 * The product as `npm start` runs it, except that its clock leaps two minutes ahead at each SIGUSR2: what lasts until a time need not be
 * waited for. Waiting, and the rate of calls, go by the real time.
 */
const LEAP_MS = 120_000
let ahead_ms = 0
process.on('SIGUSR2', () => {
  ahead_ms += LEAP_MS
})
const config = readConfig(process.env)
const { address } = await run({
  config,
  clock: { now: () => new Date(Date.now() + ahead_ms) },
  logger: createLogger(config.LOG_LEVEL),
  onProgress: () => {},
  onDatabaseLost: (reason) => {
    throw reason
  },
})
console.log(`EstoqueUni está pronto em ${address}`)
