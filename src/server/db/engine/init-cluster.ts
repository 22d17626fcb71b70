import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdtemp, open, readdir, rename, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type Binaries, program, programEnvironment } from './binaries.ts'
import { diagnose, diskFull } from './diagnose.ts'
import { EngineError } from './engine-error.ts'
import type { Layout } from './layout.ts'
import { ownerPassword } from './password.ts'
import type { RunAs } from './run-as.ts'
import { serverViewOf } from './server-view.ts'

/** Role that owns the private cluster, and the database that the app lives in. */
export const OWNER_ROLE = 'estoqueuni_owner'

/** A new cluster takes 40 MB; below this much free space it would fill the disk on its first day. */
const ROOM_NEEDED_BYTES = 100 * 1024 * 1024

const DRAFT_PREFIX = 'draft-'

/**
 * Makes the cluster when there is none. It is initialised beside and renamed when complete, so a killed
 * first start leaves no half cluster, and of two apps that start at once the first one's stays.
 */
export async function initCluster(
  layout: Layout,
  binaries: Binaries,
  runAs: RunAs | undefined,
): Promise<void> {
  const { bavail, bsize } = await statfs(layout.home)
  if (bavail * bsize < ROOM_NEEDED_BYTES) throw new EngineError('DISK_FULL', diskFull(layout.home))
  const password = await ownerPassword(layout)
  const draft = await mkdtemp(join(layout.home, DRAFT_PREFIX))
  try {
    await chmod(draft, 0o700)
    await writeFile(join(draft, 'password'), password, { mode: 0o600 })
    if (runAs !== undefined) await giveTo(runAs, [draft, join(draft, 'password')])
    await runInitdb(draft, layout, binaries, runAs)
    await rename(join(draft, 'cluster'), layout.cluster)
    await syncFolder(layout.home)
  } catch (error) {
    // Another app that started at the same time may have been first; then its cluster is the one.
    if (!existsSync(layout.cluster)) throw error
  } finally {
    await rm(draft, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Removes what killed first starts left, once a cluster stands and no initialisation can be under way for it. */
export async function removeDrafts(layout: Layout): Promise<void> {
  for (const name of await readdir(layout.home)) {
    if (name.startsWith(DRAFT_PREFIX))
      await rm(join(layout.home, name), { recursive: true, force: true, maxRetries: 3 })
  }
}

/**
 * Sorting: the default is code points (C.UTF-8 of PostgreSQL itself), which needs no system locale, never
 * changes with an update of ICU or glibc, and so never spoils an index. Lists for people ask for
 * `collate "pt-BR-x-icu"`, which is there. The character classes do come from the system: without them
 * pg_trgm would take accented letters for punctuation.
 */
async function runInitdb(
  draft: string,
  layout: Layout,
  binaries: Binaries,
  runAs: RunAs | undefined,
): Promise<void> {
  const view = serverViewOf(layout.home, runAs)
  const options = ['--username', OWNER_ROLE, '--auth', 'scram-sha-256', '--encoding', 'UTF8']
  const locale = ['--locale', 'C', '--lc-ctype', characterClasses(), '--locale-provider', 'builtin']
  const places = [
    '--pgdata',
    view.pathOf(join(draft, 'cluster')),
    '--pwfile',
    view.pathOf(join(draft, 'password')),
  ]
  const child = spawn(
    program(binaries, 'initdb'),
    [...options, ...locale, '--builtin-locale', 'C.UTF-8', '--no-instructions', ...places],
    { ...runAs, stdio: view.stdio, env: programEnvironment(binaries), windowsHide: true },
  )
  const exit = new Promise<number | null>((resolve, reject) =>
    child.once('close', resolve).once('error', reject),
  )
  const outputs = [child.stdout, child.stderr].map((stream) => (stream === null ? '' : text(stream)))
  try {
    const [code, ...printed] = await Promise.all([exit, ...outputs])
    if (code !== 0) throw diagnose(printed.join('\n'), draft)
  } finally {
    view.close()
  }
}

function characterClasses(): string {
  if (process.platform === 'darwin') return 'en_US.UTF-8'
  return process.platform === 'win32' ? 'C' : 'C.UTF-8'
}

/** Makes the rename itself survive a power cut. Windows cannot flush a folder. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

async function giveTo(runAs: RunAs, paths: readonly string[]): Promise<void> {
  for (const path of paths) await chown(path, runAs.uid, runAs.gid)
}
