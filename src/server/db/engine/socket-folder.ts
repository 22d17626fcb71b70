import { chownSync, mkdirSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Layout } from './layout.ts'
import type { Postmaster } from './postmaster.ts'
import type { RunAs } from './run-as.ts'

/** Beginning of the names of temporary socket folders. */
const TEMPORARY = '/tmp/estoqueuni-'

/** The longest socket path that every system takes (Linux 107 bytes, macOS 103). */
const LONGEST_PATH_BYTES = 100

/** Port in the name of the local socket. No TCP port is opened. */
export const SOCKET_PORT = 5432

/**
 * Makes the folder of the local socket, which only the server's user (and root) may enter: in the data
 * folder, or in a short temporary one when that path is too long for a socket.
 */
export function makeSocketFolder(layout: Layout, runAs: RunAs | undefined): string {
  const isShort =
    Buffer.byteLength(join(layout.socketFolder, `.s.PGSQL.${SOCKET_PORT}`)) <= LONGEST_PATH_BYTES
  if (isShort) mkdirSync(layout.socketFolder, { recursive: true, mode: 0o700 })
  // Not in the TMPDIR of this process, which may be long or private just the same.
  const folder = isShort ? layout.socketFolder : mkdtempSync(TEMPORARY)
  if (runAs !== undefined) chownSync(folder, runAs.uid, runAs.gid)
  return folder
}

/** Removes the temporary socket folder of a server that has ended, if it had one. */
export async function removeSocketFolder({ socketFolder }: Postmaster, layout: Layout): Promise<void> {
  const isTemporary = socketFolder !== layout.socketFolder && socketFolder.startsWith(TEMPORARY)
  if (isTemporary) await rm(socketFolder, { recursive: true, force: true })
}
