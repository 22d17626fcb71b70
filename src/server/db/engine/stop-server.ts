import { spawnSync } from 'node:child_process'
import { type Binaries, program, programEnvironment } from './binaries.ts'
import { isServing } from './postmaster.ts'
import { waitFor } from './wait.ts'

/** How long a shutdown may take to write its last checkpoint before the server is cut off (it then recovers at the next start). */
const STOP_LIMIT_MS = 60_000

/** Stops the server `pid` of `cluster`: transactions under way are rolled back, memory is written to disk. */
export async function stopServer(pid: number, cluster: string, binaries: Binaries): Promise<void> {
  if (process.platform === 'win32') {
    const options = ['stop', '-D', cluster, '-m', 'fast', '-w', '-t', String(STOP_LIMIT_MS / 1000)]
    spawnSync(program(binaries, 'pg_ctl'), options, { env: programEnvironment(binaries), windowsHide: true })
    return
  }
  const hasGone = () => (isServing(pid, cluster) ? undefined : true)
  if (hasGone()) return
  process.kill(pid, 'SIGINT') // PostgreSQL's fast shutdown; its SIGTERM would wait for every client to leave
  if (await waitFor(STOP_LIMIT_MS, hasGone)) return
  process.kill(pid, 'SIGQUIT')
  await waitFor(STOP_LIMIT_MS, hasGone)
}
