import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { EngineError } from './engine-error.ts'
import { isRoot } from './run-as.ts'

/**
 * Where copies of the binaries go: a cache for the whole system when root, the person's own otherwise.
 * Never a shared temporary folder, where another user could lay out programs for us to run.
 */
export function cacheFolder(): string {
  return isRoot() ? '/var/cache/estoqueuni' : join(homedir(), '.cache', 'estoqueuni')
}

/** Copies the binaries (60 MB, once per version) to `cache`, readable by every user and writable by this one. */
export async function copyBinaries(installed: Binaries, cache: string): Promise<Binaries> {
  const home = join(cache, `postgresql-${installed.version}`)
  const copy = { ...installed, folder: join(home, 'native') }
  if (existsSync(home)) return copy
  try {
    await mkdir(cache, { recursive: true, mode: 0o755 })
    const draft = await mkdtemp(join(cache, 'draft-'))
    await cp(installed.folder, join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
    await openForReading(draft)
    await rename(draft, home).catch(() => rm(draft, { recursive: true }))
    return copy
  } catch (cause) {
    throw new EngineError(
      'ENGINE_CANNOT_RUN',
      `Não foi possível copiar o PostgreSQL embutido (60 MB) para ${cache}. Libere espaço e permissão nessa pasta, ou aponte DATABASE_URL para um servidor PostgreSQL.`,
      cause,
    )
  }
}

/** Lets everybody read and enter, whatever the umask that the package was unpacked with. */
async function openForReading(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o755)
  }
}
