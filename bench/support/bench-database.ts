import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connection } from '../../src/server/db/database.ts'
import { connectionFromUrl } from '../../src/server/db/engine/connection-from-url.ts'
import { startEngine } from '../../src/server/db/engine/start-engine.ts'
import { migrate } from '../../src/server/db/migrate.ts'

/** A migrated database to measure on. */
export type BenchDatabase = { readonly connection: Connection; close(): Promise<void> }

/**
 * The database that DATABASE_URL names (its data stay there), else the embedded engine with its real settings: in BENCH_DATA_DIR,
 * which is kept for the next run, or in a temporary folder that is removed.
 */
export async function openBenchDatabase(): Promise<BenchDatabase> {
  const url = process.env['DATABASE_URL']
  if (url !== undefined) {
    const connection = await connectionFromUrl(url)
    await migrate(connection)
    return { connection, close: async () => undefined }
  }
  const kept = process.env['BENCH_DATA_DIR']
  const dataDir = kept ?? (await mkdtemp(join(tmpdir(), 'estoqueuni-bench-')))
  const engine = await startEngine({ dataDir })
  await migrate(engine.connection)
  return {
    connection: engine.connection,
    close: async () => {
      await engine.stop()
      if (kept === undefined) await rm(dataDir, { recursive: true, force: true })
    },
  }
}
