import { EngineError } from './db/engine/engine-error.ts'
import { systemClock } from './kernel/clock.ts'
import { ConfigError, readConfig } from './kernel/config.ts'
import { createLogger } from './kernel/logger.ts'
import { type Running, run } from './run.ts'

/** How long a graceful stop may take before the process ends anyway; everything acknowledged is on disk already. */
const STOP_LIMIT_MS = 15_000

/** Ends with a sentence for the person at the console, not with a stack. */
function fail(error: unknown): never {
  const expected = error instanceof ConfigError || error instanceof EngineError
  console.error(expected ? error.message : error)
  process.exit(1)
}

try {
  const config = readConfig(process.env)
  const logger = createLogger(config.LOG_LEVEL)
  let running: Running | undefined
  const stop = async (code: number) => {
    setTimeout(() => process.exit(code), STOP_LIMIT_MS).unref()
    await running?.stop()
    process.exit(code)
  }
  process.once('SIGTERM', () => stop(0).catch(fail))
  process.once('SIGINT', () => stop(0).catch(fail))
  running = await run({
    config,
    clock: systemClock,
    logger,
    onProgress: (step) => console.error(`… ${step}`),
    onDatabaseLost: fail,
  })
  console.log(`EstoqueUni está pronto em ${config.APP_URL ?? running.address}`)
  if (await running.app.isSetupNeeded()) {
    console.log(
      `Primeiro acesso: crie a empresa nesse endereço. De outra máquina, use o código ${running.app.setupCode}`,
    )
  }
} catch (error) {
  fail(error)
}
