import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { startEngine } from '../server/db/engine/start-engine.ts'
import type { Config } from '../server/kernel/config.ts'
import { loadEncryptionKey } from '../server/kernel/secret-box.ts'
import { openDemoFolder } from './demo-folder.ts'
import { freshDatabase } from './fresh-database.store.ts'
import { type Seeding, seedDemo } from './seed-demo.ts'
import { sandboxFolder } from './shops/open-sandbox.ts'

/** What preparing a demonstration needs. */
export type Preparation = Pick<Seeding, 'days' | 'logger' | 'onProgress' | 'signal'> & {
  readonly config: Config
  /** Told, in pt-BR, what a person is waiting for. */
  readonly onStep: (step: string) => void
  /** Told when the database is gone while it was being filled. */
  readonly onDatabaseLost: (reason: Error) => void
}

/** A bar with a history, and whether its shops stand already. Until they do, whoever ends the preparation has it begin anew. */
export type Prepared = { readonly password: string; readonly hasShops: boolean }

/**
 * Makes sure that there is a bar with a history in the data folder, and gives the password that its people sign in with. What a
 * killed preparation left is thrown away and made anew. Throws `ForeignFolder` and `EngineError`.
 */
export async function prepareDemo(preparation: Preparation): Promise<Prepared> {
  const { config, onStep, onDatabaseLost, ...seeding } = preparation
  const dataDir = config.DATA_DIR
  const { state, password } = await openDemoFolder(dataDir)
  if (state === 'ready') return { password, hasShops: existsSync(sandboxFolder(dataDir)) }
  await rm(sandboxFolder(dataDir), { recursive: true, force: true })
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
  return { password, hasShops: false }
}
