/** A program that runs the engine as the product does, for tests that kill it: `node app.ts DATA_DIR [SETTINGS]`. */
import { EngineError } from '../../src/server/db/engine/engine-error.ts'
import { startEngine } from '../../src/server/db/engine/start-engine.ts'

const [, , dataDir = '', settings = '{}'] = process.argv
const say = (event: object) => process.stdout.write(`${JSON.stringify(event)}\n`)

try {
  const engine = await startEngine({
    dataDir,
    settings: JSON.parse(settings),
    onProgress: (step) => say({ kind: 'progress', step }),
    onExit: ({ code, message }) => say({ kind: 'exit', code, message }),
  })
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.once(signal, () => void engine.stop().then(() => process.exit(0)))
  }
  say({ kind: 'ready', pid: engine.pid, connection: engine.connection })
  setInterval(() => undefined, 60_000)
} catch (error) {
  if (!(error instanceof EngineError)) throw error
  say({ kind: 'refused', code: error.code, message: error.message })
}
