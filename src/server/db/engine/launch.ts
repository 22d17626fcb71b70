import { spawn } from 'node:child_process'
import { type Binaries, program, programEnvironment } from './binaries.ts'
import { freePort } from './free-port.ts'
import type { Layout } from './layout.ts'
import { type Postmaster, readPostmaster } from './postmaster.ts'
import type { RunAs } from './run-as.ts'
import { logsSince, markLogs } from './server-log.ts'
import { type ServerView, serverViewOf } from './server-view.ts'
import type { Settings } from './settings.ts'
import { makeSocketFolder, SOCKET_PORT } from './socket-folder.ts'
import { waitFor } from './wait.ts'

/** What a server is started with. */
export type LaunchPlan = {
  readonly layout: Layout
  readonly binaries: Binaries
  readonly runAs: RunAs | undefined
  readonly settings: Settings
  /** Kept by the server as `estoqueuni.fingerprint`, for whoever finds it running. */
  readonly fingerprint: string
  /** A lock left by a process number that now belongs to something else. */
  readonly strangerPid: number | undefined
}

/** How a start went: a server that answers, or what it said before it ended. */
export type LaunchOutcome =
  | { readonly kind: 'ready'; readonly postmaster: Postmaster }
  | { readonly kind: 'ended'; readonly output: string }

/** Recovery after a power cut may take minutes on a slow disk; it must never be cut short. */
const START_LIMIT_MS = 30 * 60_000

/**
 * Starts a server on the cluster and waits until it accepts connections. The server is no child to be
 * interrupted with this process: Ctrl+C reaches only the app, which stops it last.
 */
export async function launch(plan: LaunchPlan): Promise<LaunchOutcome> {
  const { layout, binaries, runAs, strangerPid } = plan
  const mark = markLogs(layout.cluster)
  const view = serverViewOf(layout.home, runAs)
  const settings = {
    ...plan.settings,
    ...(await endpoint(layout, runAs, view)),
    'estoqueuni.fingerprint': plan.fingerprint,
  }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(program(binaries, 'postgres'), ['-D', view.pathOf(layout.cluster), ...args], {
    ...runAs,
    stdio: view.stdio,
    // PostgreSQL judges its lock file stale by itself when the number in it is its grandparent's.
    env: { ...programEnvironment(binaries), ...(strangerPid && { PG_GRANDPARENT_PID: String(strangerPid) }) },
    detached: true,
    windowsHide: true,
  })
  view.close()
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => said.push(String(chunk)))
  let hasEnded = false
  child.once('error', (error) => said.push(error.message)).once('close', () => (hasEnded = true))
  const outcome = await waitFor<LaunchOutcome>(START_LIMIT_MS, () => {
    if (hasEnded) return { kind: 'ended', output: said.join('') + logsSince(layout.cluster, mark) }
    const postmaster = readPostmaster(layout)
    const isReady = postmaster?.pid === child.pid && postmaster?.status === 'ready'
    return isReady && postmaster !== undefined ? { kind: 'ready', postmaster } : undefined
  })
  child.unref()
  for (const stream of [child.stdout, child.stderr]) stream?.destroy()
  return outcome ?? { kind: 'ended', output: 'FATAL: start takes too long' }
}

/** A private socket where the system has them; on Windows the loopback, on a port that is free now. */
async function endpoint(layout: Layout, runAs: RunAs | undefined, view: ServerView): Promise<Settings> {
  if (process.platform !== 'win32') {
    const folder = view.pathOf(makeSocketFolder(layout, runAs))
    return {
      listen_addresses: '',
      unix_socket_directories: folder,
      unix_socket_permissions: '0700',
      port: `${SOCKET_PORT}`,
    }
  }
  return { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(await freePort()) }
}
