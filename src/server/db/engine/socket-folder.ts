import { chownSync, mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { Layout } from './layout.ts'
import { canReach, type RunAs } from './run-as.ts'

/** The longest socket path that every system takes (Linux 107 bytes, macOS 103). */
const LONGEST_PATH_BYTES = 100

/** Port in the name of the local socket. No TCP port is opened. */
export const SOCKET_PORT = 5432

/**
 * Makes the folder of the local socket, which only the server's user (and root) may enter: in the data
 * folder, or in a short temporary one when that path is too long for a socket or closed to `runAs`.
 */
export function makeSocketFolder(layout: Layout, runAs: RunAs | undefined): string {
  if (Buffer.byteLength(join(layout.socketFolder, `.s.PGSQL.${SOCKET_PORT}`)) <= LONGEST_PATH_BYTES) {
    mkdirSync(layout.socketFolder, { recursive: true, mode: 0o700 })
    if (runAs === undefined) return layout.socketFolder
    chownSync(layout.socketFolder, runAs.uid, runAs.gid)
    if (canReach(layout.socketFolder, runAs)) return layout.socketFolder
  }
  // Not the TMPDIR of this process, which may be long or private just the same.
  const folder = mkdtempSync('/tmp/estoqueuni-')
  if (runAs !== undefined) chownSync(folder, runAs.uid, runAs.gid)
  return folder
}
