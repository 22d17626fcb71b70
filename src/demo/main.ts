import { EngineError } from '../server/db/engine/engine-error.ts'
import { systemClock } from '../server/kernel/clock.ts'
import { ConfigError } from '../server/kernel/config.ts'
import { createLogger, type Logger } from '../server/kernel/logger.ts'
import { run } from '../server/run.ts'
import { companionsOf, MISSED_DAYS, runCompanions } from './companions.ts'
import { ForeignFolder, saveDemoFile } from './demo-folder.ts'
import { type DemoSettings, readDemoSettings } from './demo-settings.ts'
import { type Prepared, prepareDemo } from './prepare-demo.ts'
import { showProgress } from './progress.ts'
import type { RunningDemo } from './running-demo.ts'
import { aimAt, connectShops } from './shops/connect-shops.ts'
import { openSandbox, pointedAt } from './shops/open-sandbox.ts'
import { welcome } from './welcome.ts'

/** How long a graceful stop may take before the process ends anyway. */
const STOP_LIMIT_MS = 15_000

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stopping.abort(new Stopped())
    setTimeout(() => process.exit(0), STOP_LIMIT_MS).unref()
  })
}

/** The person at the console ended it. */
class Stopped extends Error {}

const say = (step: string) => console.error(`… ${step}`)

/** Ends with a sentence for the person at the console, not with a stack. */
function fail(error: unknown): never {
  console.error(sentenceOf(error) ?? error)
  process.exit(1)
}

function sentenceOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && error.code === 'EADDRINUSE') {
    const port = 'port' in error ? ` ${error.port}` : ''
    return `A porta${port} já está em uso por outro programa. Escolha outras, por exemplo: PORT=3001 SANDBOX_PORT=4001 npm run demo`
  }
  const isExpected = [ConfigError, EngineError, ForeignFolder].some((kind) => error instanceof kind)
  return isExpected ? error.message : undefined
}

async function demonstrate(): Promise<void> {
  const settings = readDemoSettings(process.env)
  const { config, days } = settings
  const logger = createLogger(config.LOG_LEVEL)
  const watching = { signal: stopping.signal, onDatabaseLost: fail }
  const onProgress = showProgress(`Criando ${days} dias de histórico`, process.stderr)
  const prepared = await prepareDemo({ ...watching, config, days, logger, onStep: say, onProgress })
  stopping.signal.throwIfAborted()
  const sandbox = await openSandbox(config, settings.sandboxPort)
  try {
    await runBeside(sandbox, { ...settings, config: pointedAt(config, sandbox) }, prepared, logger)
  } finally {
    await sandbox.close()
  }
}

/** Runs the product beside its Bling until a person ends it. */
async function runBeside(
  sandbox: RunningDemo['sandbox'],
  { config, hasLiveSales }: DemoSettings,
  { password, hasShops }: Prepared,
  logger: Logger,
): Promise<void> {
  const running = await run({ config, clock: systemClock, logger, onProgress: say, onDatabaseLost: fail })
  const { address } = running
  try {
    if (hasShops) await aimAt({ address, password, sandbox })
    else {
      await saveDemoFile(config.DATA_DIR, { state: 'seeding', password })
      await connectShops({ address, password, sandbox, onStep: say })
      await saveDemoFile(config.DATA_DIR, { state: 'ready', password })
    }
    await present({ address, password, config, sandbox, logger }, hasLiveSales)
  } finally {
    await running.stop()
  }
}

async function present(demo: RunningDemo, hasLiveSales: boolean): Promise<void> {
  const watch = { signal: stopping.signal, onEnded: say }
  await runCompanions([MISSED_DAYS], demo, watch)
  console.log(welcome(demo))
  const companions = runCompanions(companionsOf({ hasLiveSales }), demo, watch)
  await Promise.all([companions, untilAborted(watch.signal)])
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

await demonstrate().catch((error: unknown) => (error instanceof Stopped ? undefined : fail(error)))
