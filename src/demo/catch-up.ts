import { createClient } from '../client/estoqueuni-client.ts'
import { runningEngine } from '../server/db/engine/running-engine.ts'
import { loadEncryptionKey } from '../server/kernel/secret-box.ts'
import { emailOf } from './company.ts'
import { enterCompany } from './enter-company.ts'
import { liveThrough } from './history.ts'
import type { RunningDemo } from './running-demo.ts'
import { DEMO_SEED } from './seed-demo.ts'
import { openWorld } from './world.ts'

/** A demonstration that rested for longer has missed something. */
const MISSED_MS = 3 * 3_600_000

/** Lives through what happened at the bar while the demonstration was switched off. */
export async function catchUp(
  { address, password, config, logger }: RunningDemo,
  signal: AbortSignal,
): Promise<void> {
  const client = createClient({ address })
  await client.auth.signIn({ email: emailOf('rafael'), password })
  const [last] = (await client.inventory.getMovements({ limit: 1 })).items
  await client.auth.signOut()
  const until = new Date()
  if (last === undefined || until.getTime() - Date.parse(last.recorded_at) < MISSED_MS) return
  const connection = await runningEngine(config.DATA_DIR)
  if (connection === undefined) throw new Error('the database of the running demonstration is not there')
  const encryptionKey = await loadEncryptionKey({ given: config.ENCRYPTION_KEY, dataDir: config.DATA_DIR })
  const from = new Date(last.recorded_at)
  const world = openWorld({ connection, encryptionKey, logger, startsAt: from })
  try {
    const company = await enterCompany(world, password)
    await liveThrough(world, company, { from, until, seed: DEMO_SEED, isNew: false, signal })
  } finally {
    await world.close()
  }
}
