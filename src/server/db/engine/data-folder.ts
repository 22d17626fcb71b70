import { chmodSync, chownSync, lchownSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { EngineError } from './engine-error.ts'
import type { Layout } from './layout.ts'
import type { RunAs } from './run-as.ts'

/**
 * Makes the engine's folder, or checks that it is ours and closed to others. When PostgreSQL runs as
 * another user than root, that user's group may pass through to its own folders and see nothing else.
 */
export function prepareHome(layout: Layout, runAs: RunAs | undefined): void {
  mkdirSync(layout.home, { recursive: true, mode: 0o700 })
  const { uid } = statSync(layout.home)
  assertOurs(layout.home, uid)
  if (runAs === undefined) {
    chmodSync(layout.home, 0o700)
  } else if (uid === 0) {
    chownSync(layout.home, 0, runAs.gid)
    chmodSync(layout.home, 0o710)
  }
}

/**
 * Checks that the cluster is of PostgreSQL `major` and belongs to whom the server runs as. What a restored
 * copy usually gets wrong, the owner and the mode, is put right where we may; the rest is refused.
 */
export function prepareCluster(layout: Layout, major: string, runAs: RunAs | undefined): void {
  const { uid, mode } = statSync(layout.cluster)
  assertOurs(layout.cluster, uid)
  assertVersion(layout.cluster, major)
  if (process.platform === 'win32') return
  if (runAs !== undefined && uid === 0) giveTree(layout.cluster, runAs)
  if ((mode & 0o077) !== 0) chmodSync(layout.cluster, 0o700)
}

function assertOurs(folder: string, uid: number): void {
  const ours = process.getuid?.()
  if (ours === undefined || ours === 0 || ours === uid) return
  throw new EngineError(
    'DATA_NOT_OURS',
    `A pasta ${folder} pertence a outro usuário (número ${uid}). Rode o EstoqueUni com o mesmo usuário que criou os dados, ou escolha outra pasta com DATA_DIR.`,
  )
}

function assertVersion(cluster: string, major: string): void {
  const found = readVersion(cluster)
  if (found === major) return
  throw new EngineError(
    'DATA_OTHER_VERSION',
    `Os dados em ${cluster} são do PostgreSQL ${found} e este EstoqueUni usa o ${major}. Inicie com a versão do EstoqueUni que os criou, exporte os dados e importe-os nesta.`,
  )
}

function readVersion(cluster: string): string {
  try {
    return readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  } catch (cause) {
    throw new EngineError(
      'DATA_DAMAGED',
      `A pasta ${cluster} não é um banco de dados completo (falta PG_VERSION). Não apague nada: copie a pasta inteira e restaure a última cópia de segurança.`,
      cause,
    )
  }
}

function giveTree(folder: string, { uid, gid }: RunAs): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    lchownSync(join(entry.parentPath, entry.name), uid, gid)
  }
  chownSync(folder, uid, gid)
}
