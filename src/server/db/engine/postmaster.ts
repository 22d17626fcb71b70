import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { Layout } from './layout.ts'
import { realPathOf } from './server-view.ts'

/** A PostgreSQL server as its lock file, `postmaster.pid`, tells of it. */
export type Postmaster = {
  readonly pid: number
  readonly port: number
  /** Folder of the local socket; empty when the server has none. */
  readonly socketFolder: string
  readonly status: 'starting' | 'ready' | 'stopping'
}

/** Reads the lock file of the cluster; undefined when there is none, or when it is still being written. */
export function readPostmaster({ home, cluster }: Layout): Postmaster | undefined {
  const lines = readLines(join(cluster, 'postmaster.pid'))
  const pid = Number(lines[0])
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined
  const status = lines[7]?.trim()
  return {
    pid,
    port: Number(lines[3] ?? 0),
    socketFolder: realPathOf(lines[4]?.trim() ?? '', home),
    status: status === 'ready' || status === 'stopping' ? status : 'starting',
  }
}

/**
 * True when process `pid` is a PostgreSQL that serves `cluster`. Process numbers are used again, most of
 * all in containers, so a number that lives is no proof: what the process is must fit as well.
 */
export function isServing(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false
  if (process.platform === 'linux') return serves(pid, cluster)
  if (process.platform === 'darwin') return commandOf(pid).endsWith('postgres')
  return true
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The server stands in its data folder. A dead process that nobody has collected stands nowhere. */
function serves(pid: number, cluster: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster)
  } catch {
    // Another user's process hides where it stands, never its name: then a PostgreSQL counts as ours.
    return (
      readLines(`/proc/${pid}/comm`)[0] === 'postgres' && !readLines(`/proc/${pid}/stat`)[0]?.includes(') Z ')
    )
  }
}

function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return '' // ps fails when the process has gone meanwhile
  }
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n')
  } catch {
    return [] // absent, or gone between two looks
  }
}
