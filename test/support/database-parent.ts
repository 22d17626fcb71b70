import { accessSync, constants, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

/** The memory that Linux shows as a folder, with its magic number. */
const MEMORY = '/dev/shm'
const TMPFS = 0x01021994
/** Every database of a test takes about 13 MB, and servers write their logs ahead. */
const NEEDED_BYTES = 4 * 1024 ** 3

/**
 * Where databases of tests have their folders: in memory where there is enough, else among the temporary files. Each test begins with a copy
 * of a whole database, which takes a tenth of the time there; what processes that die leave behind is the same.
 */
export function databaseParent(): string {
  try {
    const { type, bavail, bsize } = statfsSync(MEMORY)
    accessSync(MEMORY, constants.W_OK)
    return type === TMPFS && bavail * bsize >= NEEDED_BYTES ? MEMORY : tmpdir()
  } catch {
    return tmpdir()
  }
}
