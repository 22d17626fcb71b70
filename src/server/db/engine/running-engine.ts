import type { Connection } from '../database.ts'
import { layoutOf } from './layout.ts'
import { connectionTo } from './open-server.ts'
import { existingPassword } from './password.ts'
import { isServing, readPostmaster } from './postmaster.ts'

/**
 * Connection to the embedded engine that another process runs on `dataDir`, or undefined when none does.
 * For programs that look at the data of a running app (a verification) instead of being the app.
 */
export async function runningEngine(dataDir: string): Promise<Connection | undefined> {
  const layout = layoutOf(dataDir)
  const postmaster = readPostmaster(layout)
  const isUp = postmaster?.status === 'ready' && isServing(postmaster.pid, layout.cluster)
  return isUp ? connectionTo(postmaster, await existingPassword(layout)) : undefined
}
