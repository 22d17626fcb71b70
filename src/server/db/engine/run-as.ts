import { readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import { EngineError } from './engine-error.ts'

/** The unprivileged user that PostgreSQL runs as when the app itself runs as root. */
export type RunAs = { readonly uid: number; readonly gid: number }

/** True when this process is root (never on Windows), which PostgreSQL refuses to run as. */
export function isRoot(): boolean {
  return process.getuid?.() === 0
}

/**
 * Decides which user PostgreSQL runs as: undefined means the app's own. Root gives way to the owner of
 * an existing cluster, so that data made by a person stays that person's, and otherwise to `nobody`.
 */
export function decideRunAs(cluster: string): RunAs | undefined {
  if (!isRoot()) {
    assertKnownUser()
    return undefined
  }
  const owner = statSync(cluster, { throwIfNoEntry: false })
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return nobody()
}

/** Reads `nobody` from the password file: initdb fails for a uid that has no name. */
export function nobody(): RunAs {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'))
  const [, , uid, gid] = line?.split(':') ?? []
  if (uid === undefined || gid === undefined) {
    throw new EngineError(
      'NO_PLAIN_USER',
      'O PostgreSQL não roda como root e este sistema não tem o usuário "nobody". Rode o EstoqueUni com um usuário comum, ou aponte DATABASE_URL para um servidor PostgreSQL.',
    )
  }
  return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }
}

/** True when `user` may read `path` (and enter it, when it is a folder) and pass through every folder above. */
export function canRead(path: string, user: RunAs): boolean {
  return allows(path, user, statSync(path).isDirectory() ? 0o5 : 0o4) && canEnter(dirname(path), user)
}

/** True when `user` may pass through `folder` and every folder above. */
export function canEnter(folder: string, user: RunAs): boolean {
  for (let place = folder; ; place = dirname(place)) {
    if (!allows(place, user, 0o1)) return false
    if (place === dirname(place)) return true
  }
}

function allows(path: string, user: RunAs, bits: number): boolean {
  const { mode, uid, gid } = statSync(path)
  const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0
  return ((mode >> shift) & bits) === bits
}

function assertKnownUser(): void {
  try {
    userInfo()
  } catch (cause) {
    throw new EngineError(
      'UNKNOWN_USER',
      'O usuário deste processo não tem nome no sistema (falta em /etc/passwd) e o PostgreSQL não aceita isso. Rode com um usuário cadastrado, ou aponte DATABASE_URL para um servidor PostgreSQL.',
      cause,
    )
  }
}
