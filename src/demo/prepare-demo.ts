import { startEngine } from '../server/db/engine/start-engine.ts'
import type { Config } from '../server/kernel/config.ts'
import { loadEncryptionKey } from '../server/kernel/secret-box.ts'
import { openDemoFolder, saveDemoFile } from './demo-folder.ts'
import { freshDatabase } from './fresh-database.store.ts'
import { type Seeding, seedDemo } from './seed-demo.ts'

/** What preparing a demonstration needs. */
export type Preparation = Pick<Seeding, 'days' | 'logger' | 'onProgress' | 'signal'> & {
  readonly config: Config
  /** Told, in pt-BR, what a person is waiting for. */
  readonly onStep: (step: string) => void
  /** Told when the database is gone while it was being filled. */
  readonly onDatabaseLost: (reason: Error) => void
}

/**
 * Makes sure that there is a bar with a history in the data folder, and gives the password that its people sign in with. What a
 * killed preparation left is thrown away and made anew. Throws `ForeignFolder` and `EngineError`.
 */
export async function prepareDemo(preparation: Preparation): Promise<string> {
  const { config, onStep, onDatabaseLost, ...seeding } = preparation
  const dataDir = config.DATA_DIR
  const { state, password } = await openDemoFolder(dataDir)
  if (state === 'ready') return password
  const engine = await startEngine({ dataDir, onProgress: onStep, onExit: onDatabaseLost })
  try {
    await freshDatabase(engine.connection)
    await seedDemo({
      ...seeding,
      connection: engine.connection,
      encryptionKey: await loadEncryptionKey({ given: config.ENCRYPTION_KEY, dataDir }),
      password,
      until: new Date(),
    })
  } finally {
    await engine.stop()
  }
  await saveDemoFile(dataDir, { state: 'ready', password })
  return password
}
