import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { layoutOf } from '../../src/server/db/engine/layout.ts'
import { isServing, readPostmaster } from '../../src/server/db/engine/postmaster.ts'
import { databaseParent } from '../support/database-parent.ts'
import { eventually } from '../support/eventually.ts'

/** A new data folder; after the tests of the file its server, if one is left, is killed and the folder removed. */
export function newDataFolder(parent = mkdtempSync(join(databaseParent(), 'estoqueuni-engine-'))): string {
  const folder = join(parent, 'data')
  afterAll(async () => {
    await killServer(folder)
    rmSync(parent, { recursive: true, force: true, maxRetries: 5 })
  })
  return folder
}

/** Kills the server of a data folder as a power cut would; gives its pid, or undefined when none ran. */
export async function killServer(dataDir: string): Promise<number | undefined> {
  const layout = layoutOf(dataDir)
  const { cluster } = layout
  const pid = readPostmaster(layout)?.pid
  if (pid === undefined || !isServing(pid, cluster)) return undefined
  process.kill(pid, 'SIGKILL')
  await eventually('the server is gone', () => (isServing(pid, cluster) ? undefined : true))
  return pid
}
