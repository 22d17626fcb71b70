import type { StdioOptions } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join, relative } from 'node:path'
import { EngineError } from './engine-error.ts'
import { canEnter, type RunAs } from './run-as.ts'

/** The engine's folder as the PostgreSQL process sees it, and what its spawn needs for that. */
export type ServerView = {
  readonly stdio: StdioOptions
  /** The name that the server must use for a path inside the engine's folder. */
  pathOf(path: string): string
  /** Lets go of the folder in this process; the child keeps its own hold. */
  close(): void
}

/** How a child names the open folder that it inherited. */
const INHERITED = '/proc/self/fd/3'

/**
 * Shows `home` to a process that runs as `runAs`. When the unprivileged user may not pass a folder above
 * (a project under /root, a private temporary folder), root opens the folder and the child inherits the
 * open handle: it reaches that one folder and nothing around it, and no permission of anybody changes.
 */
export function serverViewOf(home: string, runAs: RunAs | undefined): ServerView {
  if (runAs === undefined || canEnter(home, runAs)) {
    return { stdio: ['ignore', 'pipe', 'pipe'], pathOf: (path) => path, close: () => undefined }
  }
  if (process.platform !== 'linux') {
    throw new EngineError(
      'DATA_NOT_WRITABLE',
      `O PostgreSQL não roda como root, e o usuário comum não consegue entrar em ${home}. Rode o EstoqueUni com um usuário comum, ou escolha outra pasta com DATA_DIR.`,
    )
  }
  const handle = openSync(home, 'r')
  return {
    stdio: ['ignore', 'pipe', 'pipe', handle],
    pathOf: (path) => (path.startsWith(home) ? join(INHERITED, relative(home, path)) : path),
    close: () => closeSync(handle),
  }
}

/** The real name of a path that a server named through the folder it inherited. */
export function realPathOf(serverPath: string, home: string): string {
  return serverPath.startsWith(INHERITED) ? join(home, relative(INHERITED, serverPath)) : serverPath
}
