import type { StdioOptions } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { EngineError } from './engine-error.ts'
import { canReach, type RunAs } from './run-as.ts'

/** A folder as the PostgreSQL process will name it, and what its spawn needs for that. */
export type ServerView = {
  readonly path: string
  readonly stdio: StdioOptions
  /** Lets go of the folder in this process; the child keeps its own hold. */
  close(): void
}

/**
 * Shows `folder` to a process that runs as `runAs`. When the unprivileged user may not pass a folder above
 * (a project under /root, a private temporary folder), root opens the folder and the child inherits the
 * open handle: it reaches that one folder and nothing around it, and no permission of anybody changes.
 */
export function serverViewOf(folder: string, runAs: RunAs | undefined): ServerView {
  if (runAs === undefined || canReach(folder, runAs)) {
    return { path: folder, stdio: ['ignore', 'pipe', 'pipe'], close: () => undefined }
  }
  if (process.platform !== 'linux') {
    throw new EngineError(
      'DATA_NOT_WRITABLE',
      `O PostgreSQL não roda como root, e o usuário comum não consegue entrar em ${folder}. Rode o EstoqueUni com um usuário comum, ou escolha outra pasta com DATA_DIR.`,
    )
  }
  const handle = openSync(folder, 'r')
  return {
    path: '/proc/self/fd/3',
    stdio: ['ignore', 'pipe', 'pipe', handle],
    close: () => closeSync(handle),
  }
}
